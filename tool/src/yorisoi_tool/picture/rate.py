"""What the line carries, judged from acknowledgements. Pure; moments in milliseconds, rates in kbit/s.

Two figures are kept: the rate at which bytes arrived while there was always something to send (the best of the last
second and a half), and the shortest round trip (what a byte needs when no queue stands before it). The pace is the rate times a
gain: above 1 while the line shows no queue, below 1 once one has grown, so the queue in the network stays near QUEUE_MS.
"""

from collections import deque
from dataclasses import dataclass

START_KBPS = 2_000
FLOOR_KBPS = 150
CEILING_KBPS = 40_000
START_RTT_MS = 100  # for the first window
CAUTIOUS_RTT_MS = 300  # for the first timeouts: a satellite answers within four of these
MEMORY_MS = 1_500
SHORT_MEMORY_MS = 400  # when a queue has grown, older and better days no longer count
LEAST_SAMPLES = 6  # one bad sample is a stall somewhere, not a slow line
RTT_MEMORY_MS = 10_000
RECENT_RTTS = 4
QUEUE_MS = 100
LEAST_PROGRESS_MS = 50
LEAST_WINDOW_BYTES, SEARCH_WINDOW = 8_000, 1.5
NO_QUEUE_MS, SHORT_QUEUE_MS, LONG_QUEUE_MS = 15, 35, 90
START_GAIN, SEARCH_GAIN, PROBE_GAIN, DRAIN_GAIN = 1.5, 1.8, 1.35, 0.8
PLATEAUS = 3  # rounds without growth that end the start
LOSS_MESSAGES = 8  # to judge loss by
HEAVY_LOSS = 0.15  # of packets: more than a bad line loses by itself, so it is us
LOSS_BACK_OFF = 0.6


@dataclass(frozen=True, slots=True)
class Stamp:
    """What had arrived, and when that was known, at the moment a message left."""

    delivered: int
    at_ms: int
    left_ms: int  # when the message that arrived last had left
    starved: bool  # there was not always something to send: what arrives says little about the line


class Rate:
    def __init__(self) -> None:
        self.kbps = START_KBPS
        self.rtt_ms: float = CAUTIOUS_RTT_MS  # smoothed
        self._measured = False
        self._queue_ms = 0
        self._recent: deque[int] = deque(maxlen=RECENT_RTTS)
        self._delivered = 0
        self._delivered_at: int | None = None
        self._delivered_left = 0
        self._starved_until = 0
        self._samples: deque[tuple[int, float]] = deque()
        self._rtts: deque[tuple[int, int]] = deque()  # rising: the first is the shortest
        self._starting = True
        self._plateaus, self._best = 0, 0.0
        self._round_ends = 0
        self._backed_off_at: int | None = None
        self._fates: deque[tuple[bool, int]] = deque(maxlen=3 * LOSS_MESSAGES)

    @property
    def shortest_rtt_ms(self) -> int:
        return self._rtts[0][1] if self._rtts else START_RTT_MS

    @property
    def pace_kbps(self) -> int:
        """How fast fragments may leave."""
        if self._queue_ms > LONG_QUEUE_MS:
            gain = DRAIN_GAIN
        elif self._queue_ms > SHORT_QUEUE_MS:
            gain = 1.0
        else:
            gain = START_GAIN if self._starting else SEARCH_GAIN if self._queue_ms < NO_QUEUE_MS else PROBE_GAIN
        return int(min(CEILING_KBPS, max(FLOOR_KBPS, self.kbps * gain)))

    @property
    def window_bytes(self) -> int:
        """How many bytes may be unacknowledged: one round trip and QUEUE_MS of the rate.

        Half as much again while no queue is seen, and always a few tiles: else a rate that was believed too low could
        never be seen to be higher.
        """
        window = self.kbps * (self.shortest_rtt_ms + QUEUE_MS) / 8
        return max(LEAST_WINDOW_BYTES, int(window * (SEARCH_WINDOW if self._queue_ms < NO_QUEUE_MS else 1)))

    def stamp(self, now_ms: int, *, idle: bool) -> Stamp:
        """To keep with a message that leaves now. `idle`: nothing was on its way, so time until now does not count."""
        if idle or self._delivered_at is None:
            self._delivered_at = self._delivered_left = now_ms
        starved = self._delivered < self._starved_until
        return Stamp(self._delivered, self._delivered_at, self._delivered_left, starved)

    def starved(self, open_bytes: int) -> None:
        """There is room and nothing to send: until what is on its way has arrived, samples are too low."""
        self._starved_until = self._delivered + open_bytes + 1

    def round_trip(self, now_ms: int, took_ms: int) -> None:
        took = max(1, took_ms)
        while self._rtts and self._rtts[-1][1] >= took:
            self._rtts.pop()
        self._rtts.append((now_ms, took))
        while self._rtts[0][0] < now_ms - RTT_MEMORY_MS and len(self._rtts) > 1:
            self._rtts.popleft()
        self.rtt_ms = self.rtt_ms + (took - self.rtt_ms) / 8 if self._measured else took
        self._measured = True
        self._recent.append(took)
        self._queue_ms = min(self._recent) - self.shortest_rtt_ms  # a standing queue delays all of them, a hiccup a few

    def arrived(self, now_ms: int, size: int, stamp: Stamp, *, left_ms: int) -> None:
        """`size` bytes that left until `left_ms` arrived."""
        self._delivered += size
        self._delivered_at, self._delivered_left = now_ms, left_ms
        took = max(now_ms - stamp.at_ms, left_ms - stamp.left_ms)  # acknowledgements may come in bursts, sending too
        if took >= 1:
            self._sampled(now_ms, (self._delivered - stamp.delivered) * 8 / max(took, 5), stamp)
        if not stamp.starved and now_ms >= self._round_ends:
            self._end_round(now_ms)

    def progressed(self, now_ms: int, size: int, stamp: Stamp) -> None:
        """`size` bytes of a long message arrived that is still on its way; `stamp` is what it knew before."""
        self._delivered += size
        self._delivered_at = now_ms
        took = now_ms - stamp.at_ms
        if took >= LEAST_PROGRESS_MS:
            self._sampled(now_ms, (self._delivered - stamp.delivered) * 8 / took, stamp)

    def partly(self, size: int) -> None:
        """`size` bytes arrived of a message that was lost all the same: losing a packet is not losing its neighbours."""
        self._delivered += size

    def _sampled(self, now_ms: int, sample: float, stamp: Stamp) -> None:
        if stamp.starved and sample <= self.kbps:
            return
        if not self._samples:
            self._samples.append((now_ms - MEMORY_MS, float(self.kbps)))  # what was believed so far
        self._samples.append((now_ms, sample))
        memory = SHORT_MEMORY_MS if self._queue_ms > LONG_QUEUE_MS else MEMORY_MS
        while len(self._samples) > LEAST_SAMPLES and self._samples[0][0] < now_ms - memory:
            self._samples.popleft()
        self.kbps = int(min(CEILING_KBPS, max(FLOOR_KBPS, max(each for _, each in self._samples))))

    def settled(self, now_ms: int, count: int, *, lost: bool) -> None:
        """A message of `count` packets came whole, or did not. Where no queue is seen, an overfull line shows as loss."""
        self._fates.append((lost, count))
        if len(self._fates) < LOSS_MESSAGES:
            return
        share = min(0.98, sum(lost for lost, _ in self._fates) / len(self._fates))
        packets = sum(count for _, count in self._fates) / len(self._fates)
        if 1 - (1 - share) ** (1 / packets) > HEAVY_LOSS:
            self._back_off(now_ms, LOSS_BACK_OFF)

    def timed_out(self, now_ms: int) -> None:
        """Nothing came back for a message: halve, once in a round trip and half a second."""
        if self._backed_off_at is None or now_ms - self._backed_off_at >= self.rtt_ms + 500:
            self._back_off(now_ms, 0.5)

    def _back_off(self, now_ms: int, share: float) -> None:
        self._backed_off_at = now_ms
        self._starting = False
        self._samples.clear()
        self._fates.clear()
        self.kbps = max(FLOOR_KBPS, int(self.kbps * share))

    def _end_round(self, now_ms: int) -> None:
        self._round_ends = now_ms + int(self.rtt_ms)
        if not self._starting:
            return
        if self.kbps > self._best * 1.2:
            self._best, self._plateaus = float(self.kbps), 0
            return
        self._plateaus += 1
        if self._plateaus >= PLATEAUS or self._queue_ms > LONG_QUEUE_MS:
            self._starting = False
