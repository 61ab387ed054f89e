"""One viewer from the claimed number to the end: its signalling kept up, its boxes handed in, its time watched.

The one who helps and everybody who looks along have one each, with a socket, a queue and a way of their own. Only the first
has the desktop's hand: who looks along is made without (`Desktop.look_along`), so there is nothing an error could let through.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from yorisoi_protocol import broker
from yorisoi_protocol.consent.gate import Gate
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, ViewerKind

from yorisoi_tool.desktops.ports import Desktop
from yorisoi_tool.door import Undo
from yorisoi_tool.engine import events
from yorisoi_tool.engine.clipping import Clipping
from yorisoi_tool.engine.events import Caller
from yorisoi_tool.engine.inbox import Inbox
from yorisoi_tool.engine.number import Claim
from yorisoi_tool.engine.parts import Item, Over, Parts, Post
from yorisoi_tool.engine.show import Show
from yorisoi_tool.engine.signalling import Down, Signalling
from yorisoi_tool.engine.time_box import TimeBox
from yorisoi_tool.engine.upkeep import Upkeep
from yorisoi_tool.engine.viewer import Shore, Stage, Viewer

LOCK_LOOK_MS = 2_000
# What this window has pages for; and what one who looks along is ever asked for, whatever the service says.
ASKABLE = {
    ViewerKind.MAIN: frozenset((Permission.VIEW, Permission.CONTROL, Permission.CLIPBOARD)),
    ViewerKind.JOINED: frozenset((Permission.VIEW,)),
}


@dataclass(frozen=True)
class Place:
    """Where a viewer is attended: through which queue and socket, and on which desktop's eyes and hands."""

    post: Post
    signalling: Signalling
    desktop: Desktop
    kind: ViewerKind


class Attendance:
    """`run` lasts until the viewer is over; `ending` tells why. Used on the engine's loop."""

    def __init__(self, parts: Parts, place: Place, claim: Claim, *, while_live: Callable[[], None]) -> None:
        self._parts = parts
        self._place = place
        self._while_live = while_live
        self.chapter = claim.chapter
        self.successor: Caller | None = None  # who helps on after a hand-over
        self._time = TimeBox(claim.claimed.time_box_s, parts.now_ms())
        self.viewer = self._viewer_for(claim)
        self.chapter.entries = self.viewer.account.entries
        self._upkeep = Upkeep(place.signalling, self.chapter, now_ms=parts.now_ms, draw=parts.draw)

    @property
    def caller(self) -> Caller:
        return self.viewer.caller

    async def run(self, other: Callable[[Item | None], None] = lambda item: None) -> Ending:
        """Attends until the end. What comes for somebody else is handed to `other`. The link is still to be closed."""
        viewer = self.viewer
        while viewer.stage is not Stage.OVER:
            item = await self._place.post.next(self._soonest() / 1000)
            other(item)
            await self._handle(item)
            if viewer.stage is Stage.LIVE:
                self._while_live()
            self._watch_time()
            viewer.look()
            await self._upkeep.report()
        assert viewer.ending is not None
        self.chapter.ending = viewer.ending
        await self._upkeep.stop()
        await self._place.signalling.send(broker.End(viewer.ending))
        return viewer.ending

    async def close(self) -> None:
        """Gives desktop and link up."""
        await self.viewer.close()

    def fail(self) -> None:
        """Something unexpected: this viewer is over."""
        self.viewer.end(Ending.FAILED)

    def _viewer_for(self, claim: Claim) -> Viewer:
        parts, desktop, kind = self._parts, self._place.desktop, self._place.kind
        show = Show(studio=parts.studio(desktop), loop=asyncio.get_running_loop(), now_ms=parts.now_ms, lost=self.fail)
        way = parts.door.admit(
            Gate(ASKABLE[kind].intersection(claim.claimed.allowed)),
            Undo(release=desktop.injection.release_all, clear=show.clear),
        )
        show.behind(way)
        who = claim.claimed.communicator
        return Viewer(
            caller=Caller(who.number, who.name),
            kind=kind,
            run=claim.run,
            way=way,
            log=claim.chapter.log,
            transport=parts.transport(),
            show=show,
            inbox=Inbox(way, desktop.injection),
            clipping=Clipping(way, desktop.clipboard),
            shore=Shore(
                relay=self._relay, over=lambda: self._place.post.put(Over()), tell=parts.tell, now_ms=parts.now_ms
            ),
        )

    async def _handle(self, item: Item | None) -> None:
        viewer = self.viewer
        match item:
            case broker.Relay(box=box):
                await viewer.hear_box(box)
            case broker.TimeLeft(seconds=seconds):
                if self._time.told(seconds, self._parts.now_ms()):
                    self._tell_time(is_soon=False)
            case broker.Ended(reason=reason, successor=successor):
                self.successor = next((Caller(who.number, who.name) for who in successor), None)
                viewer.end(reason)
            case broker.Resumed():
                self._upkeep.resumed()
            case broker.Refused(code=Refusal.NO_SUCH_SESSION):
                viewer.end(Ending.LOST)
            case Down():
                await self._upkeep.lost()
            case events.Leave():
                viewer.end(Ending.STOPPED_BY_SUBSCRIBER)

    def _watch_time(self) -> None:
        now = self._parts.now_ms()
        if self._time.is_over(now):
            self.viewer.end(Ending.TIME_OVER)
        elif self.viewer.stage is Stage.LIVE and self._time.becomes_soon(now):
            self._tell_time(is_soon=True)

    def _tell_time(self, *, is_soon: bool) -> None:
        """The window says it once, for the one who helps; who looks along has the same end."""
        if self._place.kind is ViewerKind.MAIN:
            left_ms = self._time.left_ms(self._parts.now_ms())
            until = datetime.fromtimestamp((self._parts.wall_ms() + left_ms) / 1000, UTC).astimezone()
            self._parts.tell(events.TimeTold(is_soon, until))

    def _soonest(self) -> int:
        """After how many milliseconds somebody must look again."""
        is_live = self.viewer.stage is Stage.LIVE
        dues = [self.viewer.due_ms(), self._time.due_ms(self._parts.now_ms(), tells=is_live)]
        if is_live:
            dues.append(LOCK_LOOK_MS)
        if (report := self._upkeep.due_ms()) is not None:
            dues.append(report)
        return min(dues)

    async def _relay(self, box: str) -> None:
        await self._place.signalling.send(broker.Relay(box))
