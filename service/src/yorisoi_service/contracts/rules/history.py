"""The contract history of lines as values: what the charge is decided from, whoever asks and whenever.

A move gives a line a new number but no new contract (R10): lines that follow one another form one chain, and a period
that is open when the older line closes goes on along the chain.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.period import start_of


@dataclass(frozen=True)
class Suspension:
    """The line rests from the first to the last day, both included (T15)."""

    first: date
    last: date


@dataclass(frozen=True)
class LineFacts:
    """One line. `closed` is its last day; `moved_from` the line it replaces; `free_window_used`: joined before our records."""

    id: str
    customer: str
    opened: date
    closed: date | None = None
    moved_from: str | None = None
    suspensions: tuple[Suspension, ...] = ()
    free_window_used: bool = False
    household: str | None = None  # None: the customer lives alone


@dataclass(frozen=True)
class PeriodFacts:
    """One contract period: `start` is the form's day (R01), `end` the last day, None while it runs."""

    line: str
    start: date
    end: date | None = None
    campaign: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class Span:
    """A period as it really ran, on the days that count; `nth` is 1 for the first of its chain."""

    start: date
    end: date | None
    campaign: str | None
    nth: int

    def touches(self, month: Month) -> bool:
        """A single day in the month is enough."""
        return self.start <= month.last_day and (self.end is None or month.first_day <= self.end)


@dataclass(frozen=True)
class Chain:
    """One contract line through all its moves, oldest line first."""

    lines: tuple[LineFacts, ...]
    spans: tuple[Span, ...]

    @property
    def customer(self) -> str:
        return self.lines[0].customer

    @property
    def household(self) -> str:
        return self.lines[0].household or self.customer

    def line_in(self, month: Month) -> LineFacts:
        """The line under whose number this month stands; the month of a move still stands under the older one."""
        return [self.lines[0], *(line for line in self.lines[1:] if Month.of(line.opened) < month)][-1]

    def is_suspended(self, month: Month) -> bool:
        """Every day of the month is covered by suspensions (T15: part of a month counts as none)."""
        day = month.first_day
        for rest in sorted((rest for line in self.lines for rest in line.suspensions), key=lambda rest: rest.first):
            if rest.first <= day <= rest.last:
                if rest.last >= month.last_day:
                    return True
                day = date.fromordinal(rest.last.toordinal() + 1)
        return False

    def first_month(self) -> Month | None:
        """The month in which the first period began."""
        return Month.of(self.spans[0].start) if self.spans else None


def chains(
    lines: Sequence[LineFacts], periods: Iterable[PeriodFacts], *, not_before_opening: bool = True
) -> list[Chain]:
    """The lines in order, those that follow one another joined, with the periods as they ran.

    A withdrawn period never was, nor one that ended before its line opened. `moved_from` must name lines that exist,
    without branches or circles (`billing.rules.history_file` refuses such files).
    """
    successor = {line.moved_from: line for line in lines if line.moved_from is not None}
    on_line: dict[str, list[PeriodFacts]] = {}
    for period in periods:
        on_line.setdefault(period.line, []).append(period)
    found = []
    for line in lines:
        if line.moved_from is not None:
            continue
        members = [line]
        while members[-1].id in successor:
            members.append(successor[members[-1].id])
        given = [period for member in members for period in on_line.get(member.id, ())]
        found.append(Chain(tuple(members), _spans(members, given, not_before_opening)))
    return found


def _spans(members: list[LineFacts], periods: list[PeriodFacts], not_before_opening: bool) -> tuple[Span, ...]:
    closed = members[-1].closed
    ran = []
    for period in periods:
        if period.withdrawn:
            continue
        start = start_of(period.start, _opening(members, period)) if not_before_opening else period.start
        end = min((day for day in (period.end, closed) if day is not None), default=None)
        if end is None or start <= end:
            ran.append((start, end, period.campaign))
    ran.sort(key=lambda each: (each[0], each[1] or date.max))
    return tuple(Span(start, end, campaign, nth) for nth, (start, end, campaign) in enumerate(ran, 1))


def _opening(members: list[LineFacts], period: PeriodFacts) -> date:
    """The day that the line opened which was in service on the form's day: the period's own, or one it replaced."""
    named = next(nth for nth, line in enumerate(members) if line.id == period.line)
    in_service = (line.opened for line in members[named::-1] if line.opened <= period.start)
    return next(in_service, members[0].opened)


@dataclass(frozen=True)
class Histories:
    """Lines and periods that belong together, ready for `chains`. Ids are the rows' keys as text."""

    lines: tuple[LineFacts, ...]
    periods: tuple[PeriodFacts, ...]
