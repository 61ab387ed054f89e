"""One X server seen and touched from outside: its picture as an array, its pointer and keys by XTEST.

Used on the *outer* server. A program inside the nested server sees what is done here as its own pointer and keyboard.
"""

from types import TracebackType
from typing import Any

import numpy as np
import xcffib
import xcffib.xproto
import xcffib.xtest
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

KEY_DOWN, KEY_UP, BUTTON_DOWN, BUTTON_UP, MOTION = 2, 3, 4, 5, 6  # event numbers of the core protocol

ROWS_AT_ONCE = 64  # keeps one reply far below the longest one a server sends


class Screen:
    """A connection to one display. `picture` is height x width x 3, red first, without the pointer."""

    def __init__(self, display: str) -> None:
        self._connection: Any = xcffib.connect(display=display)  # the binding is untyped
        self._xtest = self._connection(xcffib.xtest.key)
        self._screen = self._connection.get_setup().roots[self._connection.pref_screen]
        self._key_codes = self._read_key_codes()

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.disconnect()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, as they are now."""
        geometry = self._connection.core.GetGeometry(self._screen.root).reply()
        return geometry.width, geometry.height

    def picture(self) -> Picture:
        width, height = self.size
        out = np.empty((height, width, 3), np.uint8)
        for top in range(0, height, ROWS_AT_ONCE):
            rows = min(ROWS_AT_ONCE, height - top)
            reply = self._connection.core.GetImage(
                xcffib.xproto.ImageFormat.ZPixmap, self._screen.root, 0, top, width, rows, 0xFFFFFFFF
            ).reply()
            pixels = np.frombuffer(reply.data.buf(), np.uint8).reshape(rows, width, 4)
            out[top : top + rows] = pixels[:, :, 2::-1]
        return out

    def pointer(self) -> tuple[int, int]:
        reply = self._connection.core.QueryPointer(self._screen.root).reply()
        return reply.root_x, reply.root_y

    def move(self, x: int, y: int) -> None:
        self._fake(MOTION, 0, x, y)

    def press(self, x: int, y: int, button: int = 1) -> None:
        """Moves there, presses and lets go."""
        self.move(x, y)
        self._fake(BUTTON_DOWN, button)
        self._fake(BUTTON_UP, button)

    def drag(self, x: int, y: int, to_x: int, to_y: int, steps: int = 12) -> None:
        """Presses at one place, moves, and lets go at another."""
        self.move(x, y)
        self._fake(BUTTON_DOWN, 1)
        for step in range(1, steps + 1):
            self.move(x + (to_x - x) * step // steps, y + (to_y - y) * step // steps)
        self._fake(BUTTON_UP, 1)

    def strike(self, keysym: int) -> None:
        """Presses and lets go one key that this server's keyboard has unshifted."""
        code = self._key_codes[keysym]
        self._fake(KEY_DOWN, code)
        self._fake(KEY_UP, code)

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        self._xtest.FakeInput(kind, detail, 0, self._screen.root, x, y, 0)
        self._connection.flush()
        self.pointer()  # a round trip: when this returns the server has seen it

    def _read_key_codes(self) -> dict[int, int]:
        setup = self._connection.get_setup()
        first, count = setup.min_keycode, setup.max_keycode - setup.min_keycode + 1
        reply = self._connection.core.GetKeyboardMapping(first, count).reply()
        columns = reply.keysyms_per_keycode
        codes: dict[int, int] = {}
        for row in range(count):
            codes.setdefault(reply.keysyms[row * columns], first + row)
        return codes
