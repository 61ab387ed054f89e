"""The state of a line's contract in one word and a day: what a communicator may know of it. Nothing here is about money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yorisoi_service.contracts.rules.period import Days


class Standing(StrEnum):
    NONE = "none"
    APPLIED = "applied"  # the form has not come yet
    COMING = "coming"  # begins on a later day
    ACTIVE = "active"
    ENDING = "ending"  # active, with its last day named
    ENDED = "ended"


@dataclass(frozen=True)
class Contract:
    """`on` is the day it began, begins, ends or ended; None where no day belongs to it. `since` the first day of an active one."""

    standing: Standing
    on: date | None = None
    since: date | None = None


def standing_of(periods: Sequence[Days], *, applied: bool, today: date) -> Contract:
    """From the periods that count, in order."""
    active = next((days for days in reversed(periods) if days.holds(today)), None)
    if active is not None and active.end_on is not None:
        return Contract(Standing.ENDING, active.end_on, active.start_on)
    if active is not None:
        return Contract(Standing.ACTIVE, active.start_on, active.start_on)
    coming = next((days for days in periods if days.start_on > today), None)
    if coming is not None:
        return Contract(Standing.COMING, coming.start_on)
    if applied:
        return Contract(Standing.APPLIED)
    if periods:
        return Contract(Standing.ENDED, periods[-1].end_on)
    return Contract(Standing.NONE)
