"""The picture's place in the engine: camera thread on one side, link on the other, the outbox pumped in between."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from yorisoi_protocol.vocabulary import Action, Codec

from yorisoi_tool.door import Way
from yorisoi_tool.transport.port import Link

JOIN_S = 2.0


class Source(Protocol):
    """What makes pictures; `picture.camera.Camera` in the program."""

    def start(self) -> None: ...
    def viewer_ready(self, codecs: Sequence[Codec]) -> None: ...
    def viewer_gone(self) -> None: ...
    def gate_changed(self) -> None: ...
    def ack(self, frame: bytes) -> None: ...
    def stop(self) -> None: ...
    def join(self, timeout: float | None = None) -> None: ...


class Queue(Protocol):
    """What waits to be sent; `engine.outbox.Outbox` in the program."""

    def pump(self, now_ms: int, transport: Link) -> int | None: ...
    def clear(self) -> None: ...


@dataclass(frozen=True)
class Cues:
    """How source and queue reach the engine. All may be called from the source's own thread."""

    allows: Callable[[], bool]
    wake: Callable[[], None]
    layout: Callable[[int, int, int], None]
    lost: Callable[[], None]


Studio = Callable[[Cues], tuple[Source, Queue]]


class Show:
    """Runs one source for one viewer. Used on the loop, but for `clear`, which any thread may call."""

    def __init__(
        self,
        *,
        studio: Studio,
        loop: asyncio.AbstractEventLoop,
        now_ms: Callable[[], int],
        lost: Callable[[], None],
    ) -> None:
        self._studio = studio
        self._loop = loop
        self._now_ms = now_ms
        self._lost = lost
        self._way: Way | None = None
        self._layout: Callable[[int, int, int], None] | None = None
        self._source: Source | None = None
        self._queue: Queue | None = None
        self._link: Link | None = None
        self._timer: asyncio.TimerHandle | None = None

    def behind(self, way: Way) -> None:
        """Every fragment passes this way."""
        self._way = way

    def start(self, layout: Callable[[int, int, int], None]) -> None:
        """Begins watching the desktop's size; no pixel is read before view is granted. `layout` is called on the loop."""
        way = self._way
        assert way is not None
        self._layout = layout
        self._source, self._queue = self._studio(
            Cues(
                allows=lambda: way.allows(Action.FRAME),
                wake=lambda: self._hop(self._pump),
                layout=lambda number, width, height: self._hop(lambda: layout(number, width, height)),
                lost=lambda: self._hop(self._lost),
            )
        )
        self._source.start()

    def ready(self, link: Link, codecs: Sequence[Codec]) -> None:
        """A viewer is there: everything it gets is new to it."""
        self._link = link
        if self._source is not None:
            self._source.viewer_ready(codecs)

    def gone(self) -> None:
        """Nobody is there: nothing is read until the next `ready`."""
        self._link = None
        self.clear()
        if self._source is not None:
            self._source.viewer_gone()

    def gate_changed(self) -> None:
        if self._source is not None:
            self._source.gate_changed()

    def ack(self, frame: bytes) -> None:
        if self._source is not None:
            self._source.ack(frame)

    def clear(self) -> None:
        """Nothing that waits is sent any more."""
        queue = self._queue
        if queue is not None:
            queue.clear()

    def stop(self) -> None:
        self.gone()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._source is not None:
            self._source.stop()

    async def stopped(self) -> None:
        """Until the source has let go of the desktop, or two seconds. `stop` first."""
        source, self._source = self._source, None
        if source is not None:
            await self._loop.run_in_executor(None, source.join, JOIN_S)

    def _hop(self, act: Callable[[], None]) -> None:
        """To the loop, from any thread; a loop that has ended needs nothing."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)

    def _pump(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._queue is None or self._link is None:
            return
        due = self._queue.pump(self._now_ms(), self._link)
        if due is not None:
            self._timer = self._loop.call_later(due / 1000, self._pump)
