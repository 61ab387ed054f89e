"""The program ends a session by itself, also when the service is away; it is told less at any time, and more only in time."""

from yorisoi_protocol.limits import MAX_TIME_BOX_S, TIME_SOON_S
from yorisoi_tool.engine.time_box import TimeBox


def test_a_session_is_over_at_its_last_millisecond_and_not_before() -> None:
    time = TimeBox(1_800, now_ms=5_000)
    assert not time.is_over(1_804_999)
    assert time.is_over(1_805_000)


def test_the_last_minutes_are_told_once() -> None:
    time = TimeBox(1_800, now_ms=0)
    soon = (1_800 - TIME_SOON_S) * 1_000
    assert [time.becomes_soon(at) for at in (soon - 1, soon, soon + 1, 1_799_999)] == [False, True, False, False]


def test_it_is_looked_at_when_something_is_to_be_said_or_done() -> None:
    time = TimeBox(1_800, now_ms=0)
    assert time.due_ms(0, tells=True) == 1_500_000
    assert time.due_ms(0, tells=False) == 1_800_000
    time.becomes_soon(1_500_000)
    assert time.due_ms(1_500_000, tells=True) == 300_000
    assert time.due_ms(9_999_999, tells=True) == 0


def test_going_on_is_noticed_and_the_same_end_told_again_is_not() -> None:
    time = TimeBox(1_800, now_ms=0)
    assert not time.told(1_700, now_ms=100_500)
    assert time.told(3_500, now_ms=100_500)
    assert not time.is_over(3_600_000)
    assert time.is_over(3_600_500)


def test_the_last_minutes_are_told_again_after_it_went_on() -> None:
    time = TimeBox(600, now_ms=0)
    assert time.becomes_soon(300_000)
    time.told(1_800, now_ms=310_000)
    assert not time.becomes_soon(320_000)
    assert time.becomes_soon(310_000 + 1_500_000)


def test_less_is_believed_at_once_and_told() -> None:
    time = TimeBox(1_800, now_ms=0)
    assert time.told(900, now_ms=1_000)
    assert time.becomes_soon(601_000)
    assert time.told(10, now_ms=602_000)
    assert time.becomes_soon(602_000)  # said anew: it is another end
    assert time.is_over(612_000)


def test_what_is_over_is_not_brought_back() -> None:
    time = TimeBox(60, now_ms=0)
    assert not time.told(600, now_ms=60_000)
    assert time.is_over(60_000)


def test_no_service_is_believed_more_than_four_hours() -> None:
    time = TimeBox(2**40, now_ms=0)
    assert time.left_ms(0) == MAX_TIME_BOX_S * 1_000
    time.told(2**40, now_ms=1_000)
    assert time.left_ms(1_000) == MAX_TIME_BOX_S * 1_000
