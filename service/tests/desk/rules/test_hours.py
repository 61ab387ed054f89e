from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from yorisoi_service.desk.rules.hours import Hours

TOKYO = ZoneInfo("Asia/Tokyo")
HOURS = Hours(time(9), time(21), frozenset({date(2026, 12, 31)}))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-20T08:59:59.999999", False),
        ("2026-11-20T09:00:00", True),
        ("2026-11-20T20:59:59", True),
        ("2026-11-20T20:59:59.999999", True),
        ("2026-11-20T21:00:00", False),
        ("2026-11-21T12:00:00", True),  # Saturday
        ("2026-11-23T12:00:00", True),  # Monday, a holiday
        ("2027-01-01T10:00:00", True),
        ("2026-12-31T10:00:00", False),  # a closure
    ],
)
def test_open_every_day_from_nine_to_the_last_second_before_nine(moment: str, is_open: bool) -> None:
    assert HOURS.is_open(datetime.fromisoformat(moment).replace(tzinfo=TOKYO)) is is_open


def test_a_session_may_take_its_minutes_past_closing_time() -> None:
    assert HOURS.left_s(datetime(2026, 11, 20, 20, 59, tzinfo=TOKYO)) == 31 * 60
    assert HOURS.left_s(datetime(2026, 11, 20, 23, 0, tzinfo=TOKYO)) == 0


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-20T03:00:00", "2026-11-20T09:00:00"),
        ("2026-11-20T09:00:00", "2026-11-20T09:00:00"),
        ("2026-11-20T20:59:59", "2026-11-20T20:59:59"),
        ("2026-11-20T21:00:00", "2026-11-21T09:00:00"),
        ("2026-12-30T21:00:00", "2027-01-01T09:00:00"),  # a closed day lies between
        ("2026-12-31T12:00:00", "2027-01-01T09:00:00"),
    ],
)
def test_the_next_open_moment_is_this_one_or_the_next_morning(moment: str, opens: str) -> None:
    found = HOURS.next_open(datetime.fromisoformat(moment).replace(tzinfo=TOKYO))
    assert found == datetime.fromisoformat(opens).replace(tzinfo=TOKYO)


def test_a_desk_that_stays_closed_has_no_next_open_moment() -> None:
    closed = Hours(time(9), time(21), frozenset({date(2026, 11, 20), date(2026, 11, 21)}))
    assert closed.next_open(datetime(2026, 11, 20, 12, tzinfo=TOKYO), days=1) is None
