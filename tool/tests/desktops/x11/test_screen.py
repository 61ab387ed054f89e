import os
import select
import subprocess
import threading
from collections.abc import Iterator

import numpy as np
import pytest
import xcffib
import xcffib.randr
import xcffib.xproto as xp
from yorisoi_tool.desktops.ports import DesktopLost, LayoutChanged
from yorisoi_tool.desktops.x11.screen import X11Screen
from yorisoi_tool.picture.region import Rect, Region
from yorisoi_tool.testing.x_server import Program, start_server, wait_until


@pytest.fixture(params=[True, False], ids=["shared", "plain"])
def screen(request: pytest.FixtureRequest, server: str) -> Iterator[X11Screen]:
    opened = X11Screen(server, shared=request.param)
    yield opened
    opened.close()


def settle(screen: X11Screen, seconds: float = 0.3) -> list[Rect]:
    """Everything drawn until nothing is drawn for a while."""
    rects: list[Rect] = []
    while screen.pending() or select.select([screen], [], [], seconds)[0]:
        rects += screen.damage() or []
    return rects


def server_pixels(name: str, rect: Rect) -> np.ndarray:
    """What the X server itself says, on another connection by another request."""
    connection = xcffib.connect(name)
    root = connection.get_setup().roots[0].root
    reply = connection.core.GetImage(xp.ImageFormat.ZPixmap, root, *rect, 0xFFFFFFFF).reply()
    pixels = np.frombuffer(reply.data.raw, np.uint8).reshape(rect.h, rect.w, 4).copy()
    connection.disconnect()
    return pixels


def test_what_a_program_draws_is_reported_where_it_was_drawn(screen: X11Screen, program: Program) -> None:
    settle(screen)
    program.fill(10, 20, 7, 5, 0xFF0000)
    assert Region.of(settle(screen)) == Region.of([Rect(30, 50, 7, 5)])
    assert (screen.read(Rect(30, 50, 7, 5))[..., :3] == (0, 0, 255)).all()
    assert (screen.read(Rect(29, 50, 1, 1))[..., :3] == (0x99, 0x66, 0x33)).all()


def test_a_still_desktop_reports_nothing_and_nothing_is_readable(screen: X11Screen, program: Program) -> None:
    settle(screen)
    assert not screen.pending()
    assert not select.select([screen], [], [], 0.2)[0]
    assert screen.damage() == []


def test_damage_and_pixels_of_a_real_terminal_match_the_servers_own(
    screen: X11Screen, server: str, surroundings: dict[str, str]
) -> None:
    whole = Rect(0, 0, 640, 480)
    settle(screen)
    copy = screen.read(whole).copy()
    terminal = subprocess.Popen(
        ["xterm", "-geometry", "60x20+5+5", "-e", "sh", "-c", "seq 1 400; ls -l /usr/bin | head -300; sleep 60"],
        env=surroundings,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_until(lambda: screen.pending() or select.select([screen], [], [], 0)[0])
        for rect in iter_until_quiet(screen):
            copy[rect.y : rect.bottom, rect.x : rect.right] = screen.read(rect)
        assert np.array_equal(copy, server_pixels(server, whole))
    finally:
        terminal.terminate()
        terminal.wait()


def iter_until_quiet(screen: X11Screen) -> Iterator[Rect]:
    while screen.pending() or select.select([screen], [], [], 0.7)[0]:
        yield from screen.damage() or []


def test_no_update_is_lost_however_drawing_and_reading_fall_together(server: str) -> None:
    """Two thousand flips of a marker by a thread that never waits for the reader: the last state is always seen."""
    screen, program = X11Screen(server), Program(server)
    try:
        settle(screen)
        for round_ in range(20):
            done = threading.Event()

            def flips(last: int = round_, done: threading.Event = done) -> None:
                for at in range(100):
                    program.fill(0, 0, 16, 16, at * 2_003 + last)
                program.sync()
                done.set()

            threading.Thread(target=flips).start()
            seen = -1
            while not done.is_set() or screen.pending() or select.select([screen], [], [], 0.05)[0]:
                for rect in screen.damage() or []:
                    if rect.meets(Rect(20, 30, 16, 16)):
                        blue, green, red, _ = (int(part) for part in screen.read(Rect(20, 30, 16, 16))[0, 0])
                        seen = red << 16 | green << 8 | blue
            assert seen == 99 * 2_003 + round_
    finally:
        program.close()
        screen.close()


def resize(name: str, width: int, height: int) -> None:
    """Makes the desktop smaller, as a subscriber's display settings would."""
    connection = xcffib.connect(name)
    randr = connection(xcffib.randr.key)
    randr.QueryVersion(1, 5).reply()
    root = connection.get_setup().roots[0].root
    resources = randr.GetScreenResources(root).reply()
    randr.SetCrtcConfig(resources.crtcs[0], 0, resources.config_timestamp, 0, 0, 0, 1, 0, []).reply()
    randr.SetScreenSize(root, width, height, 200, 150, is_checked=True).check()
    connection.disconnect()


def test_a_new_size_is_told_and_read_at_once_and_the_old_one_is_refused() -> None:
    process, name = start_server("800x600x24")
    screen = X11Screen(name)
    try:
        settle(screen)
        assert screen.size() == (800, 600)
        resize(name, 640, 480)
        assert wait_until(screen.pending)
        assert screen.damage() is None
        assert screen.size() == (640, 480)
        assert screen.read(Rect(0, 0, 640, 480)).shape == (480, 640, 4)
        with pytest.raises(LayoutChanged):
            screen.read(Rect(0, 0, 800, 600))
    finally:
        screen.close()
        process.terminate()
        process.wait()


def test_reading_beyond_a_desktop_that_just_shrank_is_a_changed_layout_not_a_crash() -> None:
    process, name = start_server("800x600x24")
    screen = X11Screen(name)
    try:
        resize(name, 640, 480)
        with pytest.raises(LayoutChanged):
            screen.read(Rect(700, 500, 50, 50))
    finally:
        screen.close()
        process.terminate()
        process.wait()


def test_a_display_server_that_goes_away_is_a_lost_desktop() -> None:
    process, name = start_server("320x240x24")
    screen = X11Screen(name)
    process.kill()
    process.wait()
    with pytest.raises(DesktopLost):
        read_forever(screen)
    screen.close()


def read_forever(screen: X11Screen) -> None:
    while True:
        select.select([screen], [], [], 1)
        screen.damage()
        screen.read(Rect(0, 0, 10, 10))


def test_shared_memory_has_no_name_and_is_gone_with_the_screen(server: str) -> None:
    before = shared_segments()
    screen = X11Screen(server)
    assert all(pid != os.getpid() or status == "dest" for pid, status in shared_segments() - before)
    screen.close()
    assert not [pid for pid, _ in shared_segments() - before if pid == os.getpid()]


def shared_segments() -> set[tuple[int, str]]:
    listed = subprocess.run(["ipcs", "-m", "-p"], capture_output=True, text=True, check=True).stdout
    owners = {row.split()[0]: int(row.split()[2]) for row in listed.splitlines()[4:] if len(row.split()) >= 4}
    states = subprocess.run(["ipcs", "-m"], capture_output=True, text=True, check=True).stdout
    marked = {row.split()[1]: "dest" for row in states.splitlines() if row.endswith("dest") or " dest" in row}
    return {(pid, marked.get(number, "")) for number, pid in owners.items()}
