"""What the tool's side of the picture costs, without a browser and without a network.

    python -m bench.picture_core [--size 1280x800] [--seconds 4]

Starts an X server of its own with a terminal on it, turns the real camera on it and acknowledges every message at once.
Prints one line a measurement. CPU is that of this process (camera, encoders, outbox and a reader that only puts packets
together); bytes are those handed to the transport, and with `wire` those with the headers of SCTP, DTLS, UDP and IP.
"""

import argparse
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from yorisoi_protocol.frames.fragments import Assembly
from yorisoi_protocol.frames.picture import Ack, Fate, acks, fragments
from yorisoi_protocol.limits import ACK_WINDOW
from yorisoi_protocol.vocabulary import Codec
from yorisoi_tool.clock import now_ms
from yorisoi_tool.desktops.x11.cursor import X11Cursor
from yorisoi_tool.desktops.x11.input import X11Injection
from yorisoi_tool.desktops.x11.screen import X11Screen
from yorisoi_tool.engine.outbox import OVERHEAD_BYTES, Outbox
from yorisoi_tool.picture.camera import Camera
from yorisoi_tool.testing.x_server import Program, start_server, wait_until

KEYS = [0x04 + at % 26 for at in range(1000)]


class Reader:
    """The loop of the tool and a viewer that is always content, in one thread."""

    def __init__(self, name: str, codecs: list[Codec]) -> None:
        self.screen, self.cursor = X11Screen(name), X11Cursor(name)
        self.bytes = self.packets = 0
        self.arrived_at = 0.0
        self._waiting: list[bytes] = []
        self._assembly, self._painted, self._newest = Assembly(), set[int](), 0
        self._news, self._over = threading.Event(), threading.Event()
        self.outbox = Outbox(allows=lambda: True, wake=self._news.set)
        self.camera = Camera(
            screen=self.screen,
            cursor=self.cursor,
            allows=lambda: True,
            outbox=self.outbox,
            now_ms=now_ms,
            on_layout=lambda *_: None,
            on_lost=lambda: None,
        )
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self.camera.start()
        self.camera.viewer_ready(codecs)

    def send_picture(self, data: bytes) -> None:
        self.bytes += len(data)
        self.packets += 1
        self._waiting.append(data)

    def buffered(self) -> int:
        return 0

    def _run(self) -> None:
        while not self._over.is_set():
            self._news.clear()
            again = self.outbox.pump(now_ms(), self)
            packets, self._waiting = self._waiting, []
            whole = [each for each in map(self._take, packets) if each]
            if whole:
                self.arrived_at = time.perf_counter()
                self._painted.update(whole)
                count = min(self._newest, ACK_WINDOW)
                fates = tuple(
                    Fate.PAINTED if self._newest - at in self._painted else Fate.UNKNOWN for at in range(count)
                )
                self.camera.ack(acks.pack(Ack(self._newest, fates, False, ())))
            self._news.wait(None if again is None else again / 1000)

    def _take(self, packet: bytes) -> int | None:
        fragment = fragments.unpack(packet)
        self._newest = max(self._newest, fragment.seq)
        return fragment.seq if self._assembly.add(fragment) is not None else None

    def exact(self) -> bool:
        return self.camera.figures().exact

    def close(self) -> None:
        self.camera.stop()
        self.camera.join(5)
        self._over.set()
        self._news.set()
        self._thread.join(5)
        self.screen.close()
        self.cursor.close()


class Span:
    """What was used and sent between two moments."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._start = (time.perf_counter(), time.process_time(), reader.bytes, reader.packets, reader.camera.figures())

    def line(self, name: str) -> str:
        wall, cpu, sent, packets, figures = self._start
        took, now = time.perf_counter() - wall, self._reader.camera.figures()
        carried = self._reader.bytes - sent
        wire = carried + (self._reader.packets - packets) * OVERHEAD_BYTES
        return (
            f"{name:<16} cpu {100 * (time.process_time() - cpu) / took:6.2f} %   picture {carried / took / 1000:8.2f} kB/s"
            f"   wire {wire / took / 1000:8.2f} kB/s   tiles {(now.tiles - figures.tiles) / took:6.1f}/s"
            f"   video {(now.videos - figures.videos) / took:5.1f}/s"
        )


def measure(name: str, seconds: float, say: Callable[[str], object]) -> None:
    started = time.perf_counter()
    reader = Reader(name, [Codec.VP8])
    environment = {"DISPLAY": name, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    terminal = None
    try:
        wait_until(lambda: reader.bytes > 5_000 or reader.exact(), 20)
        first = time.perf_counter() - started
        wait_until(reader.exact, 20)
        say(
            f"{'first picture':<16} begun after {1000 * first:.0f} ms, exact after {1000 * (time.perf_counter() - started):.0f} ms"
        )
        time.sleep(0.5)
        span = Span(reader)
        time.sleep(seconds)
        say(span.line("static"))

        terminal = subprocess.Popen(
            ["xterm", "-geometry", "100x40+10+10", "-e", "sh", "-c", "stty -icanon; cat > /dev/null"],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(1.5)
        injection = X11Injection(name, frozenset)
        injection.pointer(100, 100)
        wait_until(reader.exact, 20)
        span, until = Span(reader), time.perf_counter() + seconds
        for usage in KEYS:
            injection.key(usage, True)
            injection.key(usage, False)
            time.sleep(0.1)
            if time.perf_counter() > until:
                break
        say(span.line("typing 10/s"))
        injection.close()

        program, took = Program(name, (600, 100, 64, 48)), []
        wait_until(reader.exact, 20)
        for at in range(60):
            time.sleep(0.05)
            begun = time.perf_counter()
            program.fill(0, 0, 64, 48, 0x010203 * (at + 1))
            if wait_until(lambda begun=begun: reader.arrived_at > begun, 1):
                took.append(1000 * (reader.arrived_at - begun))
        program.close()
        took.sort()
        say(
            f"{'marker to packet':<16} p50 {statistics.median(took):.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms, {len(took)} of 60 seen"
        )

        terminal.terminate()
        terminal.wait()
        terminal = subprocess.Popen(
            ["xterm", "-geometry", "150x50+0+0", "-e", "sh", "-c", "while :; do ls -l /usr/bin; sleep 0.05; done"],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(1)
        span = Span(reader)
        time.sleep(seconds)
        say(span.line("scrolling text"))
        terminal.terminate()
        terminal.wait()
        rested = time.perf_counter()
        wait_until(reader.exact, 20)
        say(f"{'at rest again':<16} exact after {1000 * (time.perf_counter() - rested):.0f} ms")
        say(
            f"{'line':<16} {reader.camera.figures().rate_kbps} kbit/s believed, round trip {reader.camera.figures().rtt_ms} ms"
        )
    finally:
        if terminal is not None and terminal.poll() is None:
            terminal.terminate()
            terminal.wait()
        reader.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--size", default="1280x800")
    options.add_argument("--seconds", type=float, default=4)
    chosen = options.parse_args()
    process, name = start_server(f"{chosen.size}x24")
    try:
        measure(name, chosen.seconds, lambda line: sys.stdout.write(line + "\n"))
    finally:
        process.terminate()
        process.wait(5)


if __name__ == "__main__":
    main()
