"""`wake(topic)`: the rows behind a topic changed, read them again. Callable from any thread.

Services call it from `transaction.on_commit`, never inside the transaction: a reader that is faster than the commit
would read the old row. A hint may be lost (another process, a restart), so nobody may depend on one; every reader
looks at its rows on its own from time to time.
"""

import threading
from collections.abc import Callable

Listener = Callable[[str], None]

_lock = threading.Lock()
_listeners: list[Listener] = []


def wake(topic: str) -> None:
    """Tell every listener of this process. Without one (a command, a test) it does nothing."""
    with _lock:
        listeners = tuple(_listeners)
    for listener in listeners:
        listener(topic)


def listen(listener: Listener) -> Callable[[], None]:
    """Hear every wake, in the thread of the caller of `wake`; returns what ends it."""
    with _lock:
        _listeners.append(listener)

    def end() -> None:
        with _lock:
            if listener in _listeners:
                _listeners.remove(listener)

    return end
