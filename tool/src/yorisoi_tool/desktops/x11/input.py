"""Injection into an X desktop by XTEST: physical keys, pointer, wheel, and committed text.

Order holds: what comes while a long text is still being struck waits behind it. Letting go never waits. Everything held
is known here, so `release_all` leaves no key down whatever happened before.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import xcffib.xproto
import xcffib.xtest

from yorisoi_tool.desktops.ports import DesktopLost
from yorisoi_tool.desktops.x11.display import Display, telling_lost
from yorisoi_tool.desktops.x11.guard import OwnWindows
from yorisoi_tool.desktops.x11.keycodes import KEYCODE_OF_USAGE
from yorisoi_tool.desktops.x11.pace import Reader
from yorisoi_tool.desktops.x11.text_plan import Batch, Keymap, plan, spare_codes

PRESS, RELEASE, BUTTON_DOWN, BUTTON_UP, MOTION = 2, 3, 4, 5, 6
X_BUTTON = {0: 1, 1: 2, 2: 3, 3: 8, 4: 9}
WHEEL_UP, WHEEL_DOWN, WHEEL_LEFT, WHEEL_RIGHT = 4, 5, 6, 7
NOTCH = 120
MOST_NOTCHES = 20  # of one event; a page is not thrown away by one frame
SHIFT_USAGE = 0xE1
MODIFIER_USAGES = range(0xE0, 0xE8)
CAPS_LOCK, SECOND_GROUP = 0x0002, 0x6000  # bits of the pointer's state
KEEP_LOANS_S = 2.0  # the same characters often follow at once
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to do behind a long text; `rest`: it borrows keys, so programs get time to read the keyboard map."""

    act: Callable[[], None]
    rest: bool


class X11Injection:
    def __init__(self, name: str, own: Callable[[], frozenset[int]]) -> None:
        self._display = Display(name)
        with telling_lost():
            self._xtest = self._display.connection(xcffib.xtest.key)
            self._xtest.GetVersion(2, 2).reply()
        self._guard = OwnWindows(self._display, own)
        self._lock = threading.RLock()
        self._held: OrderedDict[tuple[str, int], int] = OrderedDict()
        self._wheel_x = self._wheel_y = 0
        self._dropped = 0
        self._lent: OrderedDict[int, int] = OrderedDict()
        self._wrote: dict[int, Sequence[int]] = {}  # what spare key codes wrote before they were lent
        self._struck: dict[int, int] = {}  # lent key code -> number of its last batch, until programs had time for it
        self._batch = 0
        self._waiting: deque[Waiting] = deque()
        self._news = threading.Condition(self._lock)
        self._over = threading.Event()
        self._reader = Reader(name, self._over)
        self._worker: threading.Thread | None = None

    # pointer
    def pointer(self, x: int, y: int) -> None:
        self._in_order(lambda: self._move(x, y))

    def button(self, x: int, y: int, button: int, down: bool) -> None:
        if button in X_BUTTON:
            self._in_order(lambda: self._button(x, y, button, down))

    def wheel(self, x: int, y: int, dx: int, dy: int) -> None:
        self._in_order(lambda: self._turn(x, y, dx, dy))

    # keys
    def key(self, usage: int, down: bool) -> None:
        if usage in KEYCODE_OF_USAGE:
            self._in_order(lambda: self._key(usage, down))

    def text(self, text: str) -> None:
        self._in_order(lambda: self._text(text))

    def release_all(self) -> None:
        with self._lock:
            if not self._over.is_set():
                self._let_go()

    def _let_go(self) -> None:
        self._waiting.clear()
        for (what, _), code in reversed(self._held.items()):
            self._fake(RELEASE if what == "key" else BUTTON_UP, code)
        self._held.clear()
        self._wheel_x = self._wheel_y = 0
        self._display.flush()

    def held(self) -> frozenset[tuple[str, int]]:
        with self._lock:
            return frozenset(self._held)

    def dropped(self) -> int:
        return self._dropped

    def close(self) -> None:
        with self._lock:
            if self._over.is_set():
                return
            self._over.set()
            try:
                self._let_go()
                self._give_back()
                self._display.geometry()  # an answer: everything before it is done, and not only sent
            except DesktopLost:
                pass  # nothing is held on a server that is gone
            self._news.notify_all()
        if self._worker is not None:
            self._worker.join(2)
        self._reader.close()
        self._display.close()

    # one event each, under the lock
    def _move(self, x: int, y: int) -> None:
        self._pointer(x, y)

    def _pointer(self, x: int, y: int) -> bool:
        if self._guard.under(x, y):
            self._dropped += 1
            return False
        self._fake(MOTION, 0, x, y)
        return True

    def _button(self, x: int, y: int, button: int, down: bool) -> None:
        name, code = ("button", button), X_BUTTON[button]
        if down:
            if name not in self._held and self._pointer(x, y):
                self._fake(BUTTON_DOWN, code)
                self._held[name] = code
        elif name in self._held:
            self._pointer(x, y)
            self._fake(BUTTON_UP, code)
            del self._held[name]

    def _turn(self, x: int, y: int, dx: int, dy: int) -> None:
        if not self._pointer(x, y):
            return
        self._wheel_x, right = _notches(self._wheel_x + dx)
        self._wheel_y, down = _notches(self._wheel_y + dy)
        for number, button in (
            (-down, WHEEL_UP),
            (down, WHEEL_DOWN),
            (-right, WHEEL_LEFT),
            (right, WHEEL_RIGHT),
        ):
            for _ in range(min(number, MOST_NOTCHES)):
                self._fake(BUTTON_DOWN, button)
                self._fake(BUTTON_UP, button)

    def _key(self, usage: int, down: bool) -> None:
        name, code = ("key", usage), KEYCODE_OF_USAGE[usage]
        if down:
            if name in self._held:
                return  # the X server repeats a held key by itself
            if self._guard.focused():
                self._dropped += 1
                return
            self._fake(PRESS, code)
            self._held[name] = code
        elif name in self._held:
            self._fake(RELEASE, code)
            del self._held[name]

    def _text(self, text: str) -> None:
        """The first batch at once when the key codes it borrows are at rest; the others by the worker, in front of all."""
        batches = self._batches(text)
        if batches and not any(code in self._struck for code, _ in batches[0].lend):
            self._strike(batches.pop(0))
        for batch in reversed(batches):
            self._waiting.appendleft(Waiting(partial(self._strike, batch), rest=True))
        if self._waiting or self._lent:
            self._start_worker()

    def _batches(self, text: str) -> list[Batch]:
        with telling_lost():
            pointer = self._display.connection.core.QueryPointer(self._display.root).reply()
        keymap = self._keymap()
        spare = [*self._lent, *(code for code in spare_codes(keymap) if code not in self._lent)]
        for code in spare:
            self._wrote.setdefault(code, keymap[code])
        return plan(
            text,
            keymap,
            spare,
            self._lent,
            second_group=bool(pointer.mask & SECOND_GROUP),
            caps_lock=bool(pointer.mask & CAPS_LOCK),
        )

    def _keymap(self) -> Keymap:
        setup = self._display.setup
        first, number = setup.min_keycode, setup.max_keycode - setup.min_keycode + 1
        with telling_lost():
            reply = self._display.connection.core.GetKeyboardMapping(first, number).reply()
        width, symbols = reply.keysyms_per_keycode, list(reply.keysyms)
        return {first + at: symbols[at * width : (at + 1) * width] for at in range(number)}

    def _strike(self, batch: Batch) -> None:
        """Lends keys, lifts the modifiers held for the communicator, strikes, puts them down again."""
        if self._guard.focused():
            self._dropped += 1
            return
        for code, symbol in batch.lend:
            self._map(code, [symbol] * COLUMNS)
            self._lent[code] = symbol
        self._batch += 1
        for stroke in batch.strokes:
            if stroke.keycode in self._lent:
                self._lent.move_to_end(stroke.keycode)
                self._struck[stroke.keycode] = self._batch
        lifted = [code for (what, usage), code in self._held.items() if what == "key" and usage in MODIFIER_USAGES]
        for code in lifted:
            self._fake(RELEASE, code)
        shift = KEYCODE_OF_USAGE[SHIFT_USAGE]
        shifted = False
        for stroke in batch.strokes:
            if stroke.shift != shifted:
                self._fake(PRESS if stroke.shift else RELEASE, shift)
                shifted = stroke.shift
            self._fake(PRESS, stroke.keycode)
            self._fake(RELEASE, stroke.keycode)
        if shifted:
            self._fake(RELEASE, shift)
        for code in lifted:
            self._fake(PRESS, code)

    def _map(self, code: int, symbols: Sequence[int]) -> None:
        with telling_lost():
            self._display.connection.core.ChangeKeyboardMapping(1, code, len(symbols), list(symbols))

    def _give_back(self) -> None:
        for code in self._lent:
            self._map(code, self._wrote[code])
        self._lent.clear()
        self._wrote.clear()
        self._display.flush()

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        with telling_lost():
            self._xtest.FakeInput(kind, detail, 0, self._display.root, x, y, 0)

    # order
    def _in_order(self, act: Callable[[], None]) -> None:
        """Now, or behind the text that is still being struck."""
        with self._lock:
            if self._over.is_set():
                return
            if self._waiting:
                self._waiting.append(Waiting(act, rest=False))
                return
            act()
            self._display.flush()
            while self._display.poll() is not None:
                pass  # notices of our own keyboard changes

    def _start_worker(self) -> None:
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="text", daemon=True)
            self._worker.start()
        self._news.notify_all()

    def _work(self) -> None:
        """Strikes what waits, batch by batch as it is read; gives borrowed keys back when nothing was written for long."""
        try:
            while not self._over.is_set():
                with self._lock:
                    while not (self._waiting or self._lent or self._over.is_set()):
                        self._news.wait()
                    before = dict(self._struck)
                    idle = not self._waiting and not before
                    written = self._batch
                if idle:
                    self._over.wait(KEEP_LOANS_S)
                else:
                    self._sync()
                    self._reader.let_read()
                with self._lock:
                    if self._over.is_set():
                        return
                    for code, number in before.items():
                        if self._struck.get(code) == number:
                            del self._struck[code]
                    if self._waiting:
                        self._next_waiting()
                    elif idle and self._batch == written:
                        self._give_back()
        except DesktopLost:
            return  # the camera says so to the engine

    def _sync(self) -> None:
        """The server has done everything asked of it on this connection."""
        with telling_lost():
            self._display.connection.core.GetInputFocus().reply()

    def _next_waiting(self) -> None:
        """What stands in front, and everything behind it that need not wait for programs to read a new keyboard map."""
        self._waiting.popleft().act()
        while self._waiting and not self._waiting[0].rest:
            self._waiting.popleft().act()
        self._display.flush()


def _notches(turned: int) -> tuple[int, int]:
    """What is left over, and whole notches towards right or down (negative: left or up)."""
    whole = int(turned / NOTCH)
    return turned - whole * NOTCH, whole
