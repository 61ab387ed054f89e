"""The subscriber's contracts in their own words: how each line stands, what is charged next and why, what was charged.

The same functions decide it that decide the month's run and the clerk's page.
"""

from dataclasses import dataclass
from datetime import date

from yorisoi_service.billing import queries as billing
from yorisoi_service.billing.errors import NoTariff
from yorisoi_service.billing.models import Entry
from yorisoi_service.billing.rules.course import horizon, stages
from yorisoi_service.billing.services.what_if import explain_line
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.letters.rules.welcome import Stage
from yorisoi_service.subscribers import queries as subscribers
from yorisoi_service.subscribers.models import Line, Subscriber

MOST_CHARGES = 24


@dataclass(frozen=True)
class LineTold:
    """One line. `standing`: active, ending (cancelled for a later day), coming, ended, none, gone.

    `stages` are the months from this one on with the same fee; `why` says why this month costs what it costs.
    """

    line: Line
    standing: str
    period: Period | None
    stages: tuple[Stage, ...] = ()
    amount: int = 0
    why: str = ""


@dataclass(frozen=True)
class ChargeTold:
    """One amount that was charged or given back, with its sentence."""

    entry: Entry
    why: str


def lines_told(subscriber: Subscriber, *, on: date) -> list[LineTold]:
    """Every line of theirs, those in use first."""
    told = [_told(line, on) for line in subscribers.lines_of(subscriber)]
    return sorted(told, key=lambda each: each.standing in ("gone", "none", "ended"))


def charges_told(subscriber: Subscriber) -> list[ChargeTold]:
    """The newest amounts booked for them, the newest first."""
    entries = Entry.objects.filter(subscriber=subscriber, line__in=_lines(subscriber)).select_related("close", "line")
    newest = entries.order_by("-close__month", "-month", "line_id", "-pk")[:MOST_CHARGES]
    return [ChargeTold(entry, billing.words(entry)) for entry in newest]


def _lines(subscriber: Subscriber) -> list[int]:
    """Entries are found by line; a line that was handed over may hold some of theirs."""
    held = {line.pk for line in subscribers.lines_of(subscriber)}
    return sorted({one for pk in held for one in contracts.followed(pk)} | set(first_held(subscriber)))


def first_held(subscriber: Subscriber) -> list[int]:
    """The lines they held first, whoever holds them now."""
    return list(Line.objects.filter(first_holder=subscriber).values_list("pk", flat=True))


def _told(line: Line, on: date) -> LineTold:
    period = contracts.counting(line.pk).last()
    if period is None:
        is_gone = line.closed_on is not None and line.closed_on <= on
        return LineTold(line, "gone" if is_gone else "none", None)
    standing = _standing(period, on)
    if standing == "ended":
        return LineTold(line, standing, period)
    first = Month.of(max(on, period.start_on))
    plan = billing.plan()
    try:
        policy = plan.policy_at(first)
        code = None if period.campaign is None else period.campaign.code
        last = horizon(Month.of(period.start_on), free_months=policy.free_months, campaign=code, tariff=plan.tariff)
        rows = explain_line(line.pk, first, max(last, first.plus(1)))
    except (NoTariff, LookupError):
        return LineTold(line, standing, period)
    _month, charge, why = rows[0]
    found = stages([(month, charged) for month, charged, _why in rows])
    return LineTold(line, standing, period, found, charge.amount, billing.said(why))


def _standing(period: Period, on: date) -> str:
    if on < period.start_on:
        return "coming"
    if period.end_on is None:
        return "active"
    return "ending" if on <= period.end_on else "ended"
