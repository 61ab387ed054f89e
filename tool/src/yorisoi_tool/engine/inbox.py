"""Input frames from the viewer: decode, refuse, ask the door, inject. A stale number is dropped, never guessed.

Only letting go measures nothing: it passes whatever layout it was made on.
"""

from collections.abc import Callable
from enum import Enum

from yorisoi_protocol.frames.fields import FrameError
from yorisoi_protocol.frames.input import Button, CommittedText, InputFrame, Key, Move, Release, Wheel, inputs
from yorisoi_protocol.vocabulary import Action

from yorisoi_tool.desktops.ports import Injection
from yorisoi_tool.door import Way


class Fate(Enum):
    """What became of a frame."""

    APPLIED = "applied"
    MALFORMED = "malformed"
    OTHER_LAYOUT = "other_layout"
    NOT_ALLOWED = "not_allowed"
    OVER_OWN_WINDOW = "over_own_window"  # allowed, but dropped: nobody presses this program's buttons from afar


class Inbox:
    """Applies the frames of one viewer. Held keys are released by the door when anything is taken away."""

    def __init__(self, way: Way, injection: Injection) -> None:
        self._way = way
        self._injection = injection
        self.layout = 0  # none yet: nothing is applied

    def apply(self, data: bytes) -> Fate:
        """One frame as it came. Never raises for what the other side sent."""
        try:
            frame = inputs.unpack(data)
        except FrameError:
            return Fate.MALFORMED
        if frame.layout != self.layout and not isinstance(frame, Release):
            return Fate.OTHER_LAYOUT
        action, act = self._deed(frame)
        before = self._injection.dropped()
        if not self._way.through(action, frame.grant, act):
            return Fate.NOT_ALLOWED
        return Fate.APPLIED if self._injection.dropped() == before else Fate.OVER_OWN_WINDOW

    def _deed(self, frame: InputFrame) -> tuple[Action, Callable[[], None]]:
        hand = self._injection
        match frame:
            case Move(x=x, y=y):
                return Action.POINTER, lambda: hand.pointer(x, y)
            case Button(x=x, y=y, button=button, down=down):
                return Action.POINTER, lambda: hand.button(x, y, int(button), down)
            case Wheel(x=x, y=y, dx=dx, dy=dy):
                return Action.POINTER, lambda: hand.wheel(x, y, dx, dy)
            case Key(usage=usage, down=down):
                return Action.KEY, lambda: hand.key(usage, down)
            case CommittedText(text=text):
                return Action.TEXT, lambda: hand.text(text)
            case Release():
                return Action.POINTER, hand.release_all
