"""A home line between two network namespaces, in user space: rate, delay, jitter, loss and a bounded queue, each way alike.

    python -m journeys.link NAMESPACE_A NAMESPACE_B --delay-ms 20 --rate-kbit 2000 --loss 0.01

Two TUN devices, one in each namespace; this process carries the packets between them. It prints "ready" when both exist and
then, once a second, what the line really did, so that a measurement shows the line it had and not the one it asked for.
"""

import argparse
import contextlib
import fcntl
import heapq
import itertools
import json
import os
import random
import selectors
import struct
import sys
import time
from dataclasses import dataclass

from yorisoi_practice.network import DEVICE, inside

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
LONGEST_PACKET = 65_536
FIGURES_EVERY_S = 1.0


@dataclass(frozen=True)
class Line:
    """One way of a line. `queue_s` is how long a packet may wait for its turn before it is dropped."""

    delay_s: float = 0.0
    jitter_s: float = 0.0
    rate_bit_s: float = 0.0
    loss: float = 0.0
    queue_s: float = 0.25


class Way:
    """Packets and times in, due times out; pure."""

    def __init__(self, line: Line, chance: random.Random) -> None:
        self.line, self.chance = line, chance
        self.free_at = 0.0
        self.last_due = 0.0
        self.carried = self.lost = self.overflowed = self.bytes = 0
        self.waited_s = 0.0

    def due(self, size: int, now: float) -> float | None:
        """When a packet of `size` bytes offered now arrives; None when the line loses it."""
        begins = max(now, self.free_at)
        if self.line.rate_bit_s:
            if begins - now > self.line.queue_s:
                self.overflowed += 1
                return None
            begins += size * 8 / self.line.rate_bit_s
            self.free_at = begins
        if self.chance.random() < self.line.loss:
            self.lost += 1
            return None
        arrives = begins + self.line.delay_s + self.chance.random() * self.line.jitter_s
        self.last_due = max(self.last_due, arrives)  # home lines do not reorder
        self.carried += 1
        self.bytes += size
        self.waited_s += self.last_due - now
        return self.last_due

    def figures(self) -> dict[str, float]:
        mean_ms = 1000 * self.waited_s / self.carried if self.carried else 0.0
        return {
            "carried": self.carried,
            "bytes": self.bytes,
            "lost": self.lost,
            "queue_full": self.overflowed,
            "mean_ms": round(mean_ms, 1),
        }


def tunnel(namespace: str) -> int:
    """A TUN device in that namespace; the descriptor works from anywhere."""
    with inside(namespace):
        descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH", DEVICE.encode(), IFF_TUN | IFF_NO_PI))
    return descriptor


def carry(ends: list[int], line: Line, seed: int) -> None:
    """Carries packets until the process is ended."""
    chance = random.Random(seed)
    ways = [Way(line, chance) for _ in ends]
    readable = selectors.DefaultSelector()
    for index, end in enumerate(ends):
        readable.register(end, selectors.EVENT_READ, index)
    on_the_way: list[tuple[float, int, int, bytes]] = []
    numbers = itertools.count()
    figures_at = time.monotonic() + FIGURES_EVERY_S
    while True:
        now = time.monotonic()
        while on_the_way and on_the_way[0][0] <= now:
            _, _, end, packet = heapq.heappop(on_the_way)
            with contextlib.suppress(OSError):  # device down or full: one more lost packet
                os.write(end, packet)
        if now >= figures_at:
            figures_at = now + FIGURES_EVERY_S
            sys.stdout.write(json.dumps({"a_to_b": ways[0].figures(), "b_to_a": ways[1].figures()}) + "\n")
            sys.stdout.flush()
        until = min(figures_at, on_the_way[0][0] if on_the_way else figures_at)
        for key, _ in readable.select(max(0.0, until - now)):
            with contextlib.suppress(BlockingIOError):
                while True:
                    packet = os.read(key.fd, LONGEST_PACKET)
                    due = ways[key.data].due(len(packet), time.monotonic())
                    if due is not None:
                        heapq.heappush(on_the_way, (due, next(numbers), ends[1 - key.data], packet))


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m journeys.link")
    words.add_argument("a")
    words.add_argument("b")
    words.add_argument("--delay-ms", type=float, default=0.0, help="one way")
    words.add_argument("--jitter-ms", type=float, default=0.0)
    words.add_argument("--rate-kbit", type=float, default=0.0)
    words.add_argument("--loss", type=float, default=0.0, help="0.01 is one packet in a hundred")
    words.add_argument("--queue-ms", type=float, default=250.0)
    words.add_argument("--seed", type=int, default=1)
    chosen = words.parse_args()
    ends = [tunnel(chosen.a), tunnel(chosen.b)]
    line = Line(
        chosen.delay_ms / 1000, chosen.jitter_ms / 1000, chosen.rate_kbit * 1000, chosen.loss, chosen.queue_ms / 1000
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        carry(ends, line, chosen.seed)


if __name__ == "__main__":
    main()
