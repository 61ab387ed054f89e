"""What we count on in the toolkit itself."""

import sys

from PySide6.QtCore import QEvent

CALLS = 300  # far fewer than end the interpreter


def test_no_call_takes_more_of_none_than_it_gives_back() -> None:
    """A binding that gives None back once too often with each call ends the program after some thousand of them,
    in the middle of a session (seen with PySide6 6.12.0 on Python 3.11, where None is counted)."""
    event = QEvent(QEvent.Type.FontChange)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        event.setAccepted(True)
    assert sys.getrefcount(None) - before > -CALLS // 2
