from datetime import UTC, date, datetime

import pytest
from yorisoi_service import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 4, 30, 14, 59, 59, tzinfo=UTC), date(2026, 4, 30)),
        (datetime(2026, 4, 30, 15, 0, 0, tzinfo=UTC), date(2026, 5, 1)),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_business_day_is_japans_calendar_day(moment: datetime, day: date) -> None:
    assert clock.business_day(moment) == day


def test_the_end_of_a_day_is_its_last_moment_in_japan() -> None:
    for moment in (datetime(2026, 4, 29, 15, 0, tzinfo=UTC), datetime(2026, 4, 30, 14, 59, 59, tzinfo=UTC)):
        assert clock.end_of_day(moment) == datetime(2026, 4, 30, 14, 59, 59, 999_999, tzinfo=UTC)
        assert clock.business_day(clock.end_of_day(moment, days=30)) == date(2026, 5, 30)


def test_now_is_aware() -> None:
    assert clock.now().utcoffset() is not None


def test_draw_gives_as_many_bytes_as_asked_and_never_the_same() -> None:
    assert len(clock.draw(24)) == 24
    assert clock.draw(24) != clock.draw(24)
