"""Figures of the desk: counts in, shares and means out. Each formula stands here once; docs/operate/statistics.md lists them.

A share of nothing is no figure (None), never zero: a day without calls has no answer rate.
"""

from dataclasses import dataclass
from enum import StrEnum

REPEAT_DAYS = 7
LONG_WAIT_S = 60
WELL = 4  # of 5: an answer that counts as satisfied


@dataclass(frozen=True)
class Targets:
    """What the provider wants to reach, in per cent, and three limits that belong to the formulas.

    `long_wait_percent` is a ceiling, the others are floors. `service_s`: a call answered within so many seconds was
    answered in time. `longest_after_call_min`: a ticket finished later than that after the call tells nothing about
    handling; it waited for something.
    """

    answer_percent: int = 90
    service_percent: int = 80
    service_s: int = 20
    long_wait_percent: int = 10
    first_contact_percent: int = 70
    removal_percent: int = 100
    satisfaction_percent: int = 80
    longest_after_call_min: int = 120


@dataclass(frozen=True)
class Totals:
    """What was counted in one span of time. Calls by when they rang, tickets by when they were opened, sessions by when
    their pass was offered."""

    offered: int = 0
    answered: int = 0
    in_time: int = 0
    long_waits: int = 0
    tickets: int = 0
    finished: int = 0
    referred: int = 0
    known: int = 0  # tickets whose caller was found
    repeated: int = 0  # of them, followed by another one of the same subscriber within seven days
    first_contacts: int = 0  # finished tickets whose caller was found and had opened none in the seven days before
    solved_at_once: int = 0  # of them, resolved and not repeated
    handled: int = 0
    handled_s: int = 0
    claimed: int = 0
    wrong_passes: int = 0
    granted: int = 0
    denied: int = 0
    ended: int = 0
    removed: int = 0
    left_to_system: int = 0
    not_removed: int = 0
    surveys: int = 0
    satisfied: int = 0
    marks: int = 0  # the sum of all marks
    solved: int = 0
    solved_partly: int = 0


class Figure(StrEnum):
    """Every figure of the page, in its order."""

    ANSWER_RATE = "answer_rate"
    ABANDON_RATE = "abandon_rate"
    SERVICE_LEVEL = "service_level"
    LONG_WAITS = "long_waits"
    HANDLING = "handling"
    FIRST_CONTACT = "first_contact"
    REPEATS = "repeats"
    REFERRALS = "referrals"
    WRONG_PASSES = "wrong_passes"
    REFUSALS = "refusals"
    REMOVALS = "removals"
    SATISFACTION = "satisfaction"
    MARK = "mark"
    SOLVED = "solved"


class Unit(StrEnum):
    PERCENT = "percent"
    SECONDS = "seconds"
    MARK = "mark"


@dataclass(frozen=True)
class Kpi:
    """One figure: `part` of `whole`, in its unit, and its target. `is_ceiling`: to stay at or below is to reach it."""

    figure: Figure
    unit: Unit
    part: int
    whole: int
    target: int | None = None
    is_ceiling: bool = False

    @property
    def value(self) -> float | None:
        """Per cent, seconds or a mark, to one decimal place; None: there was nothing to count."""
        if self.whole == 0:
            return None
        return round(self.part / self.whole * (100 if self.unit is Unit.PERCENT else 1), 1)

    @property
    def is_reached(self) -> bool | None:
        """None: no target, or nothing to count. Decided by whole numbers, not by what rounding shows."""
        if self.target is None or self.whole == 0:
            return None
        reached, wanted = self.part * 100, self.target * self.whole
        return reached <= wanted if self.is_ceiling else reached >= wanted


def kpis(totals: Totals, targets: Targets) -> tuple[Kpi, ...]:
    """Every figure, in the order of the page."""
    t, percent = totals, Unit.PERCENT
    return (
        Kpi(Figure.ANSWER_RATE, percent, t.answered, t.offered, targets.answer_percent),
        Kpi(Figure.ABANDON_RATE, percent, t.offered - t.answered, t.offered, 100 - targets.answer_percent, True),
        Kpi(Figure.SERVICE_LEVEL, percent, t.in_time, t.offered, targets.service_percent),
        Kpi(Figure.LONG_WAITS, percent, t.long_waits, t.offered, targets.long_wait_percent, True),
        Kpi(Figure.HANDLING, Unit.SECONDS, t.handled_s, t.handled),
        Kpi(Figure.FIRST_CONTACT, percent, t.solved_at_once, t.first_contacts, targets.first_contact_percent),
        Kpi(Figure.REPEATS, percent, t.repeated, t.known),
        Kpi(Figure.REFERRALS, percent, t.referred, t.finished),
        Kpi(Figure.WRONG_PASSES, percent, t.wrong_passes, t.claimed),
        Kpi(Figure.REFUSALS, percent, t.denied, t.granted + t.denied),
        Kpi(Figure.REMOVALS, percent, t.removed, t.ended, targets.removal_percent),
        Kpi(Figure.SATISFACTION, percent, t.satisfied, t.surveys, targets.satisfaction_percent),
        Kpi(Figure.MARK, Unit.MARK, t.marks, t.surveys),
        Kpi(Figure.SOLVED, percent, t.solved, t.surveys),
    )
