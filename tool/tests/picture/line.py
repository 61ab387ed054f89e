"""One way of an emulated line: rate, delay, jitter, loss and a queue that drops at its tail. Pure; milliseconds."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class LineKind:
    delay_ms: float = 1.0
    rate_kbps: float = 0.0  # 0: without limit
    loss: float = 0.0
    queue_ms: float = 250.0
    jitter_ms: float = 0.0
    reorders: bool = False


LOCAL = LineKind()
HOME = LineKind(delay_ms=40, rate_kbps=2_000, loss=0.01)
BAD = LineKind(delay_ms=60, rate_kbps=1_500, loss=0.08, jitter_ms=30, reorders=True)
THIN = LineKind(delay_ms=100, rate_kbps=400, loss=0.02)
LONG = LineKind(delay_ms=250, rate_kbps=5_000, loss=0.005)


class Line:
    def __init__(self, kind: LineKind, chance: random.Random) -> None:
        self.kind, self._chance = kind, chance
        self._free_at = self._last_due = 0.0
        self.bytes = self.lost = self.full = self.sent = 0
        self.longest_queue_ms = 0.0

    def offer(self, size: int, now_ms: float) -> float | None:
        """When a packet of `size` bytes arrives, None when it does not."""
        kind, start = self.kind, max(now_ms, self._free_at)
        self.bytes += size
        self.sent += 1
        if kind.rate_kbps:
            if start - now_ms > kind.queue_ms:
                self.full += 1
                return None
            self.longest_queue_ms = max(self.longest_queue_ms, start - now_ms)
            start += size * 8 / kind.rate_kbps
            self._free_at = start
        if self._chance.random() < kind.loss:
            self.lost += 1
            return None
        due = start + kind.delay_ms + self._chance.random() * kind.jitter_ms
        if not kind.reorders:
            due = max(due, self._last_due)
        self._last_due = due
        return due
