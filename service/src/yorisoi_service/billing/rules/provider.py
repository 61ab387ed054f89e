"""What letters about money ask of the provider file. The file itself is read above, in `config`."""

from collections.abc import Mapping
from datetime import date, time
from typing import Protocol

from yorisoi_service.billing.rules.issuer import Issuer
from yorisoi_service.billing.rules.policy import Policy


class Phones(Protocol):
    @property
    def office(self) -> str: ...
    @property
    def desk_landline(self) -> str: ...
    @property
    def desk_mobile(self) -> str: ...


class Hours(Protocol):
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...
    @property
    def closures(self) -> frozenset[date]: ...


class Terms(Protocol):
    @property
    def version(self) -> str: ...
    @property
    def liability(self) -> Mapping[str, str]: ...


class Price(Protocol):
    @property
    def monthly_yen(self) -> int: ...
    @property
    def tax_percent(self) -> int: ...


class Collection(Protocol):
    @property
    def mode(self) -> str: ...
    @property
    def debit_day(self) -> int: ...


class Provider(Protocol):
    """The provider as letters name it."""

    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def service_name(self) -> Mapping[str, str]: ...
    @property
    def phones(self) -> Phones: ...
    @property
    def hours(self) -> Hours: ...
    @property
    def terms(self) -> Terms: ...
    @property
    def download_page(self) -> str: ...
    @property
    def software_list_page(self) -> str: ...
    @property
    def issuer(self) -> Issuer: ...
    @property
    def collection(self) -> Collection: ...
    @property
    def price(self) -> Price: ...
    @property
    def charge(self) -> Policy: ...
    @property
    def withdrawal_days(self) -> int: ...

    def name_in(self, language: str) -> str: ...


def spoken(language: str, provider: Provider) -> str:
    """The language a letter is written in: the one wanted where the provider offers it, else the provider's first."""
    wanted = language.partition("-")[0]
    return wanted if wanted in provider.languages else provider.languages[0]


def worded(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, or in the first one there is."""
    return texts.get(language) or next(iter(texts.values()), "")
