"""Does somebody call again about what was not over? A call within a week of the one before counts as repeated."""

from datetime import datetime, timedelta

REPEAT_WITHIN = timedelta(days=7)


def is_repeated(opened_at: datetime, *, before: datetime | None) -> bool:
    """`before`: when this caller's newest earlier ticket was opened; None: there is none."""
    return before is not None and timedelta() <= opened_at - before <= REPEAT_WITHIN
