"""What is on its way to the viewer: one entry for each message until its fate is known. Pure; moments in milliseconds.

    offered -> departed -> arrived -> painted | refused
                        \\-> lost       something that left REORDER_MS later has arrived, or nothing came back in time

An entry that ended badly tells which pixels nothing newer covers (`uncovered`); those are dirty again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from yorisoi_protocol.frames.picture import FRAGMENT_DATA_BYTES, Ack, Fate
from yorisoi_protocol.limits import MAX_MISSING

from yorisoi_tool.picture.rate import Rate, Stamp
from yorisoi_tool.picture.region import NOTHING, Rect, Region

REORDER_MS = 30
LEAST_TIMEOUT_MS = 250
PROBE_MS = 80
TIMEOUT_ROUND_TRIPS = 4
MOST_REPEATS = 3
FORGOTTEN_MS = 5_000
MOST_OPEN = 160  # well inside the window that one acknowledgement repeats
REPEAT_WHOLE_FRAGMENTS = 24  # a longer video message of which nothing arrived is not repeated


class Kind(Enum):
    TILE = "tile"
    VIDEO = "video"
    SHAPE = "shape"
    PLACE = "place"
    PROBE = "probe"
    STILL = "still"


@dataclass
class Flight:
    seq: int
    kind: Kind
    rect: Rect | None
    size: int
    count: int
    refine: bool = False
    key: bool = False
    first_ms: int | None = None
    last_ms: int | None = None
    stamp: Stamp | None = None
    arrived: bool = False
    ended: bool = False
    failed: bool = False
    uncovered: Region = NOTHING  # once failed: the pixels that nothing newer covers
    repeats: int = 0
    repeating: bool = False
    heard: int = 0  # bytes known to have arrived although the message is not complete


@dataclass
class News:
    """What an acknowledgement or the passing of time brought. `lost` are those of `failed` that never got there."""

    painted: list[Flight] = field(default_factory=list)
    failed: list[Flight] = field(default_factory=list)
    lost: list[Flight] = field(default_factory=list)
    repeat: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    need_key: bool = False


class Credit:
    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._flights: dict[int, Flight] = {}
        self._last_seq = self._last_key = self._probed_ms = 0
        self._bytes = 0
        self._given_up: dict[int, int] = {}  # message number -> when it left: a late answer still tells the round trip

    def __iter__(self) -> Iterator[Flight]:
        """Everything whose fate is open, oldest first."""
        return (flight for flight in self._flights.values() if not flight.ended)

    @property
    def open_bytes(self) -> int:
        """Bytes offered and neither arrived nor given up."""
        return self._bytes

    @property
    def is_idle(self) -> bool:
        return not any(True for _ in self)

    def count(self, kind: Kind) -> int:
        return sum(flight.kind is kind for flight in self)

    def has_room(self) -> bool:
        return self._bytes < self._rate.window_bytes and len(self._flights) < MOST_OPEN

    def offered(self, flight: Flight) -> None:
        self._flights[flight.seq] = flight
        self._last_seq = max(self._last_seq, flight.seq)
        if flight.key:
            self._last_key = flight.seq
        self._bytes += flight.size

    def began(self, seq: int, now_ms: int) -> None:
        """The first fragment has been handed to the transport."""
        flight = self._flights.get(seq)
        if flight is None or flight.first_ms is not None:
            return
        flight.stamp = self._rate.stamp(
            now_ms, idle=not any(each.first_ms is not None and not each.arrived for each in self)
        )
        flight.first_ms = now_ms
        if flight.kind is Kind.PROBE:
            self._probed_ms = now_ms

    def departed(self, seq: int, now_ms: int) -> None:
        """Every fragment (or every repeated one) has been handed to the transport."""
        flight = self._flights.get(seq)
        if flight is None or flight.ended:
            return
        flight.last_ms = now_ms
        flight.repeating = False

    def dropped(self, seq: int, news: News) -> None:
        """The outbox threw it away before all of it left."""
        flight = self._flights.get(seq)
        if flight is not None and not flight.ended:
            self._lose(flight, news)
        self._prune()

    def acknowledged(self, ack: Ack, now_ms: int) -> News:
        """Takes one acknowledgement. One that names what was never sent is no acknowledgement: it changes nothing."""
        news = News()
        if ack.newest > self._last_seq:
            return news
        oldest_told = ack.newest - len(ack.fates) + 1
        missing: dict[int, list[int]] = {}
        for each in ack.missing:
            missing.setdefault(each.seq, []).append(each.index)
        self._hear_parts(ack, missing, now_ms)
        for flight in list(self):
            if flight.seq > ack.newest or flight.last_ms is None:
                continue
            fate = ack.fates[ack.newest - flight.seq] if flight.seq >= oldest_told else Fate.UNKNOWN
            if fate is not Fate.UNKNOWN:
                self._arrive(flight, now_ms)
            if fate is Fate.PAINTED:
                self._end(flight, news, well=True)
            elif fate is Fate.REFUSED:
                self._end(flight, news, well=False)
            elif fate is Fate.UNKNOWN and flight.seq < oldest_told:
                self._lose(flight, news)
        self._hear_late(ack, oldest_told, now_ms)
        self._find_lost(now_ms, ack.newest, missing, news)
        news.need_key = ack.need_key and ack.newest >= self._last_key and not any(flight.key for flight in self)
        self._prune()
        return news

    def passed(self, now_ms: int) -> News:
        """Takes the passing of time."""
        news = News()
        for flight in list(self):
            due = None if flight.ended else self._timeout_of(flight)
            if due is not None and now_ms >= due:
                self._rate.timed_out(now_ms)
                if flight.last_ms is not None and flight.repeats == 0:
                    self._given_up[flight.seq] = flight.last_ms
                self._lose(flight, news)
        self._prune()
        return news

    def deadline(self) -> int | None:
        dues = [due for flight in self if (due := self._timeout_of(flight)) is not None]
        return min(dues, default=None)

    def probe_due(self) -> int | None:
        """When to ask for an acknowledgement, provided nothing else is sent until then; None: nothing to ask about.

        Asked when nothing was heard about the last messages, and while a long one is leaving: the answer tells how much
        of it is there.
        """
        if any(flight.kind is Kind.PROBE for flight in self):
            return None
        waiting = list(self)
        leaving = [flight for flight in waiting if flight.last_ms is None or flight.repeating]
        if leaving:
            begun = [flight.first_ms for flight in leaving if flight.kind is Kind.VIDEO and flight.first_ms is not None]
            return max(self._probed_ms, *begun) + PROBE_MS if begun else None
        if not waiting:
            return None
        return max(flight.last_ms or 0 for flight in waiting) + int(self._rate.rtt_ms * 1.25) + 40

    def forget(self) -> list[Flight]:
        """The viewer knows nothing any more: hands out what was open and begins anew."""
        open_ = list(self)
        self._flights.clear()
        self._bytes = 0
        return open_

    def _hear_parts(self, ack: Ack, missing: dict[int, list[int]], now_ms: int) -> None:
        """What is missing tells how much of a long message is there: room and rate need not wait for its end.

        Of the newest message the page names only what later fragments have overtaken, of the others everything.
        """
        cut = len(ack.missing) == MAX_MISSING
        for flight in self:
            wanted = missing.get(flight.seq)
            if flight.kind is not Kind.VIDEO or flight.arrived or not wanted:
                continue
            if flight.seq == ack.newest:
                there = wanted[-1] + 2 - len(wanted)
            elif cut and ack.missing[-1].seq == flight.seq:
                there = wanted[-1] + 1 - len(wanted)
            else:
                there = flight.count - len(wanted)
            new = min(flight.size, there * FRAGMENT_DATA_BYTES) - flight.heard
            if new <= 0:
                continue
            if flight.stamp is not None:
                self._rate.progressed(now_ms, new, flight.stamp)
                flight.stamp = self._rate.stamp(now_ms, idle=False)
            flight.heard += new
            self._bytes -= new

    def _hear_late(self, ack: Ack, oldest_told: int, now_ms: int) -> None:
        """Messages given up too early: the line is longer than it was believed to be."""
        for seq, left_ms in list(self._given_up.items()):
            if seq > ack.newest:
                continue
            if seq >= oldest_told and ack.fates[ack.newest - seq] is not Fate.UNKNOWN:
                self._rate.round_trip(now_ms, now_ms - left_ms)
                del self._given_up[seq]
            elif seq < oldest_told or now_ms - left_ms > FORGOTTEN_MS:
                del self._given_up[seq]

    def _find_lost(self, now_ms: int, newest: int, missing: dict[int, list[int]], news: News) -> None:
        """Of the newest message something arrived, of others all: what left well before they began is lost."""
        arrived = [
            each.first_ms
            for each in self._flights.values()
            if each.first_ms is not None and (each.arrived or each.seq == newest)
        ]
        newest_arrived = max(arrived, default=-1)
        for flight in list(self):
            if flight.ended or flight.arrived or flight.repeating or flight.last_ms is None:
                continue
            overtaken = newest_arrived >= flight.last_ms + REORDER_MS
            wanted = missing.get(flight.seq)
            if flight.kind is Kind.VIDEO:
                late = wanted is not None and now_ms - flight.last_ms > self._rate.rtt_ms + REORDER_MS
                if overtaken or late:
                    self._repeat(flight, wanted, news)
            elif overtaken:
                self._rate.settled(now_ms, flight.count, lost=True)
                self._rate.partly(flight.size * (flight.count - 1) // flight.count)
                self._lose(flight, news)

    def _repeat(self, flight: Flight, wanted: list[int] | None, news: News) -> None:
        """A video frame is worth repeating, for the frames after it need it; after MOST_REPEATS it is given up."""
        if (wanted is None and flight.count > REPEAT_WHOLE_FRAGMENTS) or flight.repeats >= MOST_REPEATS:
            self._lose(flight, news)
            return
        flight.repeats += 1
        flight.repeating = True
        indices = tuple(index for index in (range(flight.count) if wanted is None else wanted) if index < flight.count)
        news.repeat.append((flight.seq, indices))

    def _timeout_of(self, flight: Flight) -> int | None:
        if flight.last_ms is None or flight.repeating:
            return None
        return flight.last_ms + max(LEAST_TIMEOUT_MS, int(TIMEOUT_ROUND_TRIPS * self._rate.rtt_ms))

    def _arrive(self, flight: Flight, now_ms: int) -> None:
        if flight.arrived:
            return
        self._rate.settled(now_ms, flight.count, lost=False)
        flight.arrived = True
        self._bytes -= flight.size - flight.heard
        if flight.last_ms is not None and flight.repeats == 0:
            self._rate.round_trip(now_ms, now_ms - flight.last_ms)
        if flight.stamp is not None and flight.last_ms is not None:
            self._rate.arrived(now_ms, flight.size - flight.heard, flight.stamp, left_ms=flight.last_ms)

    def _lose(self, flight: Flight, news: News) -> None:
        """Gives a message up. With a video frame go the frames after it, which cannot be decoded without it."""
        if flight.ended:
            return
        self._end(flight, news, well=False)
        news.lost.append(flight)
        if flight.kind is Kind.VIDEO:
            for after in list(self):
                if after.seq > flight.seq and after.kind is Kind.VIDEO:
                    if after.key:
                        return
                    self._end(after, news, well=False)
                    news.lost.append(after)

    def _end(self, flight: Flight, news: News, *, well: bool) -> None:
        if not flight.arrived:
            flight.arrived = well
            self._bytes -= flight.size - flight.heard
        flight.ended, flight.failed = True, not well
        if not well:
            flight.uncovered = self._uncovered(flight)
        (news.painted if well else news.failed).append(flight)

    def _uncovered(self, flight: Flight) -> Region:
        """A newer message that fails later makes its own pixels dirty, so until then it counts as cover."""
        if flight.rect is None:
            return NOTHING
        newer = Region.of(
            other.rect.crossed(flight.rect)
            for other in self._flights.values()
            if other.seq > flight.seq and other.rect is not None and not other.failed
        )
        return Region.of([flight.rect]) - newer

    def _prune(self) -> None:
        """What ended well is kept while something older is open: it tells what covers that."""
        oldest_open = next((flight.seq for flight in self), None)
        self._flights = {
            seq: flight
            for seq, flight in self._flights.items()
            if not flight.ended or (oldest_open is not None and seq > oldest_open and not flight.failed)
        }
