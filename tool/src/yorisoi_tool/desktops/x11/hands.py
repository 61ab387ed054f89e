"""Was the subscriber's own hand used? Raw events of real devices count; what XTEST injects does not."""

import os
import select
import threading
from collections.abc import Callable

import xcffib.xinput as xi

from yorisoi_tool.desktops.ports import DesktopLost
from yorisoi_tool.desktops.x11.display import Display
from yorisoi_tool.desktops.x11.raw import injected_devices, select_raw

KINDS = [
    xi.XIEventMask.RawKeyPress,
    xi.XIEventMask.RawButtonPress,
    xi.XIEventMask.RawMotion,
    xi.XIEventMask.RawTouchBegin,
]
RAW = (xi.RawKeyPressEvent, xi.RawButtonPressEvent, xi.RawMotionEvent, xi.RawTouchBeginEvent)
AT_MOST_EVERY_S = 0.05


class X11OwnHands:
    def __init__(self, name: str) -> None:
        self._display = Display(name)
        select_raw(self._display, KINDS, devices_too=True)
        self._injected = injected_devices(self._display)
        self._wake_read, self._wake_write = os.pipe()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, heard: Callable[[], None]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, args=(heard,), name="own-hands", daemon=True)
            self._thread.start()

    def _run(self, heard: Callable[[], None]) -> None:
        try:
            while not self._over.is_set():
                if self._used():
                    heard()
                    self._over.wait(AT_MOST_EVERY_S)
                    continue
                select.select([self._display.fileno(), self._wake_read], [], [])
        except DesktopLost:
            return  # the camera says so to the engine

    def _used(self) -> bool:
        """Empties the queue; whether a real device was in it."""
        used = False
        while (event := self._display.poll()) is not None:
            if isinstance(event, xi.HierarchyEvent):
                self._injected = injected_devices(self._display)
            elif isinstance(event, RAW) and event.sourceid not in self._injected:
                used = True
        return used

    def close(self) -> None:
        if self._over.is_set():
            return
        self._over.set()
        os.write(self._wake_write, b"x")
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2)
        self._display.close()
        os.close(self._wake_read)
        os.close(self._wake_write)
