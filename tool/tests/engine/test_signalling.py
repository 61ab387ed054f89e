"""The socket to the service: redialled with growing pauses, and read no faster than what it says is worked through."""

import asyncio

import pytest
from yorisoi_protocol import broker
from yorisoi_tool.engine.parts import Post
from yorisoi_tool.engine.signalling import LONGEST_PAUSE_MS, MOST_WAITING, Signalling, pause_ms
from yorisoi_tool.transport.socket import Line


def test_pauses_double_up_to_a_limit_and_half_of_each_is_chance() -> None:
    least = [pause_ms(attempt, lambda count: bytes(count)) for attempt in range(8)]
    most = [pause_ms(attempt, lambda count: b"\xff" * count) for attempt in range(8)]
    assert least == [250, 500, 1_000, 2_000, 4_000, 7_500, 7_500, 7_500]
    assert most == [500, 1_000, 2_000, 4_000, 8_000, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]
    assert pause_ms(10_000, lambda count: bytes(count)) == 7_500


class Talker:
    """A service that never stops talking."""

    def __init__(self) -> None:
        self.said = 0

    async def __call__(self) -> Line:
        return self

    async def receive(self) -> str:
        self.said += 1
        return broker.encode(broker.Resumed(present=True)).decode()

    async def send(self, text: str) -> None:
        raise AssertionError(text)

    async def close(self) -> None:
        pass


async def turns() -> None:
    """More turns of the loop than there can be messages waiting."""
    for _ in range(4 * MOST_WAITING):
        await asyncio.sleep(0)


@pytest.mark.asyncio
async def test_a_service_that_never_stops_talking_is_heard_no_faster_than_it_is_worked_through() -> None:
    talker, post = Talker(), Post()
    post.open()
    signalling = Signalling(talker, post.hear)
    await signalling.open()
    await turns()
    assert talker.said == MOST_WAITING + 1
    assert isinstance(await post.next(), broker.Resumed)
    await turns()
    assert talker.said == MOST_WAITING + 2
    await signalling.close()
