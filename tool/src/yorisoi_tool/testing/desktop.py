"""A desktop that remembers what was done to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from yorisoi_tool.desktops.ports import Cursor, Desktop, Screen


@dataclass
class FakeInjection:
    """`done` lists every applied event; `over` makes events fall on the tool's own windows."""

    done: list[tuple[Any, ...]] = field(default_factory=list)
    over: bool = False
    _held: set[tuple[str, int]] = field(default_factory=set)
    _dropped: int = 0

    def pointer(self, x: int, y: int) -> None:
        self._do("pointer", x, y)

    def button(self, x: int, y: int, button: int, down: bool) -> None:
        self._do("button", x, y, button, down)
        self._hold("button", button, down)

    def wheel(self, x: int, y: int, dx: int, dy: int) -> None:
        self._do("wheel", x, y, dx, dy)

    def key(self, usage: int, down: bool) -> None:
        self._do("key", usage, down)
        self._hold("key", usage, down)

    def text(self, text: str) -> None:
        self._do("text", text)

    def release_all(self) -> None:
        self._held.clear()

    def held(self) -> frozenset[tuple[str, int]]:
        return frozenset(self._held)

    def dropped(self) -> int:
        return self._dropped

    def close(self) -> None:
        self.release_all()

    def _do(self, *what: Any) -> None:
        if self.over:
            self._dropped += 1
        else:
            self.done.append(what)

    def _hold(self, kind: str, number: int, down: bool) -> None:
        if not self.over:
            (self._held.add if down else self._held.discard)((kind, number))


@dataclass
class FakeHands:
    heard: Callable[[], None] | None = None

    def watch(self, heard: Callable[[], None]) -> None:
        self.heard = heard

    def move(self) -> None:
        """The subscriber moves the own mouse."""
        assert self.heard is not None
        self.heard()

    def close(self) -> None:
        self.heard = None


@dataclass
class FakeLock:
    locked: bool = False

    def is_locked(self) -> bool:
        return self.locked

    def close(self) -> None:
        pass


@dataclass
class FakeClipboard:
    text: str | None = None

    def get_text(self, timeout_ms: int = 500) -> str | None:
        return self.text

    def set_text(self, text: str) -> None:
        self.text = text

    def close(self) -> None:
        pass


@dataclass
class Nothing:
    """Stands where no picture is taken."""

    closed: bool = False

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeDesktop:
    """`desktop()` is what the engine gets; the parts stay in the test's hands."""

    injection: FakeInjection = field(default_factory=FakeInjection)
    hands: FakeHands = field(default_factory=FakeHands)
    lock: FakeLock = field(default_factory=FakeLock)
    clipboard: FakeClipboard = field(default_factory=FakeClipboard)
    eyes: list[tuple["Nothing", "Nothing"]] = field(default_factory=list)  # one pair for each who looked along

    def desktop(self) -> Desktop:
        return Desktop(
            name="fake",
            screen=cast(Screen, Nothing()),
            cursor=cast(Cursor, Nothing()),
            injection=self.injection,
            own_hands=self.hands,
            lock=self.lock,
            clipboard=self.clipboard,
            more_eyes=self._more_eyes,
        )

    def _more_eyes(self) -> tuple[Screen, Cursor]:
        pair = (Nothing(), Nothing())
        self.eyes.append(pair)
        return cast(Screen, pair[0]), cast(Cursor, pair[1])
