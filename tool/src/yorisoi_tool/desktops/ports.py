"""What the tool needs from a desktop, one Protocol for each need. The folders beside this file fill them.

Places are desktop pixels, origin top left. A display server that goes away raises `DesktopLost` from any of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from yorisoi_tool.picture.region import Rect

Pixels = NDArray[np.uint8]  # height x width x 4: blue, green, red, unused


class DesktopLost(Exception):
    """The display server went away. Nothing can be shown or injected any more."""


class LayoutChanged(Exception):
    """The rectangle is not on the desktop any more: ask `Screen.size` and begin again."""


class Size(NamedTuple):
    width: int
    height: int


class Screen(Protocol):
    """The desktop's pixels. One thread uses it (the camera)."""

    def size(self) -> Size:
        """The size as of the last `damage`."""

    def fileno(self) -> int:
        """Readable when `damage` may have news, provided that `pending` was False just before."""

    def pending(self) -> bool:
        """Whether `damage` has news already. Ask before waiting for `fileno`: the news may be in memory."""

    def damage(self) -> list[Rect] | None:
        """Takes what was drawn since the last call, at once and never waiting.

        None: the size changed and everything is new. Pixels drawn after this call are reported by the next one, so
        reading after taking can never miss anything; reading before taking can.
        """

    def read(self, rect: Rect) -> Pixels:
        """The pixels as they are now: a view that the next `read` overwrites. Raises LayoutChanged."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Shape:
    """A pointer picture: PNG with alpha, straight colours. Without size it is hidden."""

    hot_x: int
    hot_y: int
    w: int
    h: int
    png: bytes


HIDDEN = Shape(0, 0, 0, 0, b"")


class Cursor(Protocol):
    """The pointer's picture and place. One thread uses it (the camera)."""

    def fileno(self) -> int:
        """Readable when `shape` or `place` may have news, provided that `pending` was False just before."""

    def pending(self) -> bool:
        """Whether `shape` or `place` may have news already."""

    def shape(self) -> Shape | None:
        """The picture when it changed since the last call, else None. Never waits."""

    def place(self) -> tuple[int, int] | None:
        """The hot spot when it may have moved since the last call, else None. Never waits for an event."""

    def repeat(self) -> None:
        """Makes the next `shape` and `place` answer although nothing changed (a viewer that knows nothing)."""

    def close(self) -> None: ...


class Injection(Protocol):
    """Puts pointer, keys and text into the desktop. Thread safe. Nothing here asks for consent: the caller did.

    Events over the tool's own windows (pointer) or while one of them has the focus (keys, text) are dropped here.
    """

    def pointer(self, x: int, y: int) -> None: ...

    def button(self, x: int, y: int, button: int, down: bool) -> None:
        """`button`: 0 left, 1 middle, 2 right, 3 back, 4 forward. Letting go is never dropped."""

    def wheel(self, x: int, y: int, dx: int, dy: int) -> None:
        """120 is one notch, positive is right and down; smaller steps add up."""

    def key(self, usage: int, down: bool) -> None:
        """A physical key by its USB usage (page 7). An unknown one is ignored."""

    def text(self, text: str) -> None:
        """Committed text, in order with the other calls. Long text goes on after this returns."""

    def release_all(self) -> None:
        """Everything held goes up and text still queued is forgotten, before this returns. Nothing after `close`."""

    def held(self) -> frozenset[tuple[str, int]]:
        """What is held now: ("key", usage) and ("button", number)."""

    def dropped(self) -> int:
        """How many events were dropped over the tool's own windows so far."""

    def close(self) -> None:
        """`release_all`, and whatever was borrowed from the desktop is given back."""


class OwnHands(Protocol):
    """Tells when the subscriber's own mouse, keyboard or finger is used; injected events do not count."""

    def watch(self, heard: Callable[[], None]) -> None:
        """From now on calls `heard` on a thread of its own, at most once in 50 ms."""

    def close(self) -> None: ...


class Lock(Protocol):
    def is_locked(self) -> bool:
        """Whether the desktop is known to be locked (nobody sits in front of it)."""

    def close(self) -> None: ...


class Clipboard(Protocol):
    """The desktop's clipboard, text only. Thread safe."""

    def get_text(self, timeout_ms: int = 500) -> str | None:
        """The text, or None when there is none within the time."""

    def set_text(self, text: str) -> None:
        """Offers `text` until another program copies something or `close`."""

    def close(self) -> None: ...


class NoInjection:
    """The hand of who only looks: moves nothing, holds nothing, lets go of nothing that another holds."""

    def pointer(self, x: int, y: int) -> None: ...

    def button(self, x: int, y: int, button: int, down: bool) -> None: ...

    def wheel(self, x: int, y: int, dx: int, dy: int) -> None: ...

    def key(self, usage: int, down: bool) -> None: ...

    def text(self, text: str) -> None: ...

    def release_all(self) -> None: ...

    def held(self) -> frozenset[tuple[str, int]]:
        return frozenset()

    def dropped(self) -> int:
        return 0

    def close(self) -> None: ...


class NoClipboard:
    """The clipboard of who only looks: always empty, and keeps nothing."""

    def get_text(self, timeout_ms: int = 500) -> str | None:
        return None

    def set_text(self, text: str) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Desktop:
    """Everything of one machine's desktop."""

    name: str
    screen: Screen
    cursor: Cursor
    injection: Injection
    own_hands: OwnHands
    lock: Lock
    clipboard: Clipboard
    more_eyes: Callable[[], tuple[Screen, Cursor]]  # one more pair: each camera has its own

    @contextmanager
    def look_along(self) -> Iterator["Desktop"]:
        """The same desktop for one more camera, with eyes of its own that close afterwards, and without hands."""
        screen, cursor = self.more_eyes()
        try:
            yield replace(self, screen=screen, cursor=cursor, injection=NoInjection(), clipboard=NoClipboard())
        finally:
            cursor.close()
            screen.close()

    def close(self) -> None:
        """Lets go of everything held and borrowed. Idempotent, and safe after DesktopLost."""
        for part in (self.injection, self.own_hands, self.lock, self.clipboard, self.cursor, self.screen):
            part.close()


@dataclass(frozen=True)
class Refused:
    """Why this machine's desktop cannot be shown. `reason` is a stable code with a sentence and next step in the window."""

    reason: str
    detail: str
