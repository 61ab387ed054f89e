"""A call within a week of the one before counts as repeated."""

from datetime import UTC, datetime, timedelta

import pytest
from yorisoi_service.desk.rules.repeated import is_repeated

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(), True),
        (timedelta(days=7), True),
        (timedelta(days=7, seconds=1), False),
        (timedelta(seconds=-1), False),
    ],
)
def test_a_week_to_the_second(ago: timedelta, expected: bool) -> None:
    assert is_repeated(NOW, before=NOW - ago) is expected


def test_the_first_call_ever_repeats_nothing() -> None:
    assert not is_repeated(NOW, before=None)
