"""Who pays a month of a line that changed hands: whoever held it on the month's last day (T16).

A succession entered late moves no bill that was sent: what a closed month was booked on stays there, and so does what is
corrected about it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yorisoi_service.contracts.rules.month import Month


@dataclass(frozen=True)
class Succession:
    """The line was `before`'s until the day before `on`. Subscribers are named by their keys."""

    on: date
    before: int


def payer(month: Month, successions: Iterable[Succession], now: int) -> int:
    """The holder of the month's last day; `successions` in their order, `now` is who holds the line today."""
    return next((each.before for each in successions if each.on > month.last_day), now)
