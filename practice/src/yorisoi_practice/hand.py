"""A hand: a process of its own that looks at the outer display and presses what it sees there, as a person would.

    python -m yorisoi_practice.hand :100 answer       agrees to what is asked, reads each pass out, closes the last page
    python -m yorisoi_practice.hand :100 listen       does what it is told, one line each, and says what came of it

        press KIND SECONDS     -> pressed MS | not-seen      KIND as in the tool's theme, e.g. grant, deny, stop
        see KIND SECONDS       -> seen | not-seen
        where KIND             -> at X Y | not-seen
        tick SECONDS           -> ticked N | not-seen
        read SECONDS           -> read 48217395062 | not-seen
        move X Y | click X Y | double X Y | drag X Y X Y | key KEYSYM    -> done MS

MS is the moment on the machine's monotonic clock, for tests that measure from the press on. The hand knows nothing of the
tool but the colours of its buttons: it works on pixels, through XTEST of the outer server, which the nested server (where
the tool runs) sees as its own pointer and keyboard. Told that server with --nested, it presses only once the pointer has
arrived there too: on a busy machine that takes its time.
"""

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import TypeVar

from yorisoi_tool.window import theme
from yorisoi_tool.window.theme import Kind

from yorisoi_practice.eyes import Spot, find_buttons, read_digits
from yorisoi_practice.glyphs import digit_shapes
from yorisoi_practice.screen import Picture, Screen

LOOK_EVERY_S = 0.1
ARRIVES_S = 0.12  # nobody presses in the instant of arriving; from here on the own hand wins over the communicator's
READ_EVERY_S = 0.8
PASS_DIGITS = 11
AGAIN_AFTER_S = 6.0  # what was pressed may take that long to change on a busy machine
ARRIVES_WITHIN_S = 20.0
LEAVE_AFTER_S = 30.0
PATIENCE = 3
STAYS = (Kind.NEW_NUMBER, Kind.READ_ALOUD, Kind.LANGUAGE)  # buttons that look the same after they were pressed
Found = TypeVar("Found")


def rgb(colour: str) -> tuple[int, int, int]:
    """#RRGGBB as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class Hand:
    """Eyes and one finger on one display. `nested` is the server whose programs shall feel the finger, if known."""

    def __init__(self, screen: Screen, nested: Screen | None = None) -> None:
        self.screen = screen
        self.nested = nested or screen
        self.shapes = digit_shapes()

    def see(self, kind: Kind, picture: Picture | None = None) -> Spot | None:
        """Where this button stands and listens; one that is inert looks different and is not seen."""
        found = find_buttons(self.screen.picture() if picture is None else picture, rgb(kind.value))
        return found[0] if found else None

    def press(self, kind: Kind, seconds: float) -> int | None:
        """Presses the button as soon as it stands still under the pointer, and once more if it stays as it is, or comes back
        after it rested in its place, as people do.

        The moment of the (last) press, or None when the button was not seen.
        """
        pressed = None
        until = time.monotonic() + seconds
        for _ in range(1 if kind in STAYS else PATIENCE):
            spot = self._reach(kind, until)
            if spot is None:
                break
            pressed = self._press(spot)
            if kind in STAYS or self._taken(kind, spot):
                break
            until = time.monotonic()  # it is there: no more waiting for it
        return pressed

    def _reach(self, kind: Kind, until: float) -> Spot | None:
        """The button with the pointer on it, standing still."""
        while True:
            spot = self.wait(lambda: self._still(lambda: self.see(kind)), until - time.monotonic())
            if spot is None:
                return None
            self._go(*spot.middle)
            if self._still(lambda: self.see(kind)) == spot:
                return spot

    def _taken(self, kind: Kind, spot: Spot) -> bool:
        """Whether what was pressed goes; False when it listens still, or again after a rest, in the same place."""
        give_up = time.monotonic() + AGAIN_AFTER_S
        rested = False
        while time.monotonic() < give_up:
            picture = self.screen.picture()
            if self.see(kind, picture) == spot:
                if rested:
                    return False
            elif spot in find_buttons(picture, rgb(theme.INERT_FILL)):
                rested = True
            else:
                return True
            time.sleep(LOOK_EVERY_S)
        return False

    def tick(self, seconds: float) -> int:
        """Ticks every line that is not ticked yet; how many."""
        count = 0
        while spot := self.wait(lambda: self._still(self.unticked), seconds):
            self.click(*spot.middle)
            changed = partial(self._unticked_is_not, spot)
            if self.wait(changed, AGAIN_AFTER_S):
                count += 1
            seconds = 1.0  # the first may take a while to appear, the others are there
        return count

    def _unticked_is_not(self, spot: Spot) -> bool | None:
        return self.unticked() != spot or None

    def read(self, seconds: float) -> str:
        """The pass in its large digits, twice the same; empty when there is none."""
        return self.wait(lambda: self._still(self._digits), seconds) or ""

    def click(self, x: int, y: int) -> int:
        self._go(x, y)
        self.screen.press(x, y)
        return now_ms()

    def _press(self, spot: Spot) -> int:
        self.screen.press(*spot.middle)
        return now_ms()

    def _go(self, x: int, y: int) -> None:
        """The pointer to this place, from beside: the communicator may have moved the nested server's pointer alone, and that
        follows again only when the outer one really moves."""
        self.screen.move(x - 1, y)
        self.screen.move(x, y)
        self.wait(lambda: True if self.nested.pointer() == (x, y) else None, ARRIVES_WITHIN_S)
        time.sleep(ARRIVES_S)

    def unticked(self, picture: Picture | None = None) -> Spot | None:
        found = find_buttons(self.screen.picture() if picture is None else picture, rgb(theme.TICK_OFF_FILL))
        return min(found, key=lambda spot: spot.top) if found else None

    def _digits(self) -> str | None:
        digits = read_digits(self.screen.picture(), rgb(theme.CALM), self.shapes)
        return digits if len(digits) == PASS_DIGITS else None

    def _still(self, look: Callable[[], Found | None]) -> Found | None:
        """What is seen, if a second look shows the same."""
        first = look()
        if first is None:
            return None
        time.sleep(LOOK_EVERY_S / 2)
        return first if look() == first else None

    def wait(self, look: Callable[[], Found | None], seconds: float) -> Found | None:
        until = time.monotonic() + seconds
        while True:
            found = look()
            if found is not None or time.monotonic() > until:
                return found
            time.sleep(LOOK_EVERY_S)


def answer(hand: Hand, say: Callable[[str], None], leave_after_s: float = LEAVE_AFTER_S) -> None:
    """A friendly subscriber: ticks, goes on, reads each pass out, agrees, makes a new number when one is over.

    The last page (after a pass, nothing to press but the way out) is looked at for `leave_after_s`, then closed.
    """
    last_pass = ""
    alone_since: float | None = None
    while True:
        time.sleep(READ_EVERY_S)
        picture = hand.screen.picture()
        if hand.see(Kind.READ_ALOUD, picture):
            digits = hand.read(0.0)
            if digits and digits != last_pass:
                say(f"{digits[:3]}-{digits[3:7]}-{digits[7:]}")
                last_pass = digits
            alone_since = None
            continue
        if hand.unticked(picture):
            hand.tick(0.0)
        seen = [kind for kind in (Kind.GO_ON, Kind.GRANT, Kind.UNDERSTOOD, Kind.NEW_NUMBER) if hand.see(kind, picture)]
        for kind in seen:
            hand.press(kind, 0.0)
        if seen or not last_pass or not hand.see(Kind.CLOSE, picture):
            alone_since = None
        elif alone_since is None:
            alone_since = time.monotonic()
        elif time.monotonic() - alone_since > leave_after_s:
            hand.press(Kind.CLOSE, 0.0)


def obey(hand: Hand, line: str) -> str:
    """One line of `listen`: what to do, and what came of it."""
    verb, *words = line.split()
    match verb:
        case "press":
            pressed = hand.press(Kind[words[0].upper()], float(words[1]))
            return "not-seen" if pressed is None else f"pressed {pressed}"
        case "see":
            kind = Kind[words[0].upper()]
            return "not-seen" if hand.wait(lambda: hand.see(kind), float(words[1])) is None else "seen"
        case "where":
            spot = hand.see(Kind[words[0].upper()])
            return "not-seen" if spot is None else "at {} {}".format(*spot.middle)
        case "tick":
            ticked = hand.tick(float(words[0]))
            return f"ticked {ticked}" if ticked else "not-seen"
        case "read":
            digits = hand.read(float(words[0]))
            return f"read {digits}" if digits else "not-seen"
        case "move":
            hand.screen.move(int(words[0]), int(words[1]))
        case "click" | "double":
            for _ in range(2 if verb == "double" else 1):
                hand.click(int(words[0]), int(words[1]))
        case "drag":
            hand.screen.drag(*(int(word) for word in words))
        case "key":
            hand.screen.strike(int(words[0], 0))
        case _:
            return f"unknown {verb}"
    return f"done {now_ms()}"


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m yorisoi_practice.hand")
    words.add_argument("display")
    words.add_argument("what", choices=("answer", "listen"))
    words.add_argument("--nested", metavar="DISPLAY", help="the server inside that display, where the programs are")
    words.add_argument("--leave-after", type=float, default=LEAVE_AFTER_S, help="seconds to look at the last page")
    chosen = words.parse_args()

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    with ExitStack() as open_screens:
        screen = open_screens.enter_context(Screen(chosen.display))
        hand = Hand(screen, open_screens.enter_context(Screen(chosen.nested)) if chosen.nested else None)
        say("ready")
        if chosen.what == "answer":
            answer(hand, say, chosen.leave_after)
        for line in sys.stdin:
            say(obey(hand, line))


if __name__ == "__main__":
    main()
