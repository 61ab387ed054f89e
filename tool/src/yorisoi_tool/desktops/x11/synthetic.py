"""Was an event that reached the tool's window made by a program (XTEST or XSendEvent), and not by a device?

The window asks for every native event before the toolkit sees it. Pointer events of XInput 2 name their source device;
key events do not, so the raw key events of the same server are read beside them.
"""

import ctypes
import struct
from collections import OrderedDict

import xcffib.xinput as xi

from yorisoi_tool.desktops.ports import DesktopLost
from yorisoi_tool.desktops.x11.display import Display
from yorisoi_tool.desktops.x11.raw import injected_devices, select_raw

SENT = 0x80  # the server sets this bit when a client sent the event
KEYS = (2, 3)  # core key press and release
POINTER = (4, 5, 6)  # core button press and release, motion
GENERIC = 35
POINTER_EVENTS = (4, 5, 6, 18, 19, 20)  # XInput 2: button press and release, motion, touch begin, update, end
HEAD = struct.Struct("=BBHI")
DEVICE_EVENT = struct.Struct("=BBHIHH44xH")  # ..., event type at 8, source device at 56 (xcb's own number stands at 32)
REMEMBERED_KEYS = 64


class Synthetic:
    """Asked on the window's thread only. A display that cannot be asked any more makes every event doubtful: refused."""

    def __init__(self, name: str) -> None:
        self._display = Display(name)
        select_raw(self._display, [xi.XIEventMask.RawKeyPress, xi.XIEventMask.RawKeyRelease])
        wanted = "XInputExtension"
        extension = self._display.connection.core.QueryExtension(len(wanted), wanted).reply()
        self._opcode = int(extension.major_opcode)
        self._keys: OrderedDict[tuple[int, int], int] = OrderedDict()

    def made_by_program(self, kind: bytes, address: int) -> bool:
        """`kind` and `address` as the toolkit's native event filter gets them."""
        if kind != b"xcb_generic_event_t":
            return False
        code, second, _, _ = HEAD.unpack(ctypes.string_at(address, HEAD.size))
        plain = code & ~SENT
        try:
            if plain in POINTER:
                return True  # a toolkit that takes XInput 2 gets none of these from devices
            if plain in KEYS:
                time = struct.unpack("=I", ctypes.string_at(address + 4, 4))[0]
                return bool(code & SENT) or self._key(second, time)
            if plain == GENERIC and second == self._opcode:
                fields = DEVICE_EVENT.unpack(ctypes.string_at(address, DEVICE_EVENT.size))
                return fields[4] in POINTER_EVENTS and fields[6] in injected_devices(self._display)
        except DesktopLost:
            return True
        return False

    def _key(self, keycode: int, time: int) -> bool:
        injected = injected_devices(self._display)  # its answer also brings every raw event before this one
        while (event := self._display.poll()) is not None:
            if isinstance(event, xi.RawKeyPressEvent | xi.RawKeyReleaseEvent):
                self._keys[(event.detail, event.time)] = event.sourceid
                if len(self._keys) > REMEMBERED_KEYS:
                    self._keys.popitem(last=False)
        source = self._keys.get((keycode, time))
        # A key that repeats has no raw event of its own; the window takes no repeats anyway.
        return source in injected if source is not None else False

    def close(self) -> None:
        self._display.close()
