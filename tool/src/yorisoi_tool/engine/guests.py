"""Who looks along beside the one who helps: each with a number of their own, shown, read out and agreed to, view only.

    Invite -> Open beside the session -> number -> Claimed -> exchange -> question -> view
              \\-> came to nothing: told, another number may be made, or the invitation is taken back

One invitation at a time, at most MAX_JOINED at once. They end with the session; the session does not end with them.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace

from yorisoi_protocol.limits import MAX_JOINED
from yorisoi_protocol.vocabulary import Ending, Permission, ViewerKind

from yorisoi_tool.engine import events
from yorisoi_tool.engine.attendance import Attendance, Place
from yorisoi_tool.engine.ending import Chapter
from yorisoi_tool.engine.events import Caller, PassEnd
from yorisoi_tool.engine.given_up import GivenUp
from yorisoi_tool.engine.number import PASS_ENDS, Beside, Numbers
from yorisoi_tool.engine.parts import Item, Next, Parts, Post
from yorisoi_tool.engine.purse import Purse
from yorisoi_tool.engine.signalling import Signalling

END_S = 4.0


class Guests:
    """Used on the engine's loop. `chapters` gets every claimed session, `attended` everybody who came."""

    def __init__(
        self,
        parts: Parts,
        purse: Purse,
        given_up: GivenUp,
        *,
        chapters: list[Chapter],
        attended: list[Attendance],
    ) -> None:
        self._parts = parts
        self._purse = purse
        self._given_up = given_up
        self._chapters = chapters
        self._attended = attended
        self._guests: dict[asyncio.Task[None], Guest] = {}

    def hear(self, item: Item | None, main: Attendance) -> None:
        """What the window wants about further viewers; anything else is not for here."""
        match item:
            case events.Invite() if main.viewer.was_live:
                self._invite(main)
            case events.GuestNumber():
                self._to_invited(events.NewNumber())
            case events.Uninvite():
                self._to_invited(events.Leave())
            case events.Moved():
                for guest in self._guests.values():
                    guest.post.put(item)

    async def end(self, reason: Ending) -> None:
        """Everybody who looks along is over, and has let go of the desktop, before this returns."""
        tasks = list(self._guests)
        for guest in self._guests.values():
            guest.end(reason)
        if not tasks:
            return
        _, hanging = await asyncio.wait(tasks, timeout=END_S)
        for task in hanging:  # a socket that is still being dialled; nobody sees anything through it
            task.cancel()
        if hanging:
            await asyncio.wait(hanging)

    def _invite(self, main: Attendance) -> None:
        if len(self._guests) >= MAX_JOINED or any(guest.is_invited for guest in self._guests.values()):
            return
        numbers = (self._purse, self._given_up)
        guest = Guest(self._parts, *numbers, main.chapter, chapters=self._chapters, attended=self._attended)
        task = asyncio.create_task(guest.run())
        self._guests[task] = guest
        task.add_done_callback(self._gone)

    def _gone(self, task: "asyncio.Task[None]") -> None:
        self._guests.pop(task, None)
        if not task.cancelled() and task.exception() is not None:
            self._parts.door.stop()  # an error nobody expected ends everything

    def _to_invited(self, item: events.NewNumber | events.Leave) -> None:
        for guest in self._guests.values():
            if guest.is_invited:
                guest.post.put(item)


class Guest:
    """One invitation and what comes of it."""

    def __init__(
        self,
        parts: Parts,
        purse: Purse,
        given_up: GivenUp,
        main: Chapter,
        *,
        chapters: list[Chapter],
        attended: list[Attendance],
    ) -> None:
        self._parts = parts
        self._chapters = chapters
        self._attended = attended
        self.post = Post()
        self.post.open()
        about = replace(parts, tell=lambda event: parts.tell(events.Beside(event)))
        self._numbers = Numbers(about, self.post, purse, given_up, beside=Beside(main.session, main.resume))
        self._attendance: Attendance | None = None
        self.is_invited = True  # nobody sees anything yet

    def end(self, reason: Ending) -> None:
        """Over, at whatever point it stands."""
        if self._attendance is not None:
            self._attendance.viewer.end(reason)
        self.post.put(events.Leave())

    async def run(self) -> None:
        """From the first number to the end of the view."""
        follows = Next.NUMBER
        try:
            while follows is not Next.LEAVE:
                if follows is Next.WAIT:
                    follows = _next_of(await self.post.next())
                    continue
                follows = await self._attempt()
        finally:
            self.is_invited = False
            self._parts.tell(events.BesideOver())

    async def _attempt(self) -> Next:
        signalling = Signalling(self._parts.dial, self.post.hear)
        try:
            claim = await self._numbers.fetch(signalling)
            if isinstance(claim, Next):
                return claim
            self._chapters.append(claim.chapter)
            desktop = self._parts.desktop
            assert desktop is not None
            with desktop.look_along() as its_own:
                place = Place(self.post, signalling, its_own, ViewerKind.JOINED)
                return await self._attend(Attendance(self._parts, place, claim, while_live=self._live))
        finally:
            with suppress(asyncio.CancelledError):
                await signalling.close()

    async def _attend(self, attendance: Attendance) -> Next:
        self._attendance = attendance
        self._attended.append(attendance)
        caller = attendance.caller
        self._parts.tell(events.Beside(events.Called(caller)))
        try:
            ending = await attendance.run()
        finally:
            attendance.fail()  # unless it is over already
            await attendance.close()
            self._attendance = None
        self._tell_gone(attendance, caller)
        if attendance.viewer.was_live or ending in (Ending.STOPPED_BY_SUBSCRIBER, Ending.MAIN_OVER):
            return Next.LEAVE
        why = PASS_ENDS.get(ending, PassEnd.AWAY)
        self._parts.tell(events.Beside(events.PassOver(why, self._numbers.more())))
        return Next.WAIT

    def _tell_gone(self, attendance: Attendance, caller: Caller) -> None:
        self._parts.tell(events.Left(attendance.viewer.way.number, caller))

    def _live(self) -> None:
        """An invitation is taken up once the screen may be seen."""
        if self._attendance is not None and Permission.VIEW in self._attendance.viewer.account.used:
            self.is_invited = False


def _next_of(item: Item | None) -> Next:
    match item:
        case events.NewNumber():
            return Next.NUMBER
        case events.Leave():
            return Next.LEAVE
        case _:
            return Next.WAIT
