"""Redialling: growing pauses, never all at once."""

from yorisoi_tool.engine.signalling import LONGEST_PAUSE_MS, pause_ms


def test_pauses_double_up_to_a_limit_and_half_of_each_is_chance() -> None:
    least = [pause_ms(attempt, lambda count: bytes(count)) for attempt in range(8)]
    most = [pause_ms(attempt, lambda count: b"\xff" * count) for attempt in range(8)]
    assert least == [250, 500, 1_000, 2_000, 4_000, 7_500, 7_500, 7_500]
    assert most == [500, 1_000, 2_000, 4_000, 8_000, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]
    assert pause_ms(10_000, lambda count: bytes(count)) == 7_500
