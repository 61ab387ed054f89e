import random

from yorisoi_service.remote.rules import nameplate


def test_the_first_order_holds_every_nameplate_once() -> None:
    order = nameplate.first_order(random.Random(1).randbytes)
    assert sorted(order) == [f"{n:04d}" for n in range(10_000)]


def test_the_first_order_is_drawn() -> None:
    one, other = (nameplate.first_order(random.Random(seed).randbytes) for seed in (1, 2))
    assert one != other
    assert one[:50] != sorted(one)[:50]


def test_alarm_at_half() -> None:
    assert not nameplate.is_alarming(4_999)
    assert nameplate.is_alarming(5_000)
