"""The signalling of a running session: entries reported as they happen, the socket dialled again when it breaks."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from yorisoi_protocol import broker

from yorisoi_tool.engine.ending import Chapter
from yorisoi_tool.engine.signalling import Signalling, pause_ms
from yorisoi_tool.transport.socket import LineLost

STEADY_MS = 30_000  # a socket that held this long counts as good again
REPORTS_AT_ONCE = 10  # the service counts messages
REPORT_PAUSE_MS = 700


class Upkeep:
    """For one chapter. The picture path does not wait for any of it."""

    def __init__(
        self,
        signalling: Signalling,
        chapter: Chapter,
        *,
        now_ms: Callable[[], int],
        draw: Callable[[int], bytes],
    ) -> None:
        self._signalling = signalling
        self._chapter = chapter
        self._now_ms = now_ms
        self._draw = draw
        self._good_since_ms = now_ms()
        self._redials = 0
        self._redial: asyncio.Task[None] | None = None

    async def report(self) -> None:
        """Sends the next few entries of the chapter that the service may not have."""
        chapter = self._chapter
        if self._redial is not None:
            return
        for entry in chapter.entries[chapter.sent : chapter.sent + REPORTS_AT_ONCE]:
            if not await self._signalling.send(broker.Report(entry)):
                return
            chapter.sent += 1

    def due_ms(self) -> int | None:
        """When `report` has more to do."""
        return REPORT_PAUSE_MS if self._chapter.sent < len(self._chapter.entries) else None

    async def lost(self) -> None:
        """The socket broke: what was sent may not have arrived, and a new one is dialled with growing pauses."""
        if self._now_ms() - self._good_since_ms >= STEADY_MS:
            self._redials = 0
        await self.stop()
        self._chapter.sent = 0
        self._redial = asyncio.create_task(self._dial_again())

    def resumed(self) -> None:
        """The service has taken the session up again; everything is said again, it knows its own entries."""
        self._good_since_ms = self._now_ms()
        self._redial = None

    async def stop(self) -> None:
        task, self._redial = self._redial, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _dial_again(self) -> None:
        while True:
            await asyncio.sleep(pause_ms(self._redials, self._draw) / 1000)
            self._redials += 1
            try:
                await self._signalling.open()
            except LineLost:
                continue
            if await self._signalling.send(broker.Resume(self._chapter.session, self._chapter.resume)):
                return
