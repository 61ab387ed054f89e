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
the tool runs) sees as its own pointer and keyboard.
"""

import argparse
import sys
import time
from collections.abc import Callable
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
AGAIN_AFTER_S = 1.5
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
    """Eyes and one finger on one display."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.shapes = digit_shapes()

    def see(self, kind: Kind, picture: Picture | None = None) -> Spot | None:
        """Where this button stands and listens; one that is inert looks different and is not seen."""
        found = find_buttons(self.screen.picture() if picture is None else picture, rgb(kind.value))
        return found[0] if found else None

    def press(self, kind: Kind, seconds: float) -> int | None:
        """Presses the button as soon as it stands still, and once more if it stays as it is, as people do.

        The moment of the (last) press, or None when the button was not seen.
        """
        spot = self.wait(lambda: self._still(lambda: self.see(kind)), seconds)
        if spot is None:
            return None
        pressed = self.click(*spot.middle)
        for _ in range(0 if kind in STAYS else PATIENCE - 1):
            if self.wait(lambda: self.see(kind) != spot or None, AGAIN_AFTER_S):
                break
            pressed = self.click(*spot.middle)
        return pressed

    def tick(self, seconds: float) -> int:
        """Ticks every line that is not ticked yet; how many."""
        count = 0
        while spot := self.wait(lambda: self._still(self.unticked), seconds):
            self.click(*spot.middle)
            count += 1
            seconds = 1.0  # the first may take a while to appear, the others are there
        return count

    def read(self, seconds: float) -> str:
        """The pass in its large digits, twice the same; empty when there is none."""
        return self.wait(lambda: self._still(self._digits), seconds) or ""

    def click(self, x: int, y: int) -> int:
        self.screen.move(x, y)
        time.sleep(ARRIVES_S)
        self.screen.press(x, y)
        return now_ms()

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
    words.add_argument("--leave-after", type=float, default=LEAVE_AFTER_S, help="seconds to look at the last page")
    chosen = words.parse_args()

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    with Screen(chosen.display) as screen:
        hand = Hand(screen)
        say("ready")
        if chosen.what == "answer":
            answer(hand, say, chosen.leave_after)
        for line in sys.stdin:
            say(obey(hand, line))


if __name__ == "__main__":
    main()
