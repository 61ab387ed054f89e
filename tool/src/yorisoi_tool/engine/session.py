"""The engine's course: a number, a viewer, a session, the way out. One coroutine on one loop; everything comes by one queue.

Begin | NewNumber -> Open -> Offered: the number is shown -> Claimed: a viewer -> live -> ending
                        \\-> Refused: told             \\-> came to nothing: told, another number may be made

`attendance` holds one viewer, `guests` those who look along beside the first; all stand under one door.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from yorisoi_protocol.vocabulary import Ending, Removal, ViewerKind

from yorisoi_tool.engine import events
from yorisoi_tool.engine.attendance import Attendance, Place
from yorisoi_tool.engine.ending import Chapter, hand_in
from yorisoi_tool.engine.events import Caller, PassEnd, ToEngine, Trouble
from yorisoi_tool.engine.given_up import GivenUp
from yorisoi_tool.engine.guests import Guests
from yorisoi_tool.engine.number import PASS_ENDS, Claim, Numbers
from yorisoi_tool.engine.parts import Item, Next, Parts, Post
from yorisoi_tool.engine.purse import Purse
from yorisoi_tool.engine.signalling import Signalling

GOOD_BYE_S = 12.0


class Session:
    """`run` lasts until the program may end. `post` may be called from any thread."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._post = Post()
        purse = Purse()
        self._given_up = GivenUp(parts.dial)
        self._numbers = Numbers(parts, self._post, purse, self._given_up)
        self._signalling = Signalling(parts.dial, self._post.hear)
        self._chapters: list[Chapter] = []
        self._attended: list[Attendance] = []
        self._main: Attendance | None = None
        self._guests = Guests(parts, purse, self._given_up, chapters=self._chapters, attended=self._attended)
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
        parts, desktop = self._parts, self._parts.desktop
        assert desktop is not None
        who = claim.claimed.communicator
        parts.tell(events.Called(Caller(who.number, who.name)))
        self._chapters.append(claim.chapter)
        place = Place(self._post, self._signalling, desktop, ViewerKind.MAIN)
        self._main = main = Attendance(parts, place, claim, while_live=self._while_live)
        self._attended.append(main)
        left = False

        def other(item: Item | None) -> None:
            nonlocal left
            left = left or isinstance(item, events.Leave)
            self._guests.hear(item, main)

        ending = await main.run(other)
        await self._guests.end(Ending.MAIN_OVER)
        await main.close()
        if left:
            return Next.LEAVE
        if ending is Ending.HANDED_OVER:
            parts.tell(events.HandedOver(main.successor))
            return Next.WAIT
        if main.viewer.was_live or ending is Ending.STOPPED_BY_SUBSCRIBER:
            return Next.LEAVE
        parts.tell(events.PassOver(PASS_ENDS.get(ending, PassEnd.AWAY), self._numbers.more()))
        return Next.WAIT

    def _own_hand(self, loop: asyncio.AbstractEventLoop) -> None:
        """On the own-hands thread: the door first, then the loop tells the others."""
        main = self._main
        if main is not None:
            viewer = main.viewer
            viewer.way.local_hand()
            with suppress(RuntimeError):  # the loop has ended, and with it everything there was to tell
                loop.call_soon_threadsafe(viewer.look)

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
        if self._main is not None:
            self._main.fail()

    async def _hang_up(self) -> None:
        await self._signalling.close()
        self._signalling = Signalling(self._parts.dial, self._post.hear)

    async def _leave(self) -> None:
        """Keys up, picture stopped, socket closed; the program is taken away; every claimed session gets its receipt."""
        parts, viewer = self._parts, None if self._main is None else self._main.viewer
        parts.door.stop()
        if viewer is not None:
            viewer.end(Ending.STOPPED_BY_SUBSCRIBER)
            parts.tell(events.Finishing(viewer.ending or Ending.FAILED))
        await self._guests.end(Ending.STOPPED_BY_SUBSCRIBER)
        await self._hang_up()
        if parts.desktop is not None:
            parts.desktop.close()
        removed = parts.remover.remove()
        with suppress(TimeoutError):  # nobody waits longer for the last page
            async with asyncio.timeout(GOOD_BYE_S):
                for chapter in self._chapters:
                    await hand_in(chapter, removed, parts.dial)
                await self._given_up.hand_in(removed)
        if not self._chapters and removed.removal is Removal.VERIFIED:
            parts.tell(events.Gone())
            return
        came = [each.viewer for each in self._attended if each.viewer.was_live]
        parts.tell(
            events.Over(
                reason=(viewer.ending if viewer is not None else None) or Ending.STOPPED_BY_SUBSCRIBER,
                removal=removed.removal,
                place=removed.place,
                frozen=parts.remover.frozen,
                callers=tuple(dict.fromkeys(each.caller for each in came)),
                began=self._began,
                ended=self._wall(),
                used=tuple(sorted({permission for each in came for permission in each.account.used})),
                handed_in=all(chapter.closed for chapter in self._chapters),
            )
        )

    def _wall(self) -> datetime:
        return datetime.fromtimestamp(self._parts.wall_ms() / 1000, UTC).astimezone()
