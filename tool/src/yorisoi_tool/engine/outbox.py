"""What leaves for the viewer on the channel `picture`, in which order and how fast.

    pointer  before  repeats of video  before  tiles  before  video

Words and input acknowledgements have channels of their own; they pass in front because the transport is kept almost
empty: a fragment is handed over only when little else waits there, at the measured pace, and after the door allowed it.
So after a revocation nothing of the picture leaves but what the transport already had, a few packets.

Thread safe: the camera offers, the loop pumps, anybody clears. Numbers are given by whoever reads the pixels.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from yorisoi_protocol.frames.fragments import split
from yorisoi_protocol.frames.picture import fragments as packing
from yorisoi_protocol.limits import FRAGMENT_BYTES

TRANSPORT_MS = 20  # of the pace may wait inside the transport
LEAST_TRANSPORT_BYTES = 4 * FRAGMENT_BYTES
BURST_MS = 10
LEAST_BURST_BYTES = 2 * FRAGMENT_BYTES
RETRY_MS = 5
OVERHEAD_BYTES = 90  # SCTP, DTLS, UDP and IP around each fragment
KEPT = 8  # video messages that may be asked for again
START_KBPS = 2_000


class PictureTransport(Protocol):
    def send_picture(self, data: bytes) -> None:
        """One packet on the channel `picture`; dropped when the channel is not open."""

    def buffered(self) -> int:
        """Bytes of all channels that wait inside the transport."""


class Priority(IntEnum):
    """Lower goes first."""

    POINTER = 0
    PLACE = 1
    REPEAT = 2
    TILE = 3
    VIDEO = 4


@dataclass
class Waiting:
    seq: int
    packets: deque[bytes]
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What happened since the last report, in order."""

    began: tuple[tuple[int, int], ...]  # (message number, ms)
    departed: tuple[tuple[int, int], ...]
    dropped: tuple[int, ...]


class Outbox:
    def __init__(self, *, allows: Callable[[], bool], wake: Callable[[], None]) -> None:
        """`allows` is asked before each fragment. `wake` is called when there is something to pump (any thread)."""
        self._allows, self._wake = allows, wake
        self._lock = threading.Lock()
        self._queues: dict[Priority, deque[Waiting]] = {priority: deque() for priority in Priority}
        self._kept: dict[int, list[bytes]] = {}
        self._began: list[tuple[int, int]] = []
        self._departed: list[tuple[int, int]] = []
        self._dropped: list[int] = []
        self._clears = 0  # how often everything was thrown away: what was allowed before the last time is not any more
        self._pace_kbps = START_KBPS
        self._tokens: float = LEAST_BURST_BYTES
        self._filled_at: int | None = None
        self._progress: Callable[[], None] = _nobody

    def on_progress(self, told: Callable[[], None]) -> None:
        """`told` is called, on the pumping thread, whenever a message has left or was dropped."""
        self._progress = told

    def pace(self, kbps: int) -> None:
        """How fast fragments may leave from now on."""
        self._pace_kbps = kbps

    def offer(self, seq: int, message: bytes, priority: Priority, *, replaces: bool = False) -> None:
        """Queues one packed message. `replaces`: older ones of this priority that have not begun are thrown away."""
        packets = [packing.pack(fragment) for fragment in split(seq, message)]
        with self._lock:
            queue = self._queues[priority]
            if replaces:
                self._dropped += [old.seq for old in queue if not old.begun]
                begun = [old for old in queue if old.begun]
                queue.clear()
                queue.extend(begun)
            queue.append(Waiting(seq, deque(packets)))
            if priority is Priority.VIDEO:
                self._kept[seq] = packets
                while len(self._kept) > KEPT:
                    del self._kept[min(self._kept)]
        self._wake()

    def repeat(self, seq: int, indices: Iterable[int]) -> None:
        """Sends fragments of a video message again; reports it as dropped when it is not kept any more."""
        with self._lock:
            packets = self._kept.get(seq, [])
            chosen = deque(packets[index] for index in indices if index < len(packets))
            if chosen:
                self._queues[Priority.REPEAT].append(Waiting(seq, chosen, begun=True))
            else:
                self._dropped.append(seq)
        if chosen:
            self._wake()

    def waiting_bytes(self) -> int:
        """What stands in the queues, the packets still to leave."""
        with self._lock:
            return sum(len(packet) for queue in self._queues.values() for each in queue for packet in each.packets)

    def clear(self) -> None:
        """Throws everything away at once: the view was taken back, or the viewer is gone."""
        with self._lock:
            for queue in self._queues.values():
                self._dropped += [each.seq for each in queue]
                queue.clear()
            self._kept.clear()
            self._clears += 1
        self._progress()

    def report(self) -> Report:
        """Hands out and forgets what happened. The camera takes it before it looks at acknowledgements."""
        with self._lock:
            report = Report(tuple(self._began), tuple(self._departed), tuple(self._dropped))
            self._began.clear()
            self._departed.clear()
            self._dropped.clear()
        return report

    def pump(self, now_ms: int, transport: PictureTransport) -> int | None:
        """Hands over what pace, transport and door allow. Answers when to call again, in ms; None: `wake` will tell."""
        progress = False
        again: int | None = None
        with self._lock:
            self._fill(now_ms)
        while again is None and self._first() is not None:
            clears = self._clears
            if transport.buffered() >= max(LEAST_TRANSPORT_BYTES, self._pace_kbps * TRANSPORT_MS // 8):
                again = RETRY_MS
            elif self._tokens <= 0:
                again = max(1, int(-self._tokens * 8 / self._pace_kbps) + 1)
            elif not self._allows():  # without our lock: who revokes may hold the door's while it clears this box
                self.clear()
            else:
                progress = self._hand_over(now_ms, transport, clears) or progress
        if progress:
            self._progress()
        return again

    def _hand_over(self, now_ms: int, transport: PictureTransport, clears: int) -> bool:
        """One fragment, unless all was thrown away since it was allowed; True when it was the last of its message."""
        with self._lock:
            waiting = self._first()
            if waiting is None or clears != self._clears:
                return False
            packet = waiting.packets.popleft()
            transport.send_picture(packet)
            self._tokens -= len(packet) + OVERHEAD_BYTES
            if not waiting.begun:
                waiting.begun = True
                self._began.append((waiting.seq, now_ms))
            if waiting.packets:
                return False
            self._departed.append((waiting.seq, now_ms))
            self._remove(waiting)
            return True

    def _fill(self, now_ms: int) -> None:
        passed = 0 if self._filled_at is None else max(0, now_ms - self._filled_at)
        self._filled_at = now_ms
        most = max(LEAST_BURST_BYTES, self._pace_kbps * BURST_MS // 8)
        self._tokens = min(most, self._tokens + passed * self._pace_kbps / 8)

    def _first(self) -> Waiting | None:
        return next((queue[0] for queue in self._queues.values() if queue), None)

    def _remove(self, waiting: Waiting) -> None:
        for queue in self._queues.values():
            if queue and queue[0] is waiting:
                queue.popleft()
                return


def _nobody() -> None:
    pass
