"""One WebSocket at work, without a network: what happens when its tasks end in the middle of each other."""

import asyncio
from dataclasses import replace

import pytest
from yorisoi_service.front.socket.line import Event, Limits, Line


class Slow:
    """A shell whose one message takes as long as somebody else decides."""

    def __init__(self) -> None:
        self.began, self.may_end = asyncio.Event(), asyncio.Event()
        self.is_done = False

    def is_bound(self) -> bool:
        return True

    def is_patient(self) -> bool:
        return True

    async def hear(self, text: str) -> None:
        self.began.set()
        await self.may_end.wait()
        self.is_done = True

    async def look(self, topics: frozenset[str]) -> None:
        raise AssertionError("nobody wakes this line")

    def leave(self) -> None:
        raise AssertionError("the line does not do this")


class Browser:
    """Says one message, then nothing; its connection breaks as soon as something is sent to it."""

    def __init__(self) -> None:
        self._said = False

    async def receive(self) -> Event:
        if self._said:
            await asyncio.Event().wait()
        self._said = True
        return {"type": "websocket.receive", "text": "claim"}

    async def send(self, event: Event) -> None:
        raise OSError("gone")


@pytest.mark.asyncio
async def test_what_is_being_written_is_written_to_its_end_though_the_socket_is_gone() -> None:
    line, shell, browser = Line(limits=Limits(), look_s=60), Slow(), Browser()
    run = asyncio.create_task(line.run(shell, browser.receive, browser.send))
    await shell.began.wait()
    line.post(b"presence")
    for _ in range(10):
        await asyncio.sleep(0)
    assert not run.done()
    shell.may_end.set()
    await run
    assert shell.is_done


@pytest.mark.asyncio
async def test_what_never_ends_is_left_after_a_moment() -> None:
    line, shell, browser = Line(limits=replace(Limits(), flush_s=0.05), look_s=60), Slow(), Browser()
    run = asyncio.create_task(line.run(shell, browser.receive, browser.send))
    await shell.began.wait()
    line.post(b"presence")
    await run
    assert not shell.is_done


@pytest.mark.asyncio
async def test_nothing_is_queued_for_a_line_that_closes() -> None:
    line = Line(limits=Limits(), look_s=60)
    assert line.post(b"first")
    line.close(1000)
    assert not line.post(b"second")
    line.close(1008)
    sent: list[Event] = []

    async def send(event: Event) -> None:
        sent.append(event)

    await line.flush(send)
    assert sent == [{"type": "websocket.send", "text": "first"}, {"type": "websocket.close", "code": 1000}]


@pytest.mark.parametrize("frames", [[b"x"] * 4, [b"x" * 60, b"x" * 60]])
def test_a_full_queue_cuts_the_line(frames: list[bytes]) -> None:
    line = Line(limits=replace(Limits(), queue_messages=3, queue_bytes=100), look_s=60)
    assert [line.post(frame) for frame in frames] == [True] * (len(frames) - 1) + [False]
    assert line.is_closing
    assert not line.post(b"y")
