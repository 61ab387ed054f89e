"""The belief about the line, fed with lines of known rate."""

import pytest
from yorisoi_tool.picture.rate import FLOOR_KBPS, LEAST_WINDOW_BYTES, QUEUE_MS, SEARCH_WINDOW, START_KBPS, Rate, Stamp


def fed(rate: Rate, line_kbps: int, *, start: int, seconds: float, rtt: int = 80, starved: bool = False) -> int:
    """Messages of 2,000 bytes arrive as fast as the slower of pace and line lets them; the moment afterwards."""
    flying: list[tuple[int, int, Stamp]] = []
    sent, free, now = float(start), float(start), start
    while now < start + seconds * 1_000:
        now += 1
        while sent <= now:
            sent += 2_000 * 8 / rate.pace_kbps
            free = max(free, now) + 2_000 * 8 / line_kbps
            if starved:
                rate.starved(0)
            flying.append((int(free) + rtt, now, rate.stamp(now, idle=not flying)))
        while flying and flying[0][0] <= now:
            due, left, stamp = flying.pop(0)
            rate.round_trip(due, due - left)
            rate.arrived(due, 2_000, stamp, left_ms=left)
    return now


@pytest.mark.parametrize("line", [300, 2_000, 12_000])
def test_the_lines_rate_is_found_within_seconds_and_kept(line: int) -> None:
    rate = Rate()
    now = fed(rate, line, start=0, seconds=6)
    assert 0.7 * line < rate.kbps < 1.3 * line
    fed(rate, line, start=now, seconds=4)
    assert 0.7 * line < rate.kbps < 1.3 * line


def test_a_line_that_becomes_slow_is_noticed_and_one_that_recovers_too() -> None:
    rate = Rate()
    now = fed(rate, 8_000, start=0, seconds=5)
    now = fed(rate, 1_000, start=now + 300, seconds=6)
    assert rate.kbps < 1_400
    fed(rate, 8_000, start=now + 2_000, seconds=10)
    assert rate.kbps > 4_000


def test_typing_says_nothing_about_the_line() -> None:
    """A few hundred bytes now and then arrive slowly only because nothing more was sent."""
    rate = Rate()
    now = 0
    for _ in range(50):
        now += 100
        rate.starved(0)
        stamp = rate.stamp(now, idle=True)
        rate.arrived(now + 80, 300, stamp, left_ms=now)
    assert rate.kbps == START_KBPS


def test_one_stall_is_not_a_slow_line() -> None:
    rate = Rate()
    now = fed(rate, 2_000, start=0, seconds=4)
    stamp = rate.stamp(now, idle=False)
    rate.arrived(now + 700, 2_000, stamp, left_ms=now)
    assert rate.kbps > 1_500


def test_nothing_coming_back_halves_the_rate_once_in_a_while_and_never_below_the_floor() -> None:
    rate = Rate()
    for _ in range(10):
        rate.timed_out(1_000)
    assert rate.kbps == START_KBPS // 2
    for at in range(2_000, 40_000, 1_000):
        rate.timed_out(at)
    assert rate.kbps == FLOOR_KBPS


def test_losing_almost_everything_slows_down_and_losing_a_little_does_not() -> None:
    little, much = Rate(), Rate()
    for at in range(200):
        little.settled(at * 20, 8, lost=at % 10 == 0)
        much.settled(at * 20, 8, lost=at % 10 != 0)
    assert little.kbps == START_KBPS
    assert much.kbps == FLOOR_KBPS


def test_the_window_is_a_round_trip_and_a_short_queue_but_always_a_few_tiles() -> None:
    rate = Rate()
    fed(rate, 2_000, start=0, seconds=5, rtt=80)
    plain = rate.kbps * (rate.shortest_rtt_ms + QUEUE_MS) / 8
    assert plain - 1 <= rate.window_bytes <= plain * SEARCH_WINDOW
    assert 80 <= rate.shortest_rtt_ms <= 100
    for at in range(10_000, 60_000, 1_000):
        rate.timed_out(at)
    assert rate.window_bytes == LEAST_WINDOW_BYTES


def test_a_rate_believed_far_too_low_is_corrected_within_two_seconds() -> None:
    rate = Rate()
    for at in range(0, 20_000, 1_000):
        rate.timed_out(at)
    assert rate.kbps == FLOOR_KBPS
    fed(rate, 4_000, start=21_000, seconds=2)
    assert rate.kbps > 2_000
