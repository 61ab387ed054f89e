"""Debit days fall where banks settle; every example was looked up in a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.rules import calendar

CLOSED = [
    date(2026, 12, 27),  # a Sunday
    date(2026, 12, 31),  # a Thursday on which banks are closed
    date(2027, 1, 1),
    date(2027, 1, 2),
    date(2029, 1, 3),  # a Wednesday
    date(2026, 9, 22),  # between two holidays
    date(2026, 5, 6),  # instead of a holiday on a Sunday
    date(2026, 11, 23),
]
OPEN = [date(2026, 12, 28), date(2026, 12, 30), date(2027, 1, 4), date(2026, 7, 27), date(2026, 11, 24)]


@pytest.mark.parametrize("day", CLOSED)
def test_banks_are_closed(day: date) -> None:
    assert not calendar.is_bank_day(day)


@pytest.mark.parametrize("day", OPEN)
def test_banks_are_open(day: date) -> None:
    assert calendar.is_bank_day(day)


@pytest.mark.parametrize(
    ("month", "day", "debited_on"),
    [
        ("2026-06", 27, date(2026, 7, 27)),
        ("2026-11", 27, date(2026, 12, 28)),  # the 27th is a Sunday
        ("2026-11", 31, date(2027, 1, 4)),  # the last of December, then the new year's days, then a weekend
        ("2026-12", 4, date(2027, 1, 4)),
        ("2027-01", 28, date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        ("2027-01", 31, date(2027, 3, 1)),  # February has no 31st
        ("2026-08", 21, date(2026, 9, 24)),  # three days off in a row
        ("2026-04", 3, date(2026, 5, 7)),  # the golden week
    ],
)
def test_the_debit_date_is_the_day_or_the_next_bank_day(month: str, day: int, debited_on: date) -> None:
    assert calendar.debit_date(Month.parse(month), day) == debited_on


def test_lead_times_count_bank_days_only() -> None:
    debited_on = date(2027, 1, 4)
    assert calendar.cut_off(debited_on, 1) == date(2026, 12, 30)
    assert calendar.cut_off(debited_on, 7) == date(2026, 12, 22)
    assert calendar.result_on(date(2026, 12, 28), 4) == date(2027, 1, 5)
    assert calendar.usable_from(date(2026, 4, 28), 3) == date(2026, 5, 7)
    assert calendar.usable_from(date(2026, 4, 28), 0) == date(2026, 4, 28)


@given(day=st.dates(date(2020, 1, 1), date(2035, 12, 31)), days=st.integers(0, 60))
def test_counting_there_and_back_ends_at_home(day: date, days: int) -> None:
    start = calendar.bank_day_from(day)
    assert start >= day
    assert all(not calendar.is_bank_day(day + timedelta(n)) for n in range((start - day).days))
    there = calendar.bank_days_after(start, days)
    assert calendar.bank_days_after(there, -days) == start
    assert sum(calendar.is_bank_day(start + timedelta(n + 1)) for n in range((there - start).days)) == days
