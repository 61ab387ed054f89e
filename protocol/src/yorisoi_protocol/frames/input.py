"""Input frames: pointer, key and text, from the communicator to the subscriber's side on the channel `input`.

Every frame is led by the number of the grant it was made under and of the layout it was measured on. A stale number is
dropped, never guessed: the gate judges the grant (`consent.gate`), the engine the layout.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, ClassVar

from yorisoi_protocol.frames.fields import Family, Frame, Known, Number, Text
from yorisoi_protocol.keys import USAGES
from yorisoi_protocol.limits import MAX_SCREEN, MAX_TEXT_BYTES

U8 = Number(1, 0, 0xFF)
I16 = Number(2, -0x8000, 0x7FFF)
FLAG = Number(1, 0, 1)
GRANT = Number(4, 1, 0xFFFF_FFFF)
LAYOUT = Number(2, 1, 0xFFFF)
PLACE = Number(2, 0, MAX_SCREEN - 1)
USAGE = Known(2, "USAGES", USAGES)

NOTCH = 120  # `Wheel.dx` and `dy` of one notch


class MouseButton(IntEnum):
    """The numbers of W3C MouseEvent.button."""

    LEFT = 0
    MIDDLE = 1
    RIGHT = 2
    BACK = 3
    FORWARD = 4


@dataclass(frozen=True, slots=True)
class Move(Frame):
    """The pointer goes to a desktop pixel."""

    KIND: ClassVar[int | None] = 1
    grant: Annotated[int, GRANT]
    layout: Annotated[int, LAYOUT]
    x: Annotated[int, PLACE]
    y: Annotated[int, PLACE]


@dataclass(frozen=True, slots=True)
class Button(Frame):
    """A mouse button goes down or up at a desktop pixel."""

    KIND: ClassVar[int | None] = 2
    grant: Annotated[int, GRANT]
    layout: Annotated[int, LAYOUT]
    x: Annotated[int, PLACE]
    y: Annotated[int, PLACE]
    button: Annotated[MouseButton, U8]
    down: Annotated[bool, FLAG]


@dataclass(frozen=True, slots=True)
class Wheel(Frame):
    """The wheel turns at a desktop pixel: 120 is one notch, positive is right and down (towards the user)."""

    KIND: ClassVar[int | None] = 3
    grant: Annotated[int, GRANT]
    layout: Annotated[int, LAYOUT]
    x: Annotated[int, PLACE]
    y: Annotated[int, PLACE]
    dx: Annotated[int, I16]
    dy: Annotated[int, I16]


@dataclass(frozen=True, slots=True)
class Key(Frame):
    """A physical key, by its USB usage (page 7), goes down or up. Only keys of the table `keys` exist."""

    KIND: ClassVar[int | None] = 4
    grant: Annotated[int, GRANT]
    layout: Annotated[int, LAYOUT]
    usage: Annotated[int, USAGE]
    down: Annotated[bool, FLAG]


@dataclass(frozen=True, slots=True)
class CommittedText(Frame):
    """Committed text (from an input method or a paste), 1 to 4,096 bytes of UTF-8."""

    KIND: ClassVar[int | None] = 5
    grant: Annotated[int, GRANT]
    layout: Annotated[int, LAYOUT]
    text: Annotated[str, Text(MAX_TEXT_BYTES)]


@dataclass(frozen=True, slots=True)
class Release(Frame):
    """Every held key and button goes up. It measures nothing and is heard whatever its layout."""

    KIND: ClassVar[int | None] = 6
    grant: Annotated[int, GRANT]
    layout: Annotated[int, LAYOUT]


InputFrame = Move | Button | Wheel | Key | CommittedText | Release
inputs: Family[InputFrame] = Family(Move, Button, Wheel, Key, CommittedText, Release)
