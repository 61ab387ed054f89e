"""The camera as a thread, on a real X server, with real encoders; only the line is short."""

import os
import random
import subprocess
import threading
import time
from collections.abc import Iterator

import av
import numpy as np
import pytest
import xcffib
import xcffib.xproto as xp
from yorisoi_protocol.frames.picture import Video
from yorisoi_protocol.vocabulary import Codec
from yorisoi_tool.desktops.x11.cursor import X11Cursor
from yorisoi_tool.desktops.x11.screen import X11Screen
from yorisoi_tool.engine.outbox import Outbox
from yorisoi_tool.picture.camera import Camera
from yorisoi_tool.testing.x_server import Program, start_server, wait_until

from .page import Held, Page

SIZE = (640, 480)


class DecodingPage(Page):
    """Decodes real video as a browser does."""

    decoder = av.CodecContext.create("vp8", "r")

    def _picture(self, held: Held) -> np.ndarray:
        if isinstance(held.message, Video):
            frame = self.decoder.decode(av.Packet(held.message.data))[0].to_ndarray(format="rgb24")
            r = held.rect
            return frame[r.y : r.bottom, r.x : r.right]
        return super()._picture(held)


class Session:
    """Camera and page in one process: one thread is the tool's loop and the page together."""

    def __init__(self, name: str, codecs: list[Codec]) -> None:
        self.name = name
        self.screen, self.cursor = X11Screen(name), X11Cursor(name)
        self.allowed = True
        self.layouts: list[tuple[int, int, int]] = []
        self.lost = threading.Event()
        self.sent = 0
        self._packets: list[bytes] = []
        self._news = threading.Event()
        self._over = threading.Event()
        self.outbox = Outbox(allows=lambda: self.allowed, wake=self._news.set)
        self.camera = Camera(
            screen=self.screen,
            cursor=self.cursor,
            allows=lambda: self.allowed,
            outbox=self.outbox,
            now_ms=lambda: int(time.monotonic() * 1000),
            on_layout=lambda *layout: self.layouts.append(layout),
            on_lost=self.lost.set,
        )
        self.page = DecodingPage(*SIZE, {}, random.Random(1))
        self.page.decoder = av.CodecContext.create("vp8", "r")
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.camera.start()
        self.camera.viewer_ready(codecs)

    def send_picture(self, data: bytes) -> None:
        self.sent += len(data)
        self._packets.append(data)

    def buffered(self) -> int:
        return 0

    def _run(self) -> None:
        while not self._over.is_set():
            self._news.clear()
            now = time.monotonic() * 1000
            again = self.outbox.pump(int(now), self)
            packets, self._packets = self._packets, []
            for packet in packets:
                self.page.packet(packet, now)
            ack = self.page.tick(now)
            if ack is not None:
                self.camera.ack(ack)
            due = self.page.due()
            waits = [each for each in (again, None if due is None else max(1.0, due - now)) if each is not None]
            self._news.wait(min(waits) / 1000 if waits else 1)

    def shows_the_desktop(self) -> bool:
        connection = xcffib.connect(self.name)
        root = connection.get_setup().roots[0].root
        geometry = connection.core.GetGeometry(root).reply()
        reply = connection.core.GetImage(
            xp.ImageFormat.ZPixmap, root, 0, 0, geometry.width, geometry.height, 0xFFFFFFFF
        ).reply()
        connection.disconnect()
        pixels = np.frombuffer(reply.data.raw, np.uint8).reshape(geometry.height, geometry.width, 4)
        return np.array_equal(self.page.pixels, pixels[..., 2::-1])

    def close(self) -> None:
        self.camera.stop()
        self.camera.join(5)
        assert not self.camera.is_alive()
        self._over.set()
        self._news.set()
        self._thread.join(20)
        self.screen.close()
        self.cursor.close()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    process, name = start_server("640x480x24")
    yield name
    process.terminate()
    process.wait(20)


@pytest.fixture(params=[[Codec.VP8], []], ids=["video", "tiles only"])
def session(request: pytest.FixtureRequest, server: str) -> Iterator[Session]:
    made = Session(server, request.param)
    yield made
    made.close()


def test_a_terminal_that_writes_ends_up_exact_in_the_viewer(
    session: Session,
    server: str,
) -> None:
    assert wait_until(session.shows_the_desktop, 20)
    terminal = subprocess.Popen(
        ["xterm", "-geometry", "90x30+5+5", "-e", "sh", "-c", "seq 1 3000; ls -l /usr/bin | head -500; sleep 60"],
        env={"DISPLAY": server, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_until(lambda: session.camera.figures().tiles > 3 and not session.shows_the_desktop(), 20)
        assert wait_until(lambda: session.camera.figures().exact and session.shows_the_desktop(), 20)
    finally:
        terminal.terminate()
        terminal.wait()


def quiet(session: Session) -> int:
    """How many bytes were sent once nothing more leaves; AssertionError when it never rests."""
    for _ in range(40):
        sent = session.sent
        time.sleep(0.5)
        if session.sent == sent:
            return sent
    raise AssertionError("bytes leave all the time")


def test_a_still_desktop_costs_no_byte_and_no_processor(session: Session) -> None:
    assert wait_until(lambda: session.camera.figures().exact, 20)
    sent, used = quiet(session), time.process_time()
    time.sleep(2)
    assert session.sent == sent
    assert time.process_time() - used < 0.02


def test_one_letter_travels_as_one_small_tile(session: Session, server: str) -> None:
    program = Program(server)
    try:
        assert wait_until(lambda: session.camera.figures().exact, 20)
        quiet(session)
        before, tiles, videos = session.sent, session.camera.figures().tiles, session.camera.figures().videos
        for at in range(10):
            program.fill(10 * at, 10, 8, 14, 0x102030 * (at + 1))
            time.sleep(0.05)
        assert wait_until(lambda: session.camera.figures().exact and session.shows_the_desktop(), 20)
        assert session.camera.figures().videos == videos
        assert session.camera.figures().tiles - tiles <= 12
        assert session.sent - before < 4_000
    finally:
        program.close()


def test_without_permission_nothing_leaves_and_afterwards_everything_comes_again(session: Session, server: str) -> None:
    program = Program(server)
    try:
        assert wait_until(lambda: session.camera.figures().exact, 20)
        session.allowed = False
        session.outbox.clear()
        session.camera.gate_changed()
        sent = quiet(session)
        for at in range(20):
            program.fill(0, 0, 200, 150, 0x0A0B0C * at)
            time.sleep(0.01)
        assert session.sent == sent
        session.page.wipe()
        session.allowed = True
        session.camera.gate_changed()
        assert wait_until(session.shows_the_desktop, 20)
    finally:
        program.close()


def test_a_display_server_that_dies_is_told_once_and_the_thread_ends() -> None:
    process, name = start_server("640x480x24")
    session = Session(name, [])
    assert wait_until(lambda: session.camera.figures().tiles > 0, 20)
    process.kill()
    process.wait()
    assert session.lost.wait(20)
    session.close()
