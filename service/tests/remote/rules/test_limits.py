from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.remote.rules.limits import wait_s

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_four_tries_are_free_and_the_fifth_locks() -> None:
    four = [ago(s) for s in (1, 2, 3, 4)]
    assert wait_s(four, allowed=5, window_s=600, now=NOW) == 0
    assert wait_s([*four, ago(0)], allowed=5, window_s=600, now=NOW) == 596


def test_tries_older_than_the_window_do_not_count() -> None:
    assert wait_s([ago(600)] * 9, allowed=5, window_s=600, now=NOW) == 0
    assert wait_s([ago(599)] * 9, allowed=5, window_s=600, now=NOW) == 1


@given(st.lists(st.floats(0, 1_000), max_size=20))
def test_after_the_wait_one_more_is_allowed_and_never_before(ages: list[float]) -> None:
    moments = [ago(age) for age in ages]
    wait = wait_s(moments, allowed=5, window_s=600, now=NOW)
    assert wait_s(moments, allowed=5, window_s=600, now=NOW + timedelta(seconds=wait)) == 0
    if wait > 1:
        assert wait_s(moments, allowed=5, window_s=600, now=NOW + timedelta(seconds=wait - 1.1)) > 0
