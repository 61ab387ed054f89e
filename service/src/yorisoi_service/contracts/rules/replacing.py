"""When one line may have taken the place of another, and from which month on that changes what is charged."""

from datetime import date

from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.period import Days


def may_replace(*, opened_on: date, closed_on: date | None, new_opened_on: date) -> bool:
    """A line that opened later, while the old one was open or in the month after it closed at the latest: a household
    without internet for a whole month has not moved but come back."""
    if new_opened_on <= opened_on:
        return False
    return closed_on is None or Month.of(new_opened_on) <= Month.of(closed_on).plus(1)


def first_changed(
    *, old: Days | None, goes_on: bool, opened_on: date, own_start: date | None, cut_on: date | None = None
) -> Month | None:
    """The first month that may cost something else once the lines count as one, None where no month does.

    `old` is the newest contract of the old line, `goes_on`: it continues on the line that opened on `opened_on`;
    `own_start` is when the new line's own first contract began; `cut_on`: the old line's end had cut the contract off on
    this day, which ends with `old` again. The month of the move stands under the old number.
    """
    months = [] if own_start is None else [Month.of(own_start)]
    if old is not None:
        if goes_on and old.end_on is not None:
            months.append(Month.of(old.end_on).plus(1))
        if old.end_on is None or Month.of(old.end_on) > Month.of(opened_on):
            months.append(Month.of(opened_on).plus(1))
        if cut_on is not None and old.end_on is not None and Month.of(cut_on) != Month.of(old.end_on):
            months.append(Month.of(min(cut_on, old.end_on)).plus(1))
    return min(months, default=None)
