"""Who sits where: the sockets of one process, found by session and role, or by the topic they read.

No rows, no Django, no event loop. One loop owns a registry: nothing here may be called from another thread
(`wakes` is the door for threads).

    seat     one socket, bound to one side of one session; a newcomer takes the place of whoever sat there
    reader   one socket that wants to be told when a topic changed
"""

from collections import defaultdict
from typing import Protocol

from yorisoi_protocol.vocabulary import Role


class Seat(Protocol):
    """One socket, seen from the hub. Nothing here waits or fails: a slow or dead socket answers False."""

    def post(self, frame: bytes) -> bool:
        """Put one message on the way; False when the socket is gone or its queue is full."""
        ...

    def hint(self, topic: str) -> None:
        """The rows behind this topic changed: read them again."""
        ...

    def replaced(self) -> None:
        """Somebody with the same right took this place; the socket is to close."""
        ...


class Registry:
    """The sockets of one process."""

    def __init__(self) -> None:
        self._seats: dict[tuple[str, Role], Seat] = {}
        self._readers: defaultdict[str, set[Seat]] = defaultdict(set)

    def sit(self, session: str, role: Role, seat: Seat) -> None:
        """Bind a socket to its side of a session. Whoever sat there is told and loses the place."""
        before = self._seats.get((session, role))
        self._seats[session, role] = seat
        if before is not None and before is not seat:
            before.replaced()

    def rise(self, session: str, role: Role, seat: Seat) -> bool:
        """Free the place if this very socket holds it; False when a newer one does."""
        if self._seats.get((session, role)) is not seat:
            return False
        del self._seats[session, role]
        return True

    def at(self, session: str, role: Role) -> Seat | None:
        """The socket of this side, or None while it is away."""
        return self._seats.get((session, role))

    def relay(self, session: str, to: Role, frame: bytes) -> bool:
        """Hand a message to the other side, unread and unstored; False when nobody takes it (away)."""
        seat = self._seats.get((session, to))
        return seat is not None and seat.post(frame)

    def read(self, topic: str, seat: Seat) -> None:
        """Tell this socket whenever the topic wakes."""
        self._readers[topic].add(seat)

    def unread(self, topic: str, seat: Seat) -> None:
        """Stop telling it."""
        self._readers[topic].discard(seat)
        if not self._readers[topic]:
            del self._readers[topic]

    def wake(self, topic: str, *, about: str | None = None) -> None:
        """Tell everybody who reads this topic, by its own name or by what it is `about`."""
        for seat in tuple(self._readers.get(topic, ())):
            seat.hint(about or topic)

    def sessions(self) -> tuple[str, ...]:
        """The sessions that have at least one socket here."""
        return tuple({session for session, _ in self._seats})

    def __len__(self) -> int:
        """Places taken, for the figures of the running service."""
        return len(self._seats)
