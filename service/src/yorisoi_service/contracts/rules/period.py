"""A contract period as values: days in Japan, both ends inclusive (R01, R07, R08, T5, T12)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Days:
    """From the start day to the last day; None: no end named."""

    start_on: date
    end_on: date | None = None

    def holds(self, day: date) -> bool:
        """Is the contract active on this day?"""
        return self.start_on <= day and (self.end_on is None or day <= self.end_on)


def start_of(form_on: date, line_opened_on: date) -> date:
    """Service begins with the day of the form, but not before the line is open (R01, T12)."""
    return max(form_on, line_opened_on)


def may_follow(previous: Days, start_on: date) -> bool:
    """A new period may begin on the day the old one ends, or later (R08)."""
    return previous.end_on is not None and start_on >= previous.end_on
