"""The engine's course: a number, a viewer, a session, the way out. One coroutine on one loop; everything comes by one queue.

Begin | NewNumber -> Open -> Offered: the number is shown -> Claimed: a viewer -> live -> ending
                        \\-> Refused: told             \\-> came to nothing: told, another number may be made
"""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from yorisoi_protocol import broker
from yorisoi_protocol.consent.gate import Gate
from yorisoi_protocol.evidence import Log, public_key_of
from yorisoi_protocol.exchange.run import SubscriberRun
from yorisoi_protocol.limits import NAME_CHARS, NONCE_BYTES, PROTOCOL_VERSION
from yorisoi_protocol.one_time_pass import new_pass
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, Removal

from yorisoi_tool.desktops.ports import Desktop
from yorisoi_tool.desktops.remover import Remover
from yorisoi_tool.door import Door, Undo, Way
from yorisoi_tool.engine import events
from yorisoi_tool.engine.clipping import Clipping
from yorisoi_tool.engine.ending import Chapter, hand_in
from yorisoi_tool.engine.events import Caller, PassEnd, ToEngine, ToWindow, Trouble
from yorisoi_tool.engine.inbox import Inbox
from yorisoi_tool.engine.purse import Purse
from yorisoi_tool.engine.show import Show, Studio
from yorisoi_tool.engine.signalling import Down, Signalling, pause_ms
from yorisoi_tool.engine.viewer import Shore, Stage, Viewer
from yorisoi_tool.transport.port import Transport
from yorisoi_tool.transport.socket import Dial, LineLost

ASKABLE = frozenset((Permission.VIEW, Permission.CONTROL, Permission.CLIPBOARD))  # what this window has pages for
ANSWER_S = 10.0
STEADY_MS = 30_000  # a socket that held this long counts as good again
LOCK_LOOK_MS = 2_000
REPORTS_AT_ONCE = 10
REPORT_PAUSE_MS = 700

TROUBLES = {
    Refusal.OUTSIDE_HOURS: Trouble.OUTSIDE_HOURS,
    Refusal.OTHER_NETWORK: Trouble.OTHER_NETWORK,
    Refusal.UNKNOWN_VERSION: Trouble.OLD_PROGRAM,
    Refusal.NO_NAMEPLATE: Trouble.BUSY,
    Refusal.TOO_MANY: Trouble.BUSY,
    Refusal.TOO_FAST: Trouble.BUSY,
}
PASS_ENDS = {
    Ending.WRONG_PASS: PassEnd.WRONG,
    Ending.NOT_CONNECTED: PassEnd.NOT_CONNECTED,
    Ending.PASS_EXPIRED: PassEnd.EXPIRED,
    Ending.PROTOCOL_BROKEN: PassEnd.BROKEN,
    Ending.CERTIFICATE_CHANGED: PassEnd.BROKEN,
}


@dataclass(frozen=True)
class Parts:
    """Everything the engine is made of; put together by `main` and by tests."""

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
    """What follows after an attempt."""

    WAIT = "wait"
    NUMBER = "number"
    LEAVE = "leave"


class _Over:
    """A value of the queue: the viewer is over; look at once."""


Item = ToEngine | broker.ToSubscriber | Down | _Over


class Session:
    """`run` lasts until the program may end. `post` may be called from any thread."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._queue: asyncio.Queue[Item] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._early: list[Item] = []
        self._signalling = Signalling(parts.dial, self._queue.put_nowait)
        self._purse = Purse()
        self._chapters: list[Chapter] = []
        self._viewer: Viewer | None = None
        self._way: Way | None = None
        self._began: datetime | None = None
        self._sent = 0
        self._resumed_ms = 0
        self._redials = 0
        self._redial: asyncio.Task[None] | None = None

    def post(self, item: ToEngine) -> None:
        """From the window, in any thread."""
        loop = self._loop
        if loop is None:
            self._early.append(item)
        elif not loop.is_closed():
            with suppress(RuntimeError):  # the loop ended in between: nobody is left to be told
                loop.call_soon_threadsafe(self._queue.put_nowait, item)

    async def run(self) -> None:
        """The whole course. Whatever happens, it ends by the one way out."""
        self._loop = asyncio.get_running_loop()
        for item in self._early:
            self._queue.put_nowait(item)
        try:
            await self._course()
        except Exception:
            self._failed()
            await self._leave()
            raise
        await self._leave()

    async def _course(self) -> None:
        follows = Next.WAIT
        while follows is not Next.LEAVE:
            if follows is Next.WAIT:
                item = await self._next()
                if isinstance(item, events.Leave):
                    return
                if not isinstance(item, events.Begin | events.NewNumber):
                    continue
            follows = await self._attempt()

    async def _next(self, timeout_s: float | None = None) -> Item | None:
        """The next item, or None when the time is over."""
        try:
            return await asyncio.wait_for(self._queue.get(), timeout_s)
        except TimeoutError:
            return None

    # One number
    async def _attempt(self) -> Next:
        parts = self._parts
        if parts.desktop is None:
            parts.tell(events.Troubled(Trouble.NO_DESKTOP, again=False))
            return Next.WAIT
        if not self._purse.more(parts.now_ms()):
            return await self._rest()
        parts.tell(events.Connecting())
        await self._hang_up()
        key = Ed25519PrivateKey.from_private_bytes(parts.draw(32))
        nonce = parts.draw(NONCE_BYTES)
        answer = await self._open(
            broker.Open(PROTOCOL_VERSION, nonce.hex(), public_key_of(key), parts.program, parts.system[:NAME_CHARS])
        )
        if isinstance(answer, Next):
            return answer
        self._purse.take(parts.now_ms())
        one_time_pass = new_pass(answer.nameplate, parts.draw)
        run = SubscriberRun(
            origin=parts.origin,
            one_time_pass=one_time_pass,
            nonce=nonce,
            public_key=public_key_of(key),
            draw=parts.draw,
        )
        parts.tell(events.PassShown(one_time_pass.digits(), self._purse.more(parts.now_ms())))
        del one_time_pass
        claimed = await self._claim(answer.expires_in_s)
        if isinstance(claimed, Next):
            return claimed
        run.claimed(claimed.communicator)
        chapter = Chapter(answer.session, answer.resume, Log(key, answer.session))
        return await self._with_viewer(run, claimed, chapter)

    async def _rest(self) -> Next:
        rest_ms = self._purse.rest_ms(self._parts.now_ms())
        self._parts.tell(events.Resting(math.ceil(rest_ms / 60_000)))
        while rest_ms := self._purse.rest_ms(self._parts.now_ms()):
            if isinstance(await self._next(rest_ms / 1000), events.Leave):
                return Next.LEAVE
        self._parts.tell(events.PassOver(PassEnd.EXPIRED, more=True))
        return Next.WAIT

    async def _open(self, message: broker.Open) -> broker.Offered | Next:
        try:
            await self._signalling.open()
        except LineLost:
            return self._no_service()
        await self._signalling.send(message)
        until = self._parts.now_ms() + ANSWER_S * 1000
        while (left := until - self._parts.now_ms()) > 0:
            match await self._next(left / 1000):
                case broker.Offered() as offered:
                    return offered
                case broker.Refused(code=code):
                    trouble = TROUBLES.get(code, Trouble.REFUSED)
                    await self._hang_up()
                    self._parts.tell(events.Troubled(trouble, again=trouble is not Trouble.OLD_PROGRAM))
                    return Next.WAIT
                case events.Leave():
                    return Next.LEAVE
                case Down():
                    break
        await self._hang_up()
        return self._no_service()

    def _no_service(self) -> Next:
        self._parts.tell(events.Troubled(Trouble.NO_SERVICE, again=True))
        return Next.WAIT

    async def _claim(self, expires_in_s: int) -> broker.Claimed | Next:
        until = self._parts.now_ms() + expires_in_s * 1000
        while (left := until - self._parts.now_ms()) > 0:
            match await self._next(left / 1000):
                case broker.Claimed() as claimed:
                    return claimed
                case events.NewNumber():
                    return Next.NUMBER
                case events.Leave():
                    return Next.LEAVE
                case broker.Ended():
                    break
                case Down():
                    return self._no_service()
        await self._hang_up()
        self._parts.tell(events.PassOver(PassEnd.EXPIRED, self._purse.more(self._parts.now_ms())))
        return Next.WAIT

    # One viewer
    async def _with_viewer(self, run: SubscriberRun, claimed: broker.Claimed, chapter: Chapter) -> Next:
        parts = self._parts
        caller = Caller(claimed.communicator.number, claimed.communicator.name)
        parts.tell(events.Called(caller))
        self._chapters.append(chapter)
        self._viewer = viewer = self._viewer_for(caller, run, claimed, chapter)
        self._sent, self._resumed_ms, self._redials = 0, parts.now_ms(), 0
        left = False
        while viewer.stage is not Stage.OVER:
            due_ms = viewer.due_ms()
            if self._sent < len(viewer.entries):
                due_ms = min(due_ms, REPORT_PAUSE_MS)
            if viewer.stage is Stage.LIVE:
                due_ms = min(due_ms, LOCK_LOOK_MS)
            item = await self._next(due_ms / 1000)
            left = left or isinstance(item, events.Leave)
            await self._handle(item, viewer, chapter)
            if viewer.stage is Stage.LIVE:
                self._while_live(viewer)
            viewer.look()
            await self._report(viewer)
        assert viewer.ending is not None
        chapter.entries, chapter.ending, chapter.sent = viewer.entries, viewer.ending, self._sent
        await self._stop_redialling()
        await self._signalling.send(broker.End(viewer.ending))
        await viewer.close()
        if viewer.was_live or left or viewer.ending is Ending.STOPPED_BY_SUBSCRIBER:
            return Next.LEAVE
        why = PASS_ENDS.get(viewer.ending, PassEnd.AWAY)
        parts.tell(events.PassOver(why, self._purse.more(parts.now_ms())))
        return Next.WAIT

    def _viewer_for(self, caller: Caller, run: SubscriberRun, claimed: broker.Claimed, chapter: Chapter) -> Viewer:
        parts, desktop = self._parts, self._parts.desktop
        assert desktop is not None
        assert self._loop is not None
        show = Show(studio=parts.studio(desktop), loop=self._loop, now_ms=parts.now_ms, lost=lambda: self._failed())
        way = parts.door.admit(
            Gate(ASKABLE.intersection(claimed.allowed)), Undo(release=desktop.injection.release_all, clear=show.clear)
        )
        show.behind(way)
        self._way = way
        return Viewer(
            caller=caller,
            run=run,
            way=way,
            log=chapter.log,
            transport=parts.transport(),
            show=show,
            inbox=Inbox(way, desktop.injection),
            clipping=Clipping(way, desktop.clipboard),
            shore=Shore(
                relay=self._relay,
                reported=lambda: None,
                over=lambda: self._queue.put_nowait(_Over()),
                tell=parts.tell,
                now_ms=parts.now_ms,
            ),
        )

    async def _handle(self, item: Item | None, viewer: Viewer, chapter: Chapter) -> None:
        match item:
            case broker.Relay(box=box):
                await viewer.hear_box(box)
            case broker.Ended(reason=reason):
                viewer.end(reason)
            case broker.Resumed():
                self._resumed_ms = self._parts.now_ms()
                self._sent = 0  # what arrived before is not known here; the service knows its own entries again
            case broker.Refused(code=Refusal.NO_SUCH_SESSION):
                viewer.end(Ending.LOST)
            case Down():
                if self._parts.now_ms() - self._resumed_ms >= STEADY_MS:
                    self._redials = 0
                await self._stop_redialling()
                self._sent = 0
                self._redial = asyncio.create_task(self._dial_again(chapter))
            case events.Leave():
                viewer.end(Ending.STOPPED_BY_SUBSCRIBER)

    def _while_live(self, viewer: Viewer) -> None:
        desktop = self._parts.desktop
        assert desktop is not None
        if self._began is None:
            self._began = self._wall()
            desktop.own_hands.watch(self._own_hand)
        if desktop.lock.is_locked():
            self._parts.door.pause()

    def _own_hand(self) -> None:
        """On the own-hands thread: the door first, then the loop tells the others."""
        way, viewer, loop = self._way, self._viewer, self._loop
        if way is not None and viewer is not None and loop is not None and not loop.is_closed():
            way.local_hand()
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(viewer.look)

    def _failed(self) -> None:
        if self._viewer is not None:
            self._viewer.end(Ending.FAILED)

    async def _relay(self, box: str) -> None:
        await self._signalling.send(broker.Relay(box))

    async def _report(self, viewer: Viewer) -> None:
        """Sends what waits, a few at a time: the service counts messages."""
        for entry in viewer.entries[self._sent : self._sent + REPORTS_AT_ONCE]:
            if self._redial is not None and not self._redial.done():
                return
            if not await self._signalling.send(broker.Report(entry)):
                return
            self._sent += 1

    # The signalling
    async def _dial_again(self, chapter: Chapter) -> None:
        """Until the socket is open and the session asked for; the picture goes on meanwhile."""
        while True:
            await asyncio.sleep(pause_ms(self._redials, self._parts.draw) / 1000)
            self._redials += 1
            try:
                await self._signalling.open()
            except LineLost:
                continue
            if await self._signalling.send(broker.Resume(chapter.session, chapter.resume)):
                return

    async def _stop_redialling(self) -> None:
        task, self._redial = self._redial, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _hang_up(self) -> None:
        await self._signalling.close()
        self._signalling = Signalling(self._parts.dial, self._queue.put_nowait)

    # The way out
    async def _leave(self) -> None:
        """Keys up, picture stopped, socket closed; the program is taken away; every claimed session gets its receipt."""
        parts, viewer = self._parts, self._viewer
        parts.door.stop()
        if viewer is not None:
            viewer.end(Ending.STOPPED_BY_SUBSCRIBER)
            parts.tell(events.Finishing(viewer.ending or Ending.FAILED))
        await self._stop_redialling()
        await self._hang_up()
        if parts.desktop is not None:
            parts.desktop.close()
        removed = parts.remover.remove()
        for chapter in self._chapters:
            await hand_in(chapter, removed, parts.dial)
        if not self._chapters and removed.removal is Removal.VERIFIED:
            parts.tell(events.Gone())
            return
        live = viewer is not None and viewer.was_live
        parts.tell(
            events.Over(
                reason=(viewer.ending if viewer is not None else None) or Ending.STOPPED_BY_SUBSCRIBER,
                removal=removed.removal,
                place=removed.place,
                frozen=parts.remover.frozen,
                caller=viewer.caller if live and viewer is not None else None,
                began=self._began,
                ended=self._wall(),
                used=tuple(sorted(viewer.used)) if viewer is not None else (),
                handed_in=all(chapter.closed for chapter in self._chapters),
            )
        )

    def _wall(self) -> datetime:
        return datetime.fromtimestamp(self._parts.wall_ms() / 1000, UTC).astimezone()
