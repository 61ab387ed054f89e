"""Three numbers, then a rest."""

from yorisoi_tool.engine.purse import Purse

TEN_MINUTES = 600_000


def test_three_numbers_after_a_start_then_ten_minutes_of_rest() -> None:
    purse = Purse()
    assert [purse.take(0), purse.take(1), purse.take(2)] == [True] * 3
    assert not purse.more(3)
    assert not purse.take(3)
    assert purse.rest_ms(3) == TEN_MINUTES - 1
    assert not purse.take(TEN_MINUTES + 1)
    assert [purse.take(TEN_MINUTES + 2), purse.take(TEN_MINUTES + 3), purse.take(TEN_MINUTES + 4)] == [True] * 3
    assert not purse.take(TEN_MINUTES + 5)
