"""From what is owed and what is booked to the entries of a run. Values only; the shell reads and writes the rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from yorisoi_service.billing.rules.charge import Charge, Reason
from yorisoi_service.billing.rules.table import Row
from yorisoi_service.contracts.rules.month import Month


class State(StrEnum):
    """Of a month's run."""

    RUNNING = "running"
    CLOSED = "closed"


class Kind(StrEnum):
    """Of an entry."""

    CHARGE = "charge"
    ADJUSTMENT = "adjustment"


# Reasons for which no fee stands under this line: such a line-month needs no row of its own.
NOTHING_HERE = frozenset({Reason.NOT_SUBSCRIBED, Reason.MOVED})


@dataclass(frozen=True)
class Booking:
    """An entry to be written. `was` is what stood in the ledger for the line-month before (adjustments only)."""

    line: str
    month: Month
    run: Month
    kind: Kind
    amount: int
    charge: Charge
    instead: str = ""
    was: int = 0

    @property
    def charge_id(self) -> str:
        """The same for the same entry, whenever and wherever it is written."""
        if self.kind is Kind.CHARGE:
            return f"C{self.line}-{_digits(self.month)}"
        return f"A{self.line}-{_digits(self.month)}-{_digits(self.run)}"


def charges(rows: Iterable[Row], run: Month) -> Iterator[Booking]:
    """The run's own month: one booking for each line with a contract in it, free months and rests included."""
    for row in rows:
        if row.charge.reason not in NOTHING_HERE:
            yield Booking(row.line, row.month, run, Kind.CHARGE, row.charge.amount, row.charge)


def adjustments(rows: Iterable[Row], booked: Mapping[tuple[str, Month], int], run: Month) -> Iterator[Booking]:
    """Closed months that came out differently: what is owed now, less what is booked. `booked` holds the sum of a
    line-month's entries of earlier runs, and no key where there is none; a free month that was entered late gets its
    row too."""
    for row in rows:
        was = booked.get((row.line, row.month))
        missing = was is None and row.charge.reason not in NOTHING_HERE
        if missing or row.charge.amount != (was or 0):
            amount = row.charge.amount - (was or 0)
            yield Booking(row.line, row.month, run, Kind.ADJUSTMENT, amount, row.charge, row.instead, was or 0)


@dataclass
class Sums:
    """Rows and yen by kind and reason."""

    by: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def add(self, bookings: Sequence[Booking]) -> None:
        for each in bookings:
            cell = self.by.setdefault(str(each.kind), {}).setdefault(str(each.charge.reason), [0, 0])
            cell[0] += 1
            cell[1] += each.amount

    def rows(self, kind: Kind | None = None) -> int:
        return sum(cell[0] for cell in self._cells(kind))

    def yen(self, kind: Kind | None = None) -> int:
        return sum(cell[1] for cell in self._cells(kind))

    def _cells(self, kind: Kind | None) -> Iterator[list[int]]:
        for name, reasons in self.by.items():
            if kind is None or name == kind:
                yield from reasons.values()


def kept(charged: Charge) -> dict[str, Any]:
    """What the explanation of a charge needs besides its amount and reason, as JSON; usual values are left out."""
    facts: dict[str, Any] = {"nth": charged.nth_month} if charged.nth_month else {}
    if charged.is_again:
        facts["again"] = True
    if charged.is_final:
        facts["final"] = True
    if charged.paid_from is not None:
        facts["paid_from"] = str(charged.paid_from)
    return facts


def recalled(amount: int, reason: str, facts: Mapping[str, Any], campaign: str | None) -> Charge:
    """The charge that `kept` its facts; `campaign` as it shall be named."""
    paid_from = facts.get("paid_from")
    return Charge(
        amount=amount,
        reason=Reason(reason),
        nth_month=facts.get("nth", 0),
        is_again=facts.get("again", False),
        is_final=facts.get("final", False),
        campaign=campaign,
        paid_from=None if paid_from is None else Month.parse(paid_from),
    )


def _digits(month: Month) -> str:
    return f"{month.year:04d}{month.number:02d}"
