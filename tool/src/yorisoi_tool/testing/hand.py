"""A hand for tests: sees a display's pixels, finds buttons by their fill, moves the pointer and strikes keys by XTEST.

It never presses blindly: the pointer has arrived, the button stands there and listens, and what was pressed was let go,
each looked at and waited for. The ceilings are long because a busy machine is no fault; they cost nothing otherwise.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
import xcffib
import xcffib.xproto
import xcffib.xtest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from yorisoi_tool import clock
from yorisoi_tool.window import theme
from yorisoi_tool.window.digits import DIGITS
from yorisoi_tool.window.native import FONTS
from yorisoi_tool.window.theme import Kind

KEY_DOWN, KEY_UP, BUTTON_DOWN, BUTTON_UP, MOTION = 2, 3, 4, 5, 6
BUTTON_HELD = 0x100  # bit of the pointer's state
LEAST_SIDE = 20
LINES = 3
START_S = 60.0  # a program on a busy machine
STEP_S = 30.0
# As a hand does: it arrives, then presses, then lets go.
ARRIVE_S = 0.12
HOLD_S = 0.06
Seen = TypeVar("Seen")
Picture = NDArray[np.uint8]


class Spot(NamedTuple):
    """The middle of a button."""

    x: int
    y: int


class Hand:
    """Works on one display; on the outer one of a `Stage` it is a real device, on the inner one it is XTEST.

    `seen_by` is the display whose programs shall notice: the nested one, where it is not the display worked on.
    """

    def __init__(self, display: str, seen_by: str = "") -> None:
        self._connection: Any = xcffib.connect(display=display)
        self._xtest = self._connection(xcffib.xtest.key)
        self._root = self._connection.get_setup().roots[self._connection.pref_screen].root
        self._there: Any = xcffib.connect(display=seen_by) if seen_by else self._connection
        self._ground = self._there.get_setup().roots[self._there.pref_screen].root

    def close(self) -> None:
        if self._there is not self._connection:
            self._there.disconnect()
        self._connection.disconnect()

    def picture(self) -> Picture:
        """The screen: height x width x 3, red first."""
        pixels = self._image()
        return np.ascontiguousarray(pixels[:, :, 2::-1])

    def _image(self) -> Picture:
        """The screen as the server keeps it: blue, green, red and a byte that means nothing."""
        size = self._connection.core.GetGeometry(self._root).reply()
        reply = self._connection.core.GetImage(
            xcffib.xproto.ImageFormat.ZPixmap, self._root, 0, 0, size.width, size.height, 0xFFFFFFFF
        ).reply()
        pixels: Picture = np.frombuffer(reply.data.buf(), np.uint8).reshape(size.height, size.width, 4)
        return pixels

    def find(self, fill: str) -> list[Spot]:
        """Middles of the areas in this fill, from top to bottom."""
        colours = self._image().view("<u4")[:, :, 0] & 0xFFFFFF
        mask = colours == int(fill[1:], 16)
        found = []
        for top, bottom in _runs(mask.any(axis=1)):
            for left, right in _runs(mask[top:bottom].any(axis=0), gap=LEAST_SIDE):
                if bottom - top >= LEAST_SIDE and right - left >= LEAST_SIDE:
                    found.append(Spot((left + right) // 2, (top + bottom) // 2))
        return found

    def see(self, kind: Kind, seconds: float = STEP_S) -> Spot | None:
        """Where this button listens, as soon as it does and stands still."""
        return self.wait(lambda: self._still(kind.value), seconds)

    def press(
        self,
        kind: Kind,
        seconds: float = STEP_S,
        *,
        heard: Callable[[], object] | None = None,
        shows: Kind | None = None,
    ) -> None:
        """Presses the button once it listens and stands still, with the pointer on it.

        With `heard` (something that becomes true) or `shows` (a button that appears) it then waits for the effect. A button
        that is seen to rest before anything came of it, because its window moved late, is pressed again once it listens, as
        people do; one that listened all the time and heard nothing is a failure. Without either one press is all.
        """
        if shows is not None:
            heard = partial(self.find, shows.value)
        self._press(kind.value, kind.name, seconds, heard)

    def _press(self, fill: str, name: str, seconds: float, heard: Callable[[], object] | None) -> None:
        until = clock.now_ms() / 1000 + seconds
        while True:
            self._reach(fill, name, until)
            self._fake(BUTTON_DOWN, 1)
            self._wait_until_held(True)
            time.sleep(HOLD_S)
            self.up()
            if heard is None:
                return
            rested = False
            while not heard():
                listens = self.find(fill)
                rested = rested or not listens
                if listens and rested and not heard():
                    break  # it rested, and here it is again
                assert clock.now_ms() / 1000 < until, f"{name} was pressed and nothing came of it"
                time.sleep(0.05)
            else:
                return

    def _reach(self, fill: str, name: str, until: float) -> None:
        """The pointer on the button, which listens there and stands still."""
        while True:
            spot = self.wait(lambda: self._still(fill), until - clock.now_ms() / 1000)
            assert spot is not None, f"no {name} to be seen"
            self.go(*spot)
            if spot == self._still(fill):
                return

    def tick_all(self) -> None:
        """Ticks every line of the first page, each when it listens, and waits until it shows its tick."""
        assert self.wait(lambda: self._still(theme.TICK_OFF_FILL), START_S), "no line to tick"
        for ticked in range(LINES):
            self._press(theme.TICK_OFF_FILL, "line to tick", STEP_S, partial(self._ticked_more_than, ticked))

    def _ticked_more_than(self, count: int) -> bool:
        return len(self.find(theme.TICK_ON_FILL)) > count

    def click(self, x: int, y: int) -> None:
        self.down(x, y)
        time.sleep(HOLD_S)
        self.up()

    def down(self, x: int, y: int) -> None:
        self.go(x, y)
        self._fake(BUTTON_DOWN, 1)
        self._wait_until_held(True)

    def up(self) -> None:
        self._fake(BUTTON_UP, 1)
        self._wait_until_held(False)

    def go(self, x: int, y: int) -> None:
        """The pointer to this place, until the programs' own server has it there: it may press where it was before.

        A nested server's pointer goes its own way when a program moves it, and follows the outer one again only when that
        really moves: so it arrives from beside.
        """
        self._fake(MOTION, 0, x - 1, y)
        self._fake(MOTION, 0, x, y)
        arrived = self.wait(lambda: True if self._pointer()[:2] == (x, y) else None, STEP_S)
        assert arrived, f"the pointer did not arrive at {x}, {y}"
        time.sleep(ARRIVE_S)

    def _wait_until_held(self, held: bool) -> None:
        came = self.wait(lambda: True if self._pointer()[2] == held else None, STEP_S)
        assert came, f"the pointer's button did not go {'down' if held else 'up'}"

    def _pointer(self) -> tuple[int, int, bool]:
        """Where the programs' server has the pointer, and whether its button is down."""
        found = self._there.core.QueryPointer(self._ground).reply()
        return found.root_x, found.root_y, bool(found.mask & BUTTON_HELD)

    def strike(self, keysym: int) -> None:
        """One key that the keyboard has unshifted."""
        setup = self._connection.get_setup()
        first, count = setup.min_keycode, setup.max_keycode - setup.min_keycode + 1
        reply = self._connection.core.GetKeyboardMapping(first, count).reply()
        row = next(row for row in range(count) if reply.keysyms[row * reply.keysyms_per_keycode] == keysym)
        self._fake(KEY_DOWN, first + row)
        self._fake(KEY_UP, first + row)

    def wait_for_keyboard(self, kind: Kind) -> None:
        """Until the window with this button has the keyboard and the button listens: keys struck earlier go elsewhere."""
        assert self.wait(lambda: self._keyboard_at(kind), STEP_S), f"the window with {kind.name} has no keyboard"

    def _keyboard_at(self, kind: Kind) -> bool | None:
        spot = self._still(kind.value)
        if spot is None:
            return None
        core = self._there.core
        window, focused = self._ground, core.GetInputFocus().reply().focus
        while window:
            if window == focused and window != self._ground:
                return True
            window = core.TranslateCoordinates(self._ground, window, *spot).reply().child
        return None

    def read_pass(self, seconds: float = STEP_S) -> str:
        """The eleven digits that the window shows."""
        digits = self.wait(lambda: read_digits(self.picture()), seconds)
        assert digits is not None, "no number to be seen"
        return digits

    def wait(self, look: Callable[[], Seen | None], seconds: float) -> Seen | None:
        until = clock.now_ms() / 1000 + seconds
        while True:
            seen = look()
            if seen is not None or clock.now_ms() / 1000 > until:
                return seen
            time.sleep(0.05)

    def _still(self, fill: str) -> Spot | None:
        first = self.find(fill)
        time.sleep(0.05)
        return first[0] if first and first == self.find(fill) else None

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        self._xtest.FakeInput(kind, detail, 0, self._root, x, y, 0)
        self._connection.flush()
        self._connection.core.QueryPointer(self._root).reply()


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def read_digits(picture: Picture) -> str | None:
    """The pass in its large digits; None when the picture shows none. Needs a QGuiApplication (any platform)."""
    calm = np.all(picture == np.array(rgb(theme.CALM), np.uint8), axis=2)
    rows = _runs(calm.sum(axis=1) > 300)
    if not rows:
        return None
    top, bottom = max(rows, key=lambda run: run[1] - run[0])
    columns = np.flatnonzero(calm[top:bottom].any(axis=0))
    area = picture[top:bottom, columns[0] : columns[-1] + 1].astype(int)
    dark = area.sum(axis=2) < 3 * 0x60
    lines = [run for run in _runs(dark.any(axis=1)) if run[1] - run[0] >= 30]
    if not lines:
        return None
    first = dark[lines[0][0] : lines[0][1]]
    blobs = [first[:, left:right] for left, right in _runs(first.any(axis=0))]
    shapes = [_shape(blob) for blob in blobs if blob.any(axis=1).sum() > 20]
    if len(shapes) != DIGITS:
        return None
    known = {digit: _shape(_drawn(digit)) for digit in "0123456789"}
    return "".join(min(known, key=lambda digit: float(np.abs(known[digit] - shape).sum())) for shape in shapes)


def _drawn(digit: str) -> NDArray[np.bool_]:
    assert QGuiApplication.instance() is not None
    image = QImage(120, 120, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    font = QFont()
    font.setFamilies([*FONTS])
    font.setPixelSize(80)
    font.setBold(True)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, digit)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(120, image.bytesPerLine())[:, :120]
    return pixels < 0x80


def _shape(dark: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What is dark, brought to one size; the width counts too."""
    ys, xs = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    cut = dark[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    rows = np.linspace(0, cut.shape[0] - 1, 32).round().astype(int)
    columns = np.linspace(0, cut.shape[1] - 1, 24).round().astype(int)
    slim = np.full((4, 24), cut.shape[1] / cut.shape[0])
    return np.vstack([cut[np.ix_(rows, columns)].astype(float), slim])


def _runs(line: NDArray[np.bool_], gap: int = 1) -> list[tuple[int, int]]:
    """Where `line` is true, as (from, to); holes shorter than `gap` do not count."""
    places = np.flatnonzero(line)
    if not len(places):
        return []
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = [places[0], *places[breaks + 1]]
    ends = [*places[breaks], places[-1]]
    return [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]
