"""What the engine is made of, and the one queue through which everything comes to it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from yorisoi_protocol import broker

from yorisoi_tool.desktops.ports import Desktop
from yorisoi_tool.desktops.remover import Remover
from yorisoi_tool.door import Door
from yorisoi_tool.engine.events import ToEngine, ToWindow
from yorisoi_tool.engine.show import Studio
from yorisoi_tool.engine.signalling import MOST_WAITING, Down
from yorisoi_tool.transport.port import Transport
from yorisoi_tool.transport.socket import Dial


@dataclass(frozen=True)
class Parts:
    """Everything from outside; put together by `main` and by tests. `desktop` is None where none can be shown."""

    origin: str
    program: str
    system: str
    dial: Dial
    transport: Callable[[], Transport]
    studio: Callable[[Desktop], Studio]
    desktop: Desktop | None
    door: Door
    remover: Remover
    now_ms: Callable[[], int]
    wall_ms: Callable[[], int]
    draw: Callable[[int], bytes]
    tell: Callable[[ToWindow], None]


class Next(Enum):
    """What follows after a number came to nothing, or a session ended."""

    WAIT = "wait"  # for a press in the window
    NUMBER = "number"  # another number at once
    LEAVE = "leave"


class Over:
    """The viewer is over: look at once."""


Item = ToEngine | broker.ToSubscriber | Down | Over


class Post:
    """Items in the order they came. `drop` may be called from any thread, also before the loop runs."""

    def __init__(self) -> None:
        self._items: asyncio.Queue[Item] = asyncio.Queue()
        self._taken = asyncio.Event()
        self._early: list[Item] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """On the loop, once: what came early comes first."""
        self._loop = asyncio.get_running_loop()
        for item in self._early:
            self._items.put_nowait(item)

    def put(self, item: Item) -> None:
        """From the loop itself."""
        self._items.put_nowait(item)

    async def hear(self, item: broker.ToSubscriber | Down) -> None:
        """From the socket: waits as long as too much is waiting already."""
        while self._items.qsize() >= MOST_WAITING:
            self._taken.clear()
            await self._taken.wait()
        self._items.put_nowait(item)

    def drop(self, item: ToEngine) -> None:
        """From any thread. After the loop's end nobody is left to be told."""
        if self._loop is None:
            self._early.append(item)
        else:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._items.put_nowait, item)

    async def next(self, timeout_s: float | None = None) -> Item | None:
        """The next item, or None when the time is over."""
        try:
            item = await asyncio.wait_for(self._items.get(), timeout_s)
        except TimeoutError:
            return None
        self._taken.set()
        return item
