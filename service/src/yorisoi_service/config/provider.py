"""The provider file: who offers the service, under which numbers, when, on which networks, at which price.

Read once at the start. Each section's shape belongs to the app that uses it; this file only composes them.
`providers/` holds two whole examples; the comments there explain every key.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from yorisoi_service.config.reading import Fault, Faulty, Table
from yorisoi_service.desk.rules.hours import Hours
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.networks import IPNetwork, Network, Networks, Policy

LANGUAGES = ("ja", "en")
TEXT_KEYS = ("greeting", "after_hours", "other_network", "scam_warning")  # sentences a provider may word itself
PLACEHOLDER_PHONE = "000"  # no telephone number in Japan begins with three zeros
LONGEST_TEXT = 1_000

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Phones:
    """Two kinds of numbers: `office` is public, both desk numbers are for contract holders only (R03, R31, R32)."""

    office: str
    desk_landline: str
    desk_mobile: str


@dataclass(frozen=True)
class Price:
    """What the price table is seeded with (R24, R25)."""

    monthly_yen: int
    free_months: int


@dataclass(frozen=True)
class Terms:
    """The terms in force: their version, since when, and the sentence on liability (R11)."""

    version: str
    in_force_since: date
    liability: Texts


@dataclass(frozen=True)
class Provider:
    """Everything the provider file says."""

    name: Texts
    service_name: Texts
    languages: tuple[str, ...]
    origin: str
    viewer_origins: tuple[str, ...]
    download_page: str
    phones: Phones
    hours: Hours
    networks: Networks
    price: Price
    terms: Terms
    desk: DeskPolicy
    limits: Limits
    texts: Mapping[str, Texts]

    def name_in(self, language: str) -> str:
        """The provider's name in this language, or in the first one of the file."""
        return in_language(self.name, language)

    def text_in(self, key: str, language: str) -> str:
        """One of the provider's own sentences; empty when the file words none under this key."""
        return in_language(self.texts.get(key, {}), language)


def in_language(texts: Texts, language: str) -> str:
    """The text in this language, or in the first one there is."""
    return texts.get(language.partition("-")[0]) or next(iter(texts.values()), "")


def is_placeholder(phone: str) -> bool:
    """Does this number stand for one that is still to be entered?"""
    return phone.startswith(PLACEHOLDER_PHONE)


def load(path: Path) -> Provider:
    """Read a provider file. Raises Faulty, naming every fault at once."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as missing:
        raise Faulty(str(path), [Fault("file", "a readable provider file", missing.strerror or "nothing")]) from None
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
    hours = _hours(root.table("hours"))
    terms = _terms(root.table("terms"))
    provider = Provider(
        name=_texts(who, "name"),
        service_name=_texts(who, "service_name"),
        languages=who.get("languages", 'an array of "ja" and "en", at least one', _languages, otherwise=LANGUAGES),
        origin=who.get("origin", ORIGIN, read_origin, otherwise=""),
        viewer_origins=who.get("viewer_origins", f"an array; each {ORIGIN}", _origins, otherwise=(), optional=True),
        download_page=who.get("download_page", "an https:// address", _https, otherwise=""),
        phones=_phones(root.table("phones")),
        hours=hours,
        networks=_networks(root.table("networks")),
        price=_price(root.table("price")),
        terms=terms,
        desk=_desk(root.table("desk", optional=True), hours, terms),
        limits=_limits(root.table("limits", optional=True)),
        texts=_own_texts(root.table("texts", optional=True)),
    )
    who.finish()
    root.finish()
    return provider


ORIGIN = 'an origin like "https://support.example.jp", without a path'
PHONE = 'a telephone number like "0847-00-0000"'


def _phones(table: Table) -> Phones:
    phones = Phones(
        office=table.get("office", PHONE, _phone, otherwise=""),
        desk_landline=table.get("desk_landline", PHONE, _phone, otherwise=""),
        desk_mobile=table.get("desk_mobile", PHONE, _phone, otherwise=""),
    )
    if phones.office and phones.office in (phones.desk_landline, phones.desk_mobile):
        table.faults.append(
            Fault("phones.office", "another number than the desk's, which only members know", phones.office)
        )
    table.finish()
    return phones


def _hours(table: Table) -> Hours:
    hours = Hours(
        opens=table.get("opens", 'a time like "09:00"', _time, otherwise=time(9)),
        closes=table.get("closes", 'a time like "21:00"', _time, otherwise=time(21)),
        closures=table.get("closures", "an array of days like 2027-01-01", _days, otherwise=frozenset(), optional=True),
        may_finish_min=table.get("may_finish_min", "0 to 120 minutes", _between(0, 120), otherwise=30, optional=True),
    )
    if hours.opens >= hours.closes:
        table.faults.append(Fault("hours.closes", "a time after hours.opens", str(hours.closes)))
    table.finish()
    return hours


def _networks(table: Table) -> Networks:
    policies = "one of " + ", ".join(f'"{policy}"' for policy in Policy)
    networks = Networks(
        default=table.get("default", policies, Policy, otherwise=Policy.REFUSE),
        ranges=tuple(network for entry in table.tables("range") for network in _named_range(entry, policies)),
    )
    table.finish()
    return networks


def _named_range(entry: Table, policies: str) -> list[Network]:
    name = entry.get("name", "a name", _line_of_text, otherwise="")
    policy = entry.get("policy", policies, Policy, otherwise=Policy.REFUSE)
    none: tuple[IPNetwork, ...] = ()
    ranges = entry.get("ranges", 'an array of ranges like "192.0.2.0/24"', _ranges, otherwise=none)
    entry.finish()
    return [Network(name, found, policy) for found in ranges]


def _price(table: Table) -> Price:
    price = Price(
        monthly_yen=table.get("monthly_yen", "a whole number of yen, tax included", _between(0, 100_000), otherwise=0),
        free_months=table.get("free_months", "0 to 24 months", _between(0, 24), otherwise=0),
    )
    table.finish()
    return price


def _terms(table: Table) -> Terms:
    terms = Terms(
        version=table.get("version", "a short name, at most 40 characters", _version, otherwise=""),
        in_force_since=table.get("in_force_since", "a day like 2026-04-01", _day, otherwise=date.min),
        liability=_texts(table, "liability"),
    )
    table.finish()
    return terms


def _desk(table: Table, hours: Hours, terms: Terms) -> DeskPolicy:
    desk = DeskPolicy(
        hours=hours,
        terms_version=terms.version,
        time_box_s=60 * table.get("time_box_min", "5 to 120 minutes", _between(5, 120), otherwise=30, optional=True),
        second_factor_age_s=60
        * table.get("second_factor_age_min", "5 to 480 minutes", _between(5, 480), otherwise=240, optional=True),
    )
    table.finish()
    return desk


def _limits(table: Table) -> Limits:
    usual = Limits()
    limits = Limits(
        wrong_claims=table.get("wrong_claims", "1 to 20", _between(1, 20), otherwise=usual.wrong_claims, optional=True),
        opens_per_home=table.get(
            "opens_per_home", "1 to 1000", _between(1, 1000), otherwise=usual.opens_per_home, optional=True
        ),
        offers_per_home=table.get(
            "offers_per_home", "1 to 1000", _between(1, 1000), otherwise=usual.offers_per_home, optional=True
        ),
        running_per_line=table.get(
            "running_per_line", "1 to 20", _between(1, 20), otherwise=usual.running_per_line, optional=True
        ),
    )
    table.finish()
    return limits


def _own_texts(table: Table) -> Mapping[str, Texts]:
    found = {key: _texts(table, key) for key in TEXT_KEYS if key in table.values}
    table.asked.update(TEXT_KEYS)
    table.finish()
    return found


def _texts(table: Table, key: str) -> Texts:
    return table.get(
        key, 'a table of languages like { ja = "...", en = "..." } with "ja"', _language_table, otherwise={}
    )


def _language_table(value: Any) -> Texts:
    if not isinstance(value, dict) or "ja" not in value or not set(value) <= set(LANGUAGES):
        raise ValueError
    return {language: _text(text) for language, text in value.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        raise ValueError
    return value.strip()


def _line_of_text(value: Any) -> str:
    text = _text(value)
    if len(text) > 120 or not text.isprintable():
        raise ValueError
    return text


def _version(value: Any) -> str:
    text = _line_of_text(value)
    if len(text) > 40:
        raise ValueError
    return text


def _phone(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}", value):
        raise ValueError
    return value


def read_origin(value: Any) -> str:
    """An origin as browsers write it: scheme, host, port only where it is not the usual one."""
    if not isinstance(value, str):
        raise TypeError
    parts = urlsplit(value)
    usual = {"http": 80, "https": 443}
    if parts.scheme not in usual or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
        raise ValueError
    if parts.username is not None or parts.port == usual[parts.scheme] or parts.netloc != parts.netloc.lower():
        raise ValueError
    return value


def _origins(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(read_origin(entry) for entry in value)


def _https(value: Any) -> str:
    text = _line_of_text(value)
    if urlsplit(text).scheme != "https" or not urlsplit(text).hostname:
        raise ValueError
    return text


def _languages(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not set(value) <= set(LANGUAGES) or len(set(value)) != len(value):
        raise ValueError
    return tuple(value)


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}:[0-9]{2}", value):
        raise ValueError
    return time.fromisoformat(value)


def _day(value: Any) -> date:
    if type(value) is not date:
        raise TypeError
    return value


def _days(value: Any) -> frozenset[date]:
    if not isinstance(value, list):
        raise TypeError
    return frozenset(_day(entry) for entry in value)


def _ranges(value: Any) -> tuple[IPNetwork, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(entry, str) for entry in value):
        raise ValueError
    return tuple(ip_network(entry) for entry in value)


def _between(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return value

    return read
