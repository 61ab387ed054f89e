"""The engine's course: a number, a viewer, a session, the way out. One coroutine on one loop; everything comes by one queue.

Begin | NewNumber -> Open -> Offered: the number is shown -> Claimed: a viewer -> live -> ending
                        \\-> Refused: told             \\-> came to nothing: told, another number may be made
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from yorisoi_protocol import broker
from yorisoi_protocol.consent.gate import Gate
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, Removal

from yorisoi_tool.door import Undo
from yorisoi_tool.engine import events
from yorisoi_tool.engine.clipping import Clipping
from yorisoi_tool.engine.ending import Chapter, hand_in
from yorisoi_tool.engine.events import Caller, PassEnd, ToEngine, Trouble
from yorisoi_tool.engine.inbox import Inbox
from yorisoi_tool.engine.number import Claim, Numbers
from yorisoi_tool.engine.parts import Item, Next, Over, Parts, Post
from yorisoi_tool.engine.show import Show
from yorisoi_tool.engine.signalling import Down, Signalling
from yorisoi_tool.engine.upkeep import Upkeep
from yorisoi_tool.engine.viewer import Shore, Stage, Viewer

ASKABLE = frozenset((Permission.VIEW, Permission.CONTROL, Permission.CLIPBOARD))  # what this window has pages for
LOCK_LOOK_MS = 2_000
GOOD_BYE_S = 12.0

PASS_ENDS = {
    Ending.WRONG_PASS: PassEnd.WRONG,
    Ending.NOT_CONNECTED: PassEnd.NOT_CONNECTED,
    Ending.PASS_EXPIRED: PassEnd.EXPIRED,
    Ending.PROTOCOL_BROKEN: PassEnd.BROKEN,
    Ending.CERTIFICATE_CHANGED: PassEnd.BROKEN,
}


class Session:
    """`run` lasts until the program may end. `post` may be called from any thread."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._post = Post()
        self._numbers = Numbers(parts, self._post)
        self._signalling = Signalling(parts.dial, self._post.hear)
        self._chapters: list[Chapter] = []
        self._viewer: Viewer | None = None
        self._began: datetime | None = None

    def post(self, item: ToEngine) -> None:
        """From the window, in any thread."""
        self._post.drop(item)

    async def run(self) -> None:
        """The whole course. Whatever happens, it ends by the one way out."""
        self._post.open()
        try:
            await self._course()
        except Exception:
            self._fail()
            await self._leave()
            raise
        await self._leave()

    async def _course(self) -> None:
        follows = Next.WAIT
        while follows is not Next.LEAVE:
            item = await self._post.next() if follows is Next.WAIT else events.NewNumber()
            match item:
                case events.Leave():
                    return
                case events.Begin() | events.NewNumber():
                    follows = await self._attempt()

    async def _attempt(self) -> Next:
        if self._parts.desktop is None:
            self._parts.tell(events.Troubled(Trouble.NO_DESKTOP, again=False))
            return Next.WAIT
        await self._hang_up()
        claim = await self._numbers.fetch(self._signalling)
        if isinstance(claim, Next):
            await self._hang_up()
            return claim
        return await self._with_viewer(claim)

    async def _with_viewer(self, claim: Claim) -> Next:
        parts, chapter = self._parts, claim.chapter
        who = claim.claimed.communicator
        caller = Caller(who.number, who.name)
        parts.tell(events.Called(caller))
        self._chapters.append(chapter)
        self._viewer = viewer = self._viewer_for(caller, claim)
        chapter.entries = viewer.account.entries
        upkeep = Upkeep(self._signalling, chapter, now_ms=parts.now_ms, draw=parts.draw)
        left = False
        while viewer.stage is not Stage.OVER:
            item = await self._post.next(_soonest(viewer, upkeep) / 1000)
            left = left or isinstance(item, events.Leave)
            await self._handle(item, viewer, upkeep)
            if viewer.stage is Stage.LIVE:
                self._while_live()
            viewer.look()
            await upkeep.report()
        assert viewer.ending is not None
        chapter.ending = viewer.ending
        await upkeep.stop()
        await self._signalling.send(broker.End(viewer.ending))
        await viewer.close()
        if viewer.was_live or left or viewer.ending is Ending.STOPPED_BY_SUBSCRIBER:
            return Next.LEAVE
        parts.tell(events.PassOver(PASS_ENDS.get(viewer.ending, PassEnd.AWAY), self._numbers.more()))
        return Next.WAIT

    def _viewer_for(self, caller: Caller, claim: Claim) -> Viewer:
        parts, desktop = self._parts, self._parts.desktop
        assert desktop is not None
        loop = asyncio.get_running_loop()
        show = Show(studio=parts.studio(desktop), loop=loop, now_ms=parts.now_ms, lost=self._fail)
        way = parts.door.admit(
            Gate(ASKABLE.intersection(claim.claimed.allowed)),
            Undo(release=desktop.injection.release_all, clear=show.clear),
        )
        show.behind(way)
        return Viewer(
            caller=caller,
            run=claim.run,
            way=way,
            log=claim.chapter.log,
            transport=parts.transport(),
            show=show,
            inbox=Inbox(way, desktop.injection),
            clipping=Clipping(way, desktop.clipboard),
            shore=Shore(relay=self._relay, over=lambda: self._post.put(Over()), tell=parts.tell, now_ms=parts.now_ms),
        )

    def _own_hand(self, loop: asyncio.AbstractEventLoop) -> None:
        """On the own-hands thread: the door first, then the loop tells the others."""
        viewer = self._viewer
        if viewer is not None:
            viewer.way.local_hand()
            with suppress(RuntimeError):  # the loop has ended, and with it everything there was to tell
                loop.call_soon_threadsafe(viewer.look)

    async def _handle(self, item: Item | None, viewer: Viewer, upkeep: Upkeep) -> None:
        match item:
            case broker.Relay(box=box):
                await viewer.hear_box(box)
            case broker.Ended(reason=reason):
                viewer.end(reason)
            case broker.Resumed():
                upkeep.resumed()
            case broker.Refused(code=Refusal.NO_SUCH_SESSION):
                viewer.end(Ending.LOST)
            case Down():
                await upkeep.lost()
            case events.Leave():
                viewer.end(Ending.STOPPED_BY_SUBSCRIBER)

    def _while_live(self) -> None:
        desktop = self._parts.desktop
        assert desktop is not None
        if self._began is None:
            self._began = self._wall()
            loop = asyncio.get_running_loop()
            desktop.own_hands.watch(lambda: self._own_hand(loop))
        if desktop.lock.is_locked():
            self._parts.door.pause()

    def _fail(self) -> None:
        if self._viewer is not None:
            self._viewer.end(Ending.FAILED)

    async def _relay(self, box: str) -> None:
        await self._signalling.send(broker.Relay(box))

    async def _hang_up(self) -> None:
        await self._signalling.close()
        self._signalling = Signalling(self._parts.dial, self._post.hear)

    async def _leave(self) -> None:
        """Keys up, picture stopped, socket closed; the program is taken away; every claimed session gets its receipt."""
        parts, viewer = self._parts, self._viewer
        parts.door.stop()
        if viewer is not None:
            viewer.end(Ending.STOPPED_BY_SUBSCRIBER)
            parts.tell(events.Finishing(viewer.ending or Ending.FAILED))
        await self._hang_up()
        if parts.desktop is not None:
            parts.desktop.close()
        removed = parts.remover.remove()
        with suppress(TimeoutError):  # nobody waits longer for the last page
            async with asyncio.timeout(GOOD_BYE_S):
                for chapter in self._chapters:
                    await hand_in(chapter, removed, parts.dial)
        if not self._chapters and removed.removal is Removal.VERIFIED:
            parts.tell(events.Gone())
            return
        live = viewer if viewer is not None and viewer.was_live else None
        parts.tell(
            events.Over(
                reason=(viewer.ending if viewer is not None else None) or Ending.STOPPED_BY_SUBSCRIBER,
                removal=removed.removal,
                place=removed.place,
                frozen=parts.remover.frozen,
                caller=live.caller if live is not None else None,
                began=self._began,
                ended=self._wall(),
                used=tuple(sorted(live.account.used)) if live is not None else (),
                handed_in=all(chapter.closed for chapter in self._chapters),
            )
        )

    def _wall(self) -> datetime:
        return datetime.fromtimestamp(self._parts.wall_ms() / 1000, UTC).astimezone()


def _soonest(viewer: Viewer, upkeep: Upkeep) -> int:
    """After how many milliseconds somebody must look again."""
    dues = [viewer.due_ms()]
    if viewer.stage is Stage.LIVE:
        dues.append(LOCK_LOOK_MS)
    if (report := upkeep.due_ms()) is not None:
        dues.append(report)
    return min(dues)
