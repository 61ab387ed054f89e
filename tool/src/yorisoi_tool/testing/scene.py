"""The whole engine on one loop with fakes at its ports and a clock that the test moves."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from yorisoi_protocol import peer
from yorisoi_protocol.frames.input import InputFrame, inputs
from yorisoi_protocol.one_time_pass import OneTimePass, parse_pass
from yorisoi_protocol.vocabulary import Codec, Permission, Removal

from yorisoi_tool.desktops.ports import Desktop
from yorisoi_tool.desktops.remover import Removed
from yorisoi_tool.door import Door
from yorisoi_tool.engine import events
from yorisoi_tool.engine.events import ToWindow
from yorisoi_tool.engine.parts import Parts
from yorisoi_tool.engine.session import Session
from yorisoi_tool.engine.show import Studio
from yorisoi_tool.testing.desktop import FakeDesktop
from yorisoi_tool.testing.loopback import LoopbackLink, LoopbackTransport
from yorisoi_tool.testing.service import EVERYTHING, FakeCommunicator, FakeService, Row
from yorisoi_tool.testing.studio import FakeStudio
from yorisoi_tool.transport.socket import Dial

ORIGIN = "http://localhost:8000"
Told = TypeVar("Told")


@dataclass
class Chance:
    """Bytes that differ at every draw and are the same in every run."""

    count: int = 0

    def __call__(self, length: int) -> bytes:
        self.count += 1
        return bytes((self.count * 37 + i * 11) % 256 for i in range(length))


@dataclass
class FakeRemover:
    frozen: bool = False
    removal: Removal = Removal.VERIFIED
    removed: int = 0

    def remove(self) -> Removed:
        self.removed += 1
        return Removed(self.removal, ("yorisoi",), "/home/someone/yorisoi")


@dataclass
class Scene:
    """`told` is what the window got. `hand` stands for the subscriber's clicks; it posts `Moved` as the window does."""

    desktop: FakeDesktop = field(default_factory=FakeDesktop)
    studio: FakeStudio = field(default_factory=FakeStudio)
    transport: LoopbackTransport = field(default_factory=LoopbackTransport)
    service: FakeService = field(default_factory=FakeService)
    remover: FakeRemover = field(default_factory=FakeRemover)
    dial: Dial | None = None  # another broker than `service`
    draw: Chance = field(default_factory=Chance)
    told: list[ToWindow] = field(default_factory=list)
    now_ms: int = 1_000_000
    communicator: FakeCommunicator | None = None
    studios: list[FakeStudio] = field(default_factory=list)  # one for each viewer, the first is `studio`
    task: "asyncio.Task[None] | None" = None

    def __post_init__(self) -> None:
        self.door = Door(lambda: self.now_ms)
        self.session = Session(
            Parts(
                origin=ORIGIN,
                program="yorisoi-tool test",
                system="Test 1",
                dial=self.dial or self.service,
                transport=lambda: self.transport,
                studio=self._next_studio,
                desktop=self.desktop.desktop(),
                door=self.door,
                remover=self.remover,
                now_ms=lambda: self.now_ms,
                wall_ms=lambda: 1_775_000_000_000 + self.now_ms,
                draw=self.draw,
                tell=self.told.append,
            )
        )

    def _next_studio(self, desktop: Desktop) -> Studio:
        self.studios.append(FakeStudio() if self.studios else self.studio)
        return self.studios[-1].studio(desktop)

    async def start(self) -> None:
        self.task = asyncio.create_task(self.session.run())
        await settle()

    async def advance(self, ms: int) -> None:
        """Time passes; everybody looks at the clock."""
        self.now_ms += ms
        self.session.post(events.Moved())
        await settle()

    async def number(self) -> tuple[Row, OneTimePass]:
        """Begins, and reads the number from the window."""
        self.session.post(events.Begin())
        await self.until(lambda: any(isinstance(event, events.PassShown) for event in self.told))
        return self.service.rows[-1], parse_pass(self.last(events.PassShown).digits)

    async def claimed(
        self, typed: OneTimePass | None = None, allowed: tuple[Permission, ...] = EVERYTHING
    ) -> FakeCommunicator:
        row, shown = await self.number()
        self.communicator = FakeCommunicator(self.service, row, typed or shown, self.draw, ORIGIN)
        self.communicator.claim(allowed)
        return self.communicator

    async def live(self, allowed: tuple[Permission, ...] = EVERYTHING) -> LoopbackLink:
        """A number, the right pass, an open link, a viewer that said Ready."""
        communicator = await self.claimed(allowed=allowed)
        await communicator.exchange()
        self.link.open()
        await self.say(peer.Ready([Codec.VP8]))
        return self.link

    @property
    def link(self) -> LoopbackLink:
        return self.transport.links[-1]

    async def say(self, message: peer.Message) -> None:
        """The viewer speaks."""
        await self.say_over(self.link, message)

    async def say_over(self, link: LoopbackLink, message: peer.Message) -> None:
        """The viewer of this link speaks."""
        link.listener.words(peer.encode(message).decode())
        await settle()

    async def press(self, *frames: InputFrame) -> None:
        """The communicator's input."""
        for frame in frames:
            self.link.listener.input(inputs.pack(frame))
        await settle()

    async def ask(self, permission: Permission) -> events.Asked:
        await self.say(peer.Ask(permission))
        return self.last(events.Asked)

    async def agree(self, permission: Permission) -> int:
        """The viewer asks, the subscriber's hand agrees; answers the grant's number."""
        asked = await self.ask(permission)
        assert self.door.grant(asked.way, asked.question)
        await self.moved()
        return next(grant.grant for grant in self.snapshot().grants if grant.permission is permission)

    async def moved(self) -> None:
        """The window tells that a hand moved the gate."""
        self.session.post(events.Moved())
        await settle()

    def snapshot(self) -> peer.Snapshot:
        """The newest one the viewer got."""
        return next(word for word in reversed(self.words()) if isinstance(word, peer.Snapshot))

    def words(self) -> list[object]:
        """Everything the viewer was told over all links."""
        return [peer.from_subscriber.decode(text) for link in self.transport.links for text in link.words]

    def last(self, kind: type[Told]) -> Told:
        """The newest event of this kind that the window got."""
        return next(event for event in reversed(self.told) if isinstance(event, kind))

    async def until(self, reached: Callable[[], bool]) -> None:
        """Lets the loop run until something is reached, at most two seconds."""
        async with asyncio.timeout(20):
            while not reached():  # noqa: ASYNC110 (whatever it is, the loop brings it)
                await asyncio.sleep(0.001)

    async def finished(self) -> events.Over:
        """The engine's own end."""
        assert self.task is not None
        await asyncio.wait_for(asyncio.shield(self.task), 20)
        return self.last(events.Over)

    async def leave(self) -> None:
        """Ends whatever still runs, without waiting for anybody."""
        if self.task is not None and not self.task.done():
            self.task.cancel()
            await asyncio.wait([self.task])


async def settle() -> None:
    """Everything that can happen now has happened."""
    for _ in range(20):
        await asyncio.sleep(0)
