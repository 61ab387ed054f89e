"""How long what is kept: the periods of the provider's file, and the words in which each app declares its tables.

Every table of the service is declared once, in its app's `rules/kept.py`, as values: what stands in it of a person,
what for, and what happens to it when. The data map, the privacy notice and the tests are made from them.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class Periods:
    """How long what is kept (section [retention] of the provider file). The name's end says the unit.

    `nightly`: the time of day, in Japan, at which a running service deletes by itself; None: never.
    """

    contract_years: int = 10  # contract, ledger, letters and debits, after the contract's end
    consent_years: int = 5  # what was consented to, after the contract's end
    ticket_months: int = 24  # requests and what was said on them, after they were finished
    call_months: int = 6  # the number a call came from
    session_log_months: int = 6  # technical data of a session
    address_days: int = 30  # the address a session came from
    look_years: int = 3  # who looked at whose record
    customer_months: int = 12  # customers without a line of whom nothing else is kept
    key_days: int = 30  # keys to the subscriber's own pages, after they expired
    nightly: time | None = None

    def cut(self, period: str, now: datetime) -> datetime:
        """What is from this moment or earlier is older than the period."""
        count, unit = int(getattr(self, period)), period.rpartition("_")[2]
        if unit == "days":
            return now - timedelta(days=count)
        return _months_before(now, count * (12 if unit == "years" else 1))

    def cut_day(self, period: str, today: date) -> date:
        """The same for days: this day or an earlier one is older than the period."""
        return self.cut(period, datetime(today.year, today.month, today.day)).date()  # noqa: DTZ001 - days only


PERIODS = tuple(field.name for field in fields(Periods) if field.name != "nightly")


def _months_before(moment: datetime, months: int) -> datetime:
    """The same day and time so many calendar months earlier; the month's last day where it has no such day."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


class Category(StrEnum):
    """What tables have in common in the eyes of the people they tell of."""

    CUSTOMER = "customer"  # who the customer is
    CONTRACT = "contract"
    MONEY = "money"  # what was charged and paid
    BANK = "bank"  # the account that is debited
    LETTERS = "letters"
    REQUESTS = "requests"  # what somebody asked the desk
    CALLS = "calls"
    SESSIONS = "sessions"  # technical data of remote sessions
    CONSENTS = "consents"  # what was allowed in a session, and the terms accepted
    LOOKS = "looks"  # who looked at a record
    KEYS = "keys"  # links and codes to the subscriber's own pages
    STAFF = "staff"  # people who work here
    NOBODY = "nobody"  # tells of no person


class Fate(StrEnum):
    """What happens to a row when its time is over."""

    DELETE = "delete"
    BLANK = "blank"  # the row stays, some fields are emptied
    KEEP = "keep"


@dataclass(frozen=True)
class Keep:
    """One thing that happens: `fate` when `period` (a name of Periods, or "" for none) has passed `since`.

    `fields` are those that are emptied; `unless` is what makes a row stay longer.
    """

    fate: Fate
    period: str = ""
    since: str = ""
    fields: tuple[str, ...] = ()
    unless: str = ""


@dataclass(frozen=True)
class Table:
    """One table: `model` as Django labels it, what it `holds` of a person, what for, what happens, and whose `rule` it is."""

    model: str
    category: Category
    holds: str
    purpose: str
    keeps: tuple[Keep, ...]
    rule: str


def nobody(model: str, purpose: str, holds: str = "nothing of a customer; who of the staff entered it") -> Table:
    """A table that tells of no customer and stays."""
    return Table(model, Category.NOBODY, holds, purpose, (Keep(Fate.KEEP),), "no personal data of customers")


APPI = "personal information act, article 22: no longer than needed"
BOOKS = "tax law: seven years; companies act, article 432: ten years"
CLAIMS = "civil code, article 166: claims lapse after five years"
LOGS = "guideline on personal data in telecommunications: about six months of connection logs"
SECURITY = "personal information act, article 23: who sees what must be known"


@dataclass(frozen=True)
class Gone:
    """What a purge did, or would do, to one table. `oldest` is the moment or day of the oldest row that stays and will
    go in its time; None when no such row is left."""

    table: str
    fate: Fate
    rows: int
    oldest: datetime | date | None = None


Counts = tuple[Gone, ...]


def facts(counts: Iterable[Gone]) -> dict[str, int]:
    """What the audit trail keeps of a purge: how many rows of which table, nothing else."""
    found: dict[str, int] = {}
    for each in counts:
        if each.rows:
            name = f"{each.table} {each.fate}"
            found[name] = found.get(name, 0) + each.rows
    return found
