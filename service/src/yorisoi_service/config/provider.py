"""The provider file: who offers the service, under which numbers, when, on which networks, at which price.

Read once at the start. Each section's shape belongs to the app that uses it; this file only composes them.
`providers/` holds two whole examples; the comments there explain every key.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yorisoi_service.audit.rules.keeping import Periods
from yorisoi_service.billing.rules.issuer import Issuer
from yorisoi_service.billing.rules.policy import Policy as ChargePolicy
from yorisoi_service.config import figures, money, own_texts, periods, sections, values
from yorisoi_service.config.money import Sender
from yorisoi_service.config.reading import Fault, Faulty, Table
from yorisoi_service.config.sections import Phones, Price, Terms
from yorisoi_service.config.values import LANGUAGES, ORIGIN, Texts, read_origin
from yorisoi_service.debits.rules.profile import Collection
from yorisoi_service.desk.rules.hours import Hours
from yorisoi_service.desk.rules.kpi import Targets
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.networks import Networks

PLACEHOLDER_PHONE = "000"  # no telephone number in Japan begins with three zeros
PLACEHOLDER_REGISTRATION = "T0000000000000"


@dataclass(frozen=True)
class Provider:
    """Everything the provider file says."""

    name: Texts
    service_name: Texts
    languages: tuple[str, ...]
    origin: str
    viewer_origins: tuple[str, ...]
    download_page: str
    old_download_pages: tuple[str, ...]
    software_list_page: str
    phones: Phones
    hours: Hours
    networks: Networks
    price: Price
    terms: Terms
    desk: DeskPolicy
    statistics: Targets
    limits: Limits
    charge: ChargePolicy
    withdrawal_days: int
    issuer: Issuer
    collection: Collection
    letters: Sender
    retention: Periods
    texts: Mapping[str, Texts]

    def name_in(self, language: str) -> str:
        """The provider's name in this language, or in the first one of the file."""
        return in_language(self.name, language)

    def text_in(self, key: str, language: str, **filled: str) -> str:
        """One of the provider's own sentences with its braces filled; empty where the file words none in this language."""
        text = self.texts.get(key, {}).get(language.partition("-")[0], "")
        for name, value in filled.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def in_language(texts: Texts, language: str) -> str:
    """The text in this language, or in the first one there is."""
    return texts.get(language.partition("-")[0]) or next(iter(texts.values()), "")


def is_placeholder(phone: str) -> bool:
    """Does this number stand for one that is still to be entered?"""
    return phone.startswith(PLACEHOLDER_PHONE)


def load(path: Path) -> Provider:
    """Read a provider file. Raises Faulty, naming every fault at once."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors on Windows begin a file with a mark
    except OSError as missing:
        raise Faulty(str(path), [Fault("file", "a readable provider file", missing.strerror or "nothing")]) from None
    except UnicodeDecodeError:
        raise Faulty(str(path), [Fault("file", "text in UTF-8", "another encoding; save it as UTF-8")]) from None
    return parse(text, source=str(path))


def parse(text: str, *, source: str) -> Provider:
    """Read a provider document from its text; `source` names it in the errors."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise Faulty(source, [Fault("file", "TOML", str(broken))]) from None
    root = Table(document, "", [])
    provider = _provider(root)
    if root.faults:
        raise Faulty(source, root.faults)
    return provider


def _provider(root: Table) -> Provider:
    who = root.table("provider")
    phones = sections.phones(root.table("phones"))
    hours = sections.hours(root.table("hours"))
    terms = sections.terms(root.table("terms"))
    networks = sections.networks(root.table("networks"))
    price = sections.price(root.table("price"))
    provider = Provider(
        name=sections.texts(who, "name"),
        service_name=sections.texts(who, "service_name"),
        languages=who.get(
            "languages", 'an array of "ja" and "en", at least one', values.languages, otherwise=LANGUAGES
        ),
        origin=who.get("origin", ORIGIN, read_origin, otherwise=""),
        viewer_origins=who.get(
            "viewer_origins", f"an array; each {ORIGIN}", values.origins, otherwise=(), optional=True
        ),
        download_page=who.get("download_page", "an https:// address", values.https, otherwise=""),
        old_download_pages=who.get(
            "old_download_pages",
            'an array of page names like "/old.html"',
            values.old_pages,
            otherwise=(),
            optional=True,
        ),
        software_list_page=who.get(
            "software_list_page", "an https:// address", values.https, otherwise="", optional=True
        ),
        phones=phones,
        hours=hours,
        networks=networks,
        price=price,
        terms=terms,
        desk=sections.desk(root.table("desk", optional=True), hours, terms),
        statistics=figures.statistics(root.table("statistics", optional=True)),
        limits=sections.limits(root.table("limits", optional=True)),
        charge=money.charge(root.table("charge", optional=True), price),
        withdrawal_days=money.withdrawal_days(root.table("contract", optional=True)),
        issuer=money.issuer(root.table("invoice")),
        collection=money.collection(root.table("collection", optional=True)),
        letters=money.sender(root.table("letters", optional=True)),
        retention=periods.retention(root.table("retention", optional=True)),
        texts=own_texts.read(root.table("texts", optional=True), phones),
    )
    who.finish()
    root.finish()
    return provider
