"""A real X server of one's own, and a plain program on it. For tests and measurements only."""

import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import xcffib
import xcffib.xproto as xp

FIRST, LAST = 200, 229


def is_free(number: int) -> bool:
    """Whether an X server may take this display number. A lock whose server was killed counts for nothing: the next
    server removes it."""
    try:
        holder = int(Path(f"/tmp/.X{number}-lock").read_text())
    except FileNotFoundError:
        return not Path(f"/tmp/.X11-unix/X{number}").exists()
    except (OSError, ValueError):
        return False
    return not Path(f"/proc/{holder}").exists()


def start_server(screen: str, *more: str) -> tuple["subprocess.Popen[bytes]", str]:
    for number in range(FIRST, LAST + 1):
        if not is_free(number):
            continue
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(
                ["Xvfb", f":{number}", "-screen", "0", screen, "-nolisten", "tcp", "-noreset", *more], stderr=log
            )
            until = time.monotonic() + 30
            while time.monotonic() < until and process.poll() is None:
                try:
                    xcffib.connect(f":{number}").disconnect()
                    return process, f":{number}"
                except xcffib.ConnectionException:
                    time.sleep(0.05)
            process.kill()
            process.wait()
    raise RuntimeError("no display number is free")


def wait_until(true: Callable[[], object], seconds: float = 20.0) -> bool:
    """Polls another process's doings; False when the time is over. Long by default: a busy machine is no fault."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.01)
    return bool(true())


class Program:
    """A plain X program: one window that paints and notes what it is told, in a thread of its own."""

    def __init__(self, name: str, place: tuple[int, int, int, int] = (20, 30, 300, 200)) -> None:
        self.connection = xcffib.connect(name)
        self.root = self.connection.get_setup().roots[0].root
        self.window = self.connection.generate_id()
        self.gc = self.connection.generate_id()
        core = self.connection.core
        wanted = (
            xp.EventMask.KeyPress | xp.EventMask.KeyRelease | xp.EventMask.ButtonPress | xp.EventMask.ButtonRelease
            | xp.EventMask.PointerMotion | xp.EventMask.Exposure
        )  # fmt: skip
        core.CreateWindow(
            0, self.window, self.root, *place, 0, xp.WindowClass.InputOutput, 0,
            xp.CW.BackPixel | xp.CW.EventMask, [0x336699, wanted],
        )  # fmt: skip
        core.CreateGC(self.gc, self.window, 0, [])
        core.MapWindow(self.window)
        core.SetInputFocus(xp.InputFocus.PointerRoot, self.window, 0, is_checked=False)
        self.sync()
        self.events: list[tuple[str, int]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def settle(self) -> None:
        """Until the window is shown and the server holds no key and no button down; what was told before is forgotten."""
        assert wait_until(self._rests), "the server does not come to rest"
        self.sync()
        time.sleep(0.02)  # what the server has sent by now is read
        self.events.clear()

    def _rests(self) -> bool:
        core = self.connection.core
        shown = core.GetWindowAttributes(self.window).reply().map_state == xp.MapState.Viewable
        keys = any(core.QueryKeymap().reply().keys)
        return shown and not keys and not core.QueryPointer(self.root).reply().mask & 0x1F00

    def focus(self) -> None:
        self.connection.core.SetInputFocus(xp.InputFocus.PointerRoot, self.window, 0)
        self.sync()

    def sync(self) -> None:
        self.connection.core.GetInputFocus().reply()

    def fill(self, x: int, y: int, w: int, h: int, colour: int) -> None:
        core = self.connection.core
        core.ChangeGC(self.gc, xp.GC.Foreground, [colour])
        core.PolyFillRectangle(self.window, self.gc, 1, [xp.RECTANGLE.synthetic(x, y, w, h)])
        self.connection.flush()

    def _listen(self) -> None:
        names = {
            xp.KeyPressEvent: "key down",
            xp.KeyReleaseEvent: "key up",
            xp.ButtonPressEvent: "button down",
            xp.ButtonReleaseEvent: "button up",
        }
        while not self._over.is_set():
            try:
                event = self.connection.poll_for_event()
            except (xcffib.ProtocolException, xcffib.Error) as error:
                self.events.append((f"error: {error!r}", 0))  # shown by the test that waits for something else
                continue
            if event is None:
                time.sleep(0.002)
            elif type(event) in names:
                self.events.append((names[type(event)], event.detail))
            elif isinstance(event, xp.MotionNotifyEvent):
                self.events.append(("at", event.root_x * 10_000 + event.root_y))

    def close(self) -> None:
        self._over.set()
        self._thread.join(2)
        self.connection.disconnect()
