"""The system asks the program to end (TERM, INT, HUP): heard on the Qt thread, without polling."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

ASKED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Signals(QObject):
    """Calls `asked` for each of these signals. Keep it alive as long as it shall listen."""

    def __init__(self, asked: Callable[[], None]) -> None:
        super().__init__()
        self._asked = asked
        # Qt's loop gives Python no turn; the byte that Python writes for a signal wakes it.
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        for number in ASKED:
            signal.signal(number, _turn)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._heard)

    def _heard(self) -> None:
        if self._read.recv(64):
            self._asked()


def _turn(number: int, frame: FrameType | None) -> None:
    """Nothing: the byte in the socket is what counts."""
