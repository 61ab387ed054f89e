"""The listener of one link: what an older link still says is not heard, and any failure ends the session (fail closed)."""

from collections.abc import Callable

from yorisoi_tool.transport.port import Listener


class Ear:
    """Hands on to `to` while `is_newest` says so."""

    def __init__(self, to: Listener, *, is_newest: Callable[[], bool], failed: Callable[[], None]) -> None:
        self._to = to
        self._is_newest = is_newest
        self._failed = failed

    def opened(self) -> None:
        self._hear(self._to.opened)

    def words(self, text: str) -> None:
        self._hear(lambda: self._to.words(text))

    def input(self, frame: bytes) -> None:
        self._hear(lambda: self._to.input(frame))

    def picture(self, frame: bytes) -> None:
        self._hear(lambda: self._to.picture(frame))

    def lost(self) -> None:
        self._hear(self._to.lost)

    def _hear(self, act: Callable[[], None]) -> None:
        if not self._is_newest():
            return
        try:
            act()
        except Exception:
            self._failed()
            raise
