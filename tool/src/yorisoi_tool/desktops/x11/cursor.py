"""The X pointer's picture (XFixes) and place (XInput 2 raw motion says when, QueryPointer says where)."""

import struct
import zlib

import numpy as np
import xcffib.xfixes
import xcffib.xinput

from yorisoi_tool.desktops.ports import HIDDEN, Shape
from yorisoi_tool.desktops.x11.display import Display, telling_lost
from yorisoi_tool.desktops.x11.raw import select_raw

LARGEST = 256  # pixels; a bigger pointer is not a pointer


class X11Cursor:
    def __init__(self, name: str) -> None:
        self._display = Display(name)
        with telling_lost():
            self._xfixes = self._display.connection(xcffib.xfixes.key)
            self._xfixes.QueryVersion(5, 0).reply()
            self._xfixes.SelectCursorInput(self._display.root, xcffib.xfixes.CursorNotifyMask.DisplayCursor)
        select_raw(self._display, [xcffib.xinput.XIEventMask.RawMotion, xcffib.xinput.XIEventMask.RawTouchUpdate])
        self._new_shape = self._moved = True
        self._last: tuple[int, int] | None = None

    def fileno(self) -> int:
        return self._display.fileno()

    def pending(self) -> bool:
        while (event := self._display.poll()) is not None:
            if isinstance(event, xcffib.xfixes.CursorNotifyEvent):
                self._new_shape = True
            self._moved = True  # whatever it was, asking again is right and cheap
        return self._new_shape or self._moved

    def shape(self) -> Shape | None:
        self.pending()
        if not self._new_shape:
            return None
        self._new_shape = False
        with telling_lost():
            image = self._xfixes.GetCursorImage().reply()
        return shape_of(image.width, image.height, image.xhot, image.yhot, image.cursor_image.raw)

    def place(self) -> tuple[int, int] | None:
        self.pending()
        if not self._moved:
            return None
        self._moved = False
        with telling_lost():
            pointer = self._display.connection.core.QueryPointer(self._display.root).reply()
        place = (pointer.root_x, pointer.root_y)
        if place == self._last:
            return None
        self._last = place
        return place

    def repeat(self) -> None:
        self._new_shape = self._moved = True
        self._last = None

    def close(self) -> None:
        self._display.close()


def shape_of(width: int, height: int, hot_x: int, hot_y: int, argb: bytes) -> Shape:
    """A shape from premultiplied ARGB words, as XFixes gives them."""
    if not 0 < width <= LARGEST or not 0 < height <= LARGEST:
        return HIDDEN
    words = np.frombuffer(argb, "<u4", width * height).reshape(height, width)
    alpha = (words >> 24).astype(np.uint32)
    if not alpha.any():
        return HIDDEN
    divisor = np.maximum(alpha, 1)
    rgba = np.empty((height, width, 4), np.uint8)
    for channel, shift in enumerate((16, 8, 0)):
        straight = ((words >> shift & 0xFF) * 255 + divisor // 2) // divisor
        rgba[..., channel] = np.where(alpha > 0, np.minimum(straight, 255), 0)
    rgba[..., 3] = alpha
    rows = np.zeros((height, width * 4 + 1), np.uint8)
    rows[:, 1:] = rgba.reshape(height, width * 4)
    return Shape(min(hot_x, width), min(hot_y, height), width, height, _png(width, height, rows.tobytes()))


def _png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")
