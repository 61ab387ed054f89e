"""The sections of the provider file about people, hours, networks, prices and the desk; those about money stand in money.py."""

from dataclasses import dataclass
from datetime import date, time

from yorisoi_service.config import values
from yorisoi_service.config.reading import Fault, Table
from yorisoi_service.config.values import Texts
from yorisoi_service.contracts.rules.liability import Fault as LiabilityFault
from yorisoi_service.contracts.rules.liability import fault_of
from yorisoi_service.desk.rules.hours import Hours
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.networks import IPNetwork, Network, Networks, Policy

VALID_IN_A_CONSUMER_CONTRACT = {
    LiabilityFault.TOTAL_EXCLUSION: "an exception for intent and gross negligence; excluding everything is void",
    LiabilityFault.LIMIT_WITHOUT_SLIGHT_NEGLIGENCE: "a limit that says it holds for slight negligence only",
}


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
    tax_percent: int


@dataclass(frozen=True)
class Terms:
    """The terms in force: their version, since when, and the sentence on liability (R11)."""

    version: str
    in_force_since: date
    liability: Texts


def phones(table: Table) -> Phones:
    """The public number and the desk's two."""
    found = Phones(
        office=table.get("office", values.PHONE, values.phone, otherwise=""),
        desk_landline=table.get("desk_landline", values.PHONE, values.phone, otherwise=""),
        desk_mobile=table.get("desk_mobile", values.PHONE, values.phone, otherwise=""),
    )
    if found.office and found.office in (found.desk_landline, found.desk_mobile):
        table.faults.append(
            Fault("phones.office", "another number than the desk's, which only members know", found.office)
        )
    table.finish()
    return found


def hours(table: Table) -> Hours:
    """When the desk is open."""
    found = Hours(
        opens=table.get("opens", 'a time like "09:00"', values.clock_time, otherwise=time(9)),
        closes=table.get("closes", 'a time like "21:00"', values.clock_time, otherwise=time(21)),
        closures=table.get(
            "closures", "an array of days like 2027-01-01", values.days, otherwise=frozenset(), optional=True
        ),
        may_finish_min=table.get(
            "may_finish_min", "0 to 120 minutes", values.between(0, 120), otherwise=30, optional=True
        ),
    )
    if found.opens >= found.closes:
        table.faults.append(Fault("hours.closes", "a time after hours.opens", str(found.closes)))
    table.finish()
    return found


def networks(table: Table) -> Networks:
    """Whose addresses the provider's are."""
    policies = "one of " + ", ".join(f'"{policy}"' for policy in Policy)
    found = Networks(
        default=table.get("default", policies, Policy, otherwise=Policy.REFUSE),
        ranges=tuple(network for entry in table.tables("range") for network in _named_range(entry, policies)),
    )
    table.finish()
    return found


def _named_range(entry: Table, policies: str) -> list[Network]:
    name = entry.get("name", "a name", values.line_of_text, otherwise="")
    policy = entry.get("policy", policies, Policy, otherwise=Policy.REFUSE)
    none: tuple[IPNetwork, ...] = ()
    ranges = entry.get("ranges", 'an array of ranges like "192.0.2.0/24"', values.ranges, otherwise=none)
    entry.finish()
    return [Network(name, each, policy) for each in ranges]


def price(table: Table) -> Price:
    """What the price table begins with."""
    found = Price(
        monthly_yen=table.get(
            "monthly_yen", "a whole number of yen, tax included", values.between(0, 100_000), otherwise=0
        ),
        free_months=table.get("free_months", "0 to 24 months", values.between(0, 24), otherwise=0),
        tax_percent=table.get("tax_percent", "0 to 100 per cent", values.between(0, 100), otherwise=10, optional=True),
    )
    table.finish()
    return found


def terms(table: Table) -> Terms:
    """The terms in force."""
    found = Terms(
        version=table.get("version", "a short name, at most 40 characters", values.version, otherwise=""),
        in_force_since=table.get("in_force_since", "a day like 2026-04-01", values.day, otherwise=date.min),
        liability=texts(table, "liability"),
    )
    for language, sentence in found.liability.items():
        wrong = fault_of(sentence)
        if wrong is not None:
            table.faults.append(
                Fault(f"terms.liability.{language}", VALID_IN_A_CONSUMER_CONTRACT[wrong], sentence[:40])
            )
    table.finish()
    return found


def desk(table: Table, hours: Hours, terms: Terms) -> DeskPolicy:
    """How the desk works."""
    found = DeskPolicy(
        hours=hours,
        terms_version=terms.version,
        time_box_s=60
        * table.get("time_box_min", "5 to 120 minutes", values.between(5, 120), otherwise=30, optional=True),
        second_factor_age_s=60
        * table.get("second_factor_age_min", "5 to 480 minutes", values.between(5, 480), otherwise=240, optional=True),
        talk_box_s=60
        * table.get("talk_box_min", "5 to 60 minutes", values.between(5, 60), otherwise=15, optional=True),
        household_support=table.get(
            "household_support", "true or false", values.yes_or_no, otherwise=True, optional=True
        ),
        referral_months=table.get(
            "referral_check_months", "1 to 36 months", values.between(1, 36), otherwise=6, optional=True
        ),
        recording_notice=table.get(
            "recording_notice", "true or false", values.yes_or_no, otherwise=False, optional=True
        ),
        phone_guidance_when_offline=table.get(
            "phone_guidance_when_offline", "true or false", values.yes_or_no, otherwise=True, optional=True
        ),
    )
    table.finish()
    return found


def limits(table: Table) -> Limits:
    """How much one home may try."""
    usual = Limits()
    found = Limits(
        wrong_claims=table.get(
            "wrong_claims", "1 to 20", values.between(1, 20), otherwise=usual.wrong_claims, optional=True
        ),
        opens_per_home=table.get(
            "opens_per_home", "1 to 1000", values.between(1, 1000), otherwise=usual.opens_per_home, optional=True
        ),
        offers_per_home=table.get(
            "offers_per_home", "1 to 1000", values.between(1, 1000), otherwise=usual.offers_per_home, optional=True
        ),
        running_per_line=table.get(
            "running_per_line", "1 to 20", values.between(1, 20), otherwise=usual.running_per_line, optional=True
        ),
    )
    table.finish()
    return found


def texts(table: Table, key: str) -> Texts:
    """One text for each language."""
    return table.get(key, 'a table of languages like { ja = "...", en = "..." } with "ja"', values.texts, otherwise={})
