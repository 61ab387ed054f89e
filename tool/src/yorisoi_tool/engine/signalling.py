"""Keeps the signalling alive: one socket, dialled again with growing, uneven pauses; the picture path does not wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from yorisoi_protocol import broker
from yorisoi_protocol.reading import Malformed

from yorisoi_tool.transport.socket import Dial, Line, LineLost

FIRST_PAUSE_MS = 500
LONGEST_PAUSE_MS = 15_000
MOST_WAITING = 256  # messages; beyond that the socket is not read, so a service cannot fill this computer's memory


class Down:
    """The socket is gone. A value of the queue, told once for each loss."""


Heard = Callable[[broker.ToSubscriber | Down], Awaitable[None]]


class Signalling:
    """Sends and hears broker messages. `heard` is awaited for each message, and with `Down` for a loss; while it waits,
    nothing more is read."""

    def __init__(self, dial: Dial, heard: Heard) -> None:
        self._dial = dial
        self._heard = heard
        self._line: Line | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """One attempt. Raises LineLost."""
        line = await self._dial()
        self._line = line
        task = asyncio.create_task(self._read(line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def is_open(self) -> bool:
        return self._line is not None

    async def send(self, message: broker.Message) -> bool:
        """Sends now, or answers False: what must arrive is repeated after `Resumed`."""
        line = self._line
        if line is None:
            return False
        try:
            await line.send(broker.encode(message).decode())
        except LineLost:
            return False
        return True

    async def close(self) -> None:
        line, self._line = self._line, None
        for task in list(self._tasks):
            task.cancel()
        if line is not None:
            with suppress(LineLost, asyncio.TimeoutError):
                await asyncio.wait_for(line.close(), 1.0)
        for task in list(self._tasks):
            with suppress(asyncio.CancelledError):
                await task

    async def _read(self, line: Line) -> None:
        try:
            while True:
                message = broker.to_subscriber.decode(await line.receive())
                if self._line is line:
                    await self._heard(message)
        except (LineLost, Malformed):
            pass
        if self._line is line:
            self._line = None
            await self._heard(Down())
            with suppress(LineLost):
                await line.close()


def pause_ms(attempt: int, draw: Callable[[int], bytes]) -> int:
    """How long to wait before the `attempt`-th redial (from 0): doubling, half of it by chance, so that many do not come at once."""
    longest: int = min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** min(attempt, 10))
    return longest // 2 + int.from_bytes(draw(2), "big") * (longest // 2) // 0xFFFF
