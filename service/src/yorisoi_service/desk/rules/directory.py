"""When a place of the directory has to be checked again (R12)."""

from datetime import date


def is_old(checked_on: date | None, *, today: date, months: int) -> bool:
    """Was it never checked, or last checked more than so many months ago?

    Six months after 31 August is the last day of February: up to and including it the check still counts.
    """
    return checked_on is None or _later(checked_on, months) < today


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
