"""One lock around the gates. Window, loop, camera and own-hands threads all ask here; what it says holds at once.

Every viewer has a way of its own (one gate); Stop ends them all. Taking away is done before the call returns, in the
caller's thread: held keys go up and the picture queue is emptied even if the engine's loop hangs.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from yorisoi_protocol.consent.gate import Gate, LogEntry
from yorisoi_protocol.peer import Snapshot
from yorisoi_protocol.vocabulary import Action, Ending, Permission, Role


@dataclass(frozen=True)
class Undo:
    """What must happen at the instant something is taken away. Both are quick, idempotent and safe in any thread."""

    release: Callable[[], None]  # no key or button stays held, queued text is forgotten
    clear: Callable[[], None]  # no picture waits to be sent


class Way:
    """One viewer's gate behind the door's lock. Every method may be called from any thread."""

    def __init__(self, door: "Door", number: int, gate: Gate, undo: Undo) -> None:
        self.number = number
        self._door = door
        self._gate = gate
        self._undo = undo

    # The engine's moves
    def verified(self) -> None:
        """The exchange is confirmed and the certificate is the pinned one. While the screen is hidden from another viewer
        it is hidden from this one as well."""
        with self._door.lock:
            is_hidden = self._door.is_paused()
            self._move(self._gate.verified)
            if is_hidden:
                self._move(self._gate.pause)

    def link(self) -> None:
        """An authenticated sign of life came in."""
        self._move(self._gate.link)

    def tick(self) -> int | None:
        """Lets time pass; answers how many milliseconds from now it should be called again."""
        with self._door.lock:
            now = self._door.now_ms()
            self._gate.tick(now)
            self._undo_what_fell(now)
            due = self._gate.deadline()
            return None if due is None else max(0, due - now)

    def ask(self, permission: Permission) -> int | None:
        """The communicator's wish becomes a numbered question, or None when it may not be asked now."""
        with self._door.lock:
            now = self._door.now_ms()
            question = self._gate.ask(permission, now)
            self._undo_what_fell(now)  # nothing is applied while a question is open (I11)
            return question

    def give_back(self, permission: Permission) -> None:
        """The communicator lets go: an open question is withdrawn, a grant ends."""
        with self._door.lock:
            now = self._door.now_ms()
            self._gate.withdraw(permission, now)
            self._gate.revoke(permission, now, Role.COMMUNICATOR)
            self._undo_what_fell(now)

    def local_hand(self) -> None:
        """The subscriber's own mouse or keyboard moved: the communicator's hand rests."""
        with self._door.hand():
            now = self._door.now_ms()
            self._gate.local_hand(now)
            self._undo_what_fell(now)

    def let_go(self) -> None:
        """No key stays held: its release would come over a link that is gone, or for a layout that is. Takes nothing away."""
        with self._door.lock:
            self._undo.release()

    def end(self, reason: Ending) -> None:
        """Over, for ever. The first reason stays."""
        with self._door.lock:
            now = self._door.now_ms()
            self._gate.end(reason, now)
            self._undo_what_fell(now)

    # Asking
    def allows(self, action: Action, grant: int | None = None) -> bool:
        """Whether `action` may be applied at this instant. Spends one-shot grants."""
        with self._door.lock:
            return self._gate.allows(action, self._door.now_ms(), grant)

    def through(self, action: Action, grant: int | None, act: Callable[[], None]) -> bool:
        """Applies `act` if `action` is allowed, both as one step: nothing can be taken away in between.

        While a hand waits at the door nothing is applied: a stream of events must not keep Stop from getting in.
        """
        if self._door.is_hand_waiting():
            return False
        with self._door.lock:
            if not self._gate.allows(action, self._door.now_ms(), grant):
                return False
            act()
            return True

    def snapshot(self) -> Snapshot:
        with self._door.lock:
            return self._gate.snapshot(self._door.now_ms())

    def log_since(self, count: int) -> list[LogEntry]:
        """The gate's log after its first `count` entries."""
        with self._door.lock:
            return self._gate.log[count:]

    @property
    def ending(self) -> Ending | None:
        with self._door.lock:
            return self._gate.ending

    def _move(self, move: Callable[[int], object]) -> None:
        with self._door.lock:
            now = self._door.now_ms()
            move(now)
            self._undo_what_fell(now)

    def _undo_what_fell(self, now: int) -> None:
        if not self._gate.would_allow(Action.POINTER, now):
            self._undo.release()
        if not self._gate.would_allow(Action.FRAME, now):
            self._undo.clear()


class Door:
    """Holds the ways. Its own methods are the subscriber's hand, called by the window and by nobody else."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self.lock = threading.RLock()
        self.now_ms = now_ms
        self._ways: dict[int, Way] = {}
        self._next = 1
        self._waiting: deque[None] = deque()

    @contextmanager
    def hand(self) -> Iterator[None]:
        """The lock for a hand's move: it goes before everything that is still to be applied.

        A lock alone is not fair: the loop gives it back and has it again before a waiting thread wakes (seen with 1,000
        events a second on a busy machine). What is refused meanwhile is released by the move itself.
        """
        self._waiting.append(None)
        try:
            with self.lock:
                yield
        finally:
            self._waiting.pop()

    def is_hand_waiting(self) -> bool:
        return bool(self._waiting)

    def admit(self, gate: Gate, undo: Undo) -> Way:
        """A new way under this door; its gate has granted nothing yet."""
        with self.lock:
            way = Way(self, self._next, gate, undo)
            self._ways[self._next] = way
            self._next += 1
            return way

    def grant(self, way: int, question: int) -> bool:
        """A hand agreed to this very question. Control is in one pair of hands at most."""
        with self.hand():
            here = self._ways.get(way)
            if here is None:
                return False
            now = self.now_ms()
            granted = here._gate.grant(question, now) is not None
            if granted and here._gate.holds(Permission.CONTROL, now):
                for other in self._ways.values():
                    if other is not here:
                        other._gate.revoke(Permission.CONTROL, now, Role.SUBSCRIBER)
                        other._undo_what_fell(now)
            here._undo_what_fell(now)
            return granted

    def deny(self, way: int, question: int) -> None:
        """A hand refused this question."""
        with self.hand():
            here = self._ways.get(way)
            if here is not None:
                here._gate.deny(question, self.now_ms())

    def take_back(self, permission: Permission) -> None:
        """A hand ends a permission, wherever it was granted."""
        self._each(lambda gate, now: gate.revoke(permission, now, Role.SUBSCRIBER))

    def pause(self) -> None:
        """A hand hides the screen, from who comes later too; control is taken back with it."""
        self._each(lambda gate, now: gate.pause(now))

    def is_paused(self) -> bool:
        """Whether the screen is hidden from anybody now."""
        with self.lock:
            return any(way.snapshot().paused for way in self._ways.values())

    def resume(self) -> None:
        self._each(lambda gate, now: gate.resume(now))

    def stop(self) -> None:
        """A hand ends everything, before this returns and without the network."""
        self._each(lambda gate, now: gate.end(Ending.STOPPED_BY_SUBSCRIBER, now))

    def _each(self, move: Callable[[Gate, int], object]) -> None:
        with self.hand():
            now = self.now_ms()
            for way in self._ways.values():
                move(way._gate, now)
                way._undo_what_fell(now)
