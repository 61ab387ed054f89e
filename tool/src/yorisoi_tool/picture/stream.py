"""The picture of one viewer: joins planner, credit and rate. Pure: it decides, the camera acts.

    damage, pointer, acknowledgements, departures, time  ->  one `Step` at a time, and what to repeat

Message numbers are given here, when pixels are read: the order of numbers is the order of truth.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from yorisoi_protocol.frames.picture import Ack

from yorisoi_tool.picture.credit import Credit, Flight, Kind, News
from yorisoi_tool.picture.planner import Planner, SendTile, SendVideo
from yorisoi_tool.picture.rate import Rate
from yorisoi_tool.picture.region import Rect

MOST_VIDEOS = 3  # on their way
WAITING_MS = 20  # of the pace may stand in the outbox before more is read: what is read late is newer
PLACE_MS = 33
STILL_MS = 300  # of rest before the viewer is told that all is exact: not between two typed letters
LEAST_BUDGET_MS, MOST_BUDGET_MS = 33, 150
FRESH_MS = 200  # after such a pause a frame shows something new
LEAST_BUDGET_BYTES = 1_500
VIDEO_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class SendShape:
    """The pointer's newest picture."""


@dataclass(frozen=True, slots=True)
class SendPlace:
    """The pointer's newest place."""


@dataclass(frozen=True, slots=True)
class SendProbe:
    """Nothing was heard about the last messages: ask."""


@dataclass(frozen=True, slots=True)
class SendStill:
    """Everything sent so far is painted and exact."""


Step = SendTile | SendVideo | SendShape | SendPlace | SendProbe | SendStill
KINDS = {
    SendTile: Kind.TILE,
    SendVideo: Kind.VIDEO,
    SendShape: Kind.SHAPE,
    SendPlace: Kind.PLACE,
    SendProbe: Kind.PROBE,
    SendStill: Kind.STILL,
}


class Stream:
    def __init__(self, width: int, height: int, *, video: bool) -> None:
        self.rate = Rate()
        self._credit = Credit(self.rate)
        self.planner = Planner(width, height, video=video)
        self.planner.everything()
        self._seq = 0
        self._shape_due = self._place_due = True
        self._place_seq = self._shape_seq = 0
        self._place_at: int | None = None
        self._video_at: int | None = None
        self._told_still = False
        self._drawn_at = 0

    def restart(self, width: int, height: int, *, video: bool) -> None:
        """A new viewer, transport or layout: nothing it shows is known. Numbers go on."""
        pointer = self.planner.pointer
        self._credit.forget()
        self.planner = Planner(width, height, video=video)
        self.planner.pointer = pointer
        self.planner.everything()
        self._shape_due = self._place_due = True
        self._video_at = self._place_at = None
        self._told_still = False

    def new_line(self) -> None:
        """Another transport: what was measured on the old one means nothing."""
        self.rate = Rate()
        self._credit = Credit(self.rate)

    @property
    def is_exact(self) -> bool:
        """Whether the viewer is known to show the screen to the bit."""
        return self.planner.is_exact and self._credit.is_idle

    def damaged(self, rects: Iterable[Rect]) -> None:
        self.planner.damaged(rects)
        self._told_still = False

    def shape_changed(self) -> None:
        self._shape_due = True

    def pointer_moved(self, x: int, y: int) -> None:
        self.planner.pointer = (x, y)
        self._place_due = True

    def began(self, seq: int, now_ms: int) -> None:
        self._credit.began(seq, now_ms)

    def departed(self, seq: int, now_ms: int) -> None:
        self._credit.departed(seq, now_ms)

    def dropped(self, seq: int, now_ms: int) -> None:
        """The outbox threw a message away: it was not sent, or not all of it."""
        news = News()
        self._credit.dropped(seq, news)
        self._take(news, now_ms)

    def acknowledged(self, ack: Ack, now_ms: int) -> list[tuple[int, tuple[int, ...]]]:
        """What the page says. Answers fragments to send again: (message number, indices)."""
        news = self._credit.acknowledged(ack, now_ms)
        self._take(news, now_ms)
        return news.repeat

    def passed(self, now_ms: int) -> None:
        """Time passed."""
        self._take(self._credit.passed(now_ms), now_ms)

    def next(self, now_ms: int, waiting_bytes: int) -> Step | None:
        """The next thing to send; `waiting_bytes` stand in the outbox."""
        if self._shape_due and not self._credit.count(Kind.SHAPE):
            return SendShape()
        if self._place_due and (self._place_at is None or now_ms - self._place_at >= PLACE_MS):
            return SendPlace()
        room = self.has_room(waiting_bytes)
        self.planner.rate_is(self.rate.kbps)
        step = self.planner.next(now_ms, tiles=room, video=room and self._credit.count(Kind.VIDEO) < MOST_VIDEOS)
        if step is not None:
            return step
        if room and not waiting_bytes:
            self.rate.starved(self._credit.open_bytes)
        probe = self._credit.probe_due()
        if probe is not None and now_ms >= probe:
            return SendProbe()
        if self.is_exact and not self._told_still and now_ms - self._drawn_at >= STILL_MS:
            return SendStill()
        return None

    def has_room(self, waiting_bytes: int) -> bool:
        """Whether pixels read now could leave soon. Without room nothing is read: damage adds up, the newest wins."""
        return self._credit.has_room() and waiting_bytes * 8 <= self.rate.pace_kbps * WAITING_MS

    def budget(self, now_ms: int, *, key: bool) -> int:
        """How many bytes the next video frame may have: what the line carries until the one after it.

        A key frame and a wholly new picture get little, for an encoder overspends there many times over, and being
        soon there matters more than being fine: what follows makes it finer.
        """
        since = None if self._video_at is None else now_ms - self._video_at
        fresh = key or since is None or since > FRESH_MS
        ms = LEAST_BUDGET_MS if fresh or since is None else min(MOST_BUDGET_MS, max(LEAST_BUDGET_MS, since))
        return max(LEAST_BUDGET_BYTES, int(self.rate.kbps * ms * VIDEO_SHARE / 8))

    def sent(self, step: Step, *, size: int, count: int, now_ms: int, rect: Rect | None = None) -> int:
        """A message for this step of `size` bytes in `count` fragments goes to the outbox: its number.

        `rect`: what a tile holds in the end (it may be less than was planned).
        """
        self._seq += 1
        flight = Flight(self._seq, KINDS[type(step)], None, size, count)
        match step:
            case SendTile():
                flight.rect, flight.refine = rect or step.rect, step.refine
                self._drawn_at = now_ms
                self.planner.tile_sent(flight.rect, size, planned=step.rect)
            case SendVideo():
                flight.rect, flight.key = step.rect, step.key
                self.planner.video_sent(step.rect, now_ms, key=step.key)
                self._video_at = self._drawn_at = now_ms
            case SendShape():
                self._shape_due, self._shape_seq = False, self._seq
            case SendPlace():
                self._place_due, self._place_seq, self._place_at = False, self._seq, now_ms
            case SendStill():
                self._told_still = True
            case SendProbe():
                pass
        self._credit.offered(flight)
        return self._seq

    def deadline(self, now_ms: int) -> int | None:
        """When to call `passed` and `next` again although nothing happens."""
        moments = [self.planner.deadline(now_ms), self._credit.deadline(), self._credit.probe_due()]
        if self._place_due and self._place_at is not None:
            moments.append(self._place_at + PLACE_MS)
        if self.is_exact and not self._told_still:
            moments.append(self._drawn_at + STILL_MS)
        return min((moment for moment in moments if moment is not None), default=None)

    def _take(self, news: News, now_ms: int) -> None:
        lost = {flight.seq for flight in news.lost}
        for flight in news.failed:
            self._failed(flight, now_ms, lost=flight.seq in lost)
        if news.need_key:
            self.planner.key_needed()

    def _failed(self, flight: Flight, now_ms: int, *, lost: bool) -> None:
        match flight.kind:
            case Kind.TILE:
                self.planner.tile_lost(flight.uncovered, now_ms, refine=flight.refine)
                self._told_still = False
            case Kind.VIDEO:
                self.planner.video_lost(flight.uncovered, broken=lost)
                self._told_still = False
            case Kind.SHAPE:
                self._shape_due = self._shape_due or (lost and flight.seq == self._shape_seq)
            case Kind.PLACE:
                self._place_due = self._place_due or (lost and flight.seq == self._place_seq)
            case Kind.STILL:
                self._told_still = False
            case Kind.PROBE:
                pass
