"""What a line costs, month by month, in the page's language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from yorisoi_service.billing import queries as billing
from yorisoi_service.billing.errors import NoTariff
from yorisoi_service.billing.models import Entry
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.billing.services import what_if
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month

SHORTEST_OUTLOOK, LONGEST_OUTLOOK = 4, 25  # months
AHEAD = 3  # months


@dataclass(frozen=True)
class Booked:
    """One later entry of the ledger on a month: how much, and why."""

    amount: int
    words: str


@dataclass(frozen=True)
class MonthShown:
    """One month of a line. `before` is what it would have cost without the step that is being confirmed."""

    month: Month
    amount: int
    why: str
    before: int | None = None
    is_closed: bool = False
    adjustments: tuple[Booked, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.amount


def cost(line: int, first: Month, last: Month) -> list[MonthShown]:
    """Every month from the first to the last, computed from the contracts as they stand, moves of the line included,
    but for months before the first one closed here: those are never charged. Empty while no price is entered, which keeps
    nobody from cancelling."""
    ours = billing.first_closed()
    if ours is not None and last < ours:
        return []
    first = first if ours is None else max(first, ours)
    try:
        found = what_if.explain_line(line, first, last, over_moves=True)
    except NoTariff:
        return []
    return [MonthShown(month, charge.amount, billing.said(explanation)) for month, charge, explanation in found]


def charged_since(periods: Sequence[Period]) -> Month | None:
    """The first month charged here, where one of these contracts is older; None where there is nothing to say."""
    ours = billing.first_closed()
    is_older = ours is not None and any(Month.of(period.start_on) < ours for period in periods)
    return ours if is_older else None


def settings_of(day: date) -> Policy | None:
    """The settings that hold for the service month of this day; None while none are entered."""
    try:
        return billing.policy_at(Month.of(day))
    except LookupError:
        return None


@dataclass(frozen=True)
class Outlook:
    """The first months of a contract, up to the month from which nothing changes any more."""

    months: list[MonthShown]

    @property
    def first_paid(self) -> MonthShown | None:
        """The first month that costs anything (R02)."""
        return next((shown for shown in self.months if shown.amount), None)


def outlook(line: int, first: Month) -> Outlook:
    """What a contract costs from its first month on: at least four months, and past every step of a campaign."""
    first = max(first, billing.first_closed() or first)  # a contract entered late is charged from there on
    months = cost(line, first, first.plus(LONGEST_OUTLOOK - 1))
    steps = [n for n, (one, after) in enumerate(pairwise(months)) if one.amount != after.amount]
    return Outlook(months[: max(SHORTEST_OUTLOOK, steps[-1] + 3 if steps else 0)])


def compared(before: Sequence[MonthShown], after: Sequence[MonthShown]) -> list[MonthShown]:
    """The months after a step, each with what it cost before."""
    known = {shown.month: shown.amount for shown in before}
    return [replace(shown, before=known.get(shown.month)) for shown in after]


def months_of(line: int, periods: Sequence[Period], entries: Sequence[Entry], *, today: date) -> list[MonthShown]:
    """Every month of a line, the newest first: as booked where its run has ended, else as it will be, up to three months
    ahead. `entries` are those of the line and of the lines it replaced."""
    booked: dict[Month, list[Entry]] = {}
    for entry in entries:
        booked.setdefault(Month.of(entry.month), []).append(entry)
    known = [Month.of(period.start_on) for period in periods] + list(booked)
    if not known:
        return []
    last = Month.of(today).plus(AHEAD)
    shown = {each.month: each for each in cost(line, min(known), max(last, *known))}
    return [_booked(shown[month], booked.get(month, [])) for month in sorted(shown, reverse=True)]


def _booked(shown: MonthShown, entries: Sequence[Entry]) -> MonthShown:
    if not entries:
        return shown
    first, *later = entries
    adjustments = tuple(Booked(each.amount, billing.words(each)) for each in later)
    return MonthShown(shown.month, first.amount, billing.words(first), is_closed=True, adjustments=adjustments)
