"""What the three shells share: decoding with a refusal, calling the rows in a thread, the seat in the hub."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from yorisoi_protocol import broker
from yorisoi_protocol.vocabulary import Refusal, Role

from yorisoi_service.front.socket.line import Line
from yorisoi_service.front.socket.port import Course, No
from yorisoi_service.hub import topics
from yorisoi_service.hub.registry import Registry

P = ParamSpec("P")
T = TypeVar("T")


class Ask(Protocol):
    """Runs a call that waits for the database, away from the loop."""

    def __call__(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]: ...


def decode(read: Callable[[str], T], text: str) -> T | No:
    """One message, or the refusal. Nothing of what was sent is repeated."""
    try:
        return read(text)
    except ValueError:
        return No(Refusal.MALFORMED)


def has_control_characters(*texts: str) -> bool:
    """Whether a name carries what no name carries (and what a database may refuse)."""
    return any(ord(letter) < 32 or ord(letter) == 127 for text in texts for letter in text)


class Place:
    """One side's seat in one session at a time. The other side is told when it is taken and when it is freed."""

    def __init__(self, *, line: Line, hub: Registry, role: Role) -> None:
        self._line = line
        self._hub = hub
        self._role = role
        self._other = Role.COMMUNICATOR if role is Role.SUBSCRIBER else Role.SUBSCRIBER
        self.session: str | None = None
        self._deadline: datetime | None = None

    def take(self, session: str, *, is_announced: bool = True) -> None:
        """Sit down in this session; a place taken before is freed first."""
        self.free()
        self.session, self._deadline = session, None
        self._hub.sit(session, self._role, self._line)
        self._hub.read(topics.session(session), self._line)
        if is_announced:
            self.pass_on(broker.Presence(present=True))

    def free(self) -> None:
        """Get up, unless a newer socket sits here already."""
        if self.session is None:
            return
        self._hub.unread(topics.session(self.session), self._line)
        if self._hub.rise(self.session, self._role, self._line):
            self.pass_on(broker.Presence(present=False))
        self.session = None

    def told(self, course: Course) -> bool:
        """Say how the session stands, as far as this side does not know it yet. True when it is over."""
        if course.ending is not None:
            self._line.say(broker.Ended(course.ending, [] if course.successor is None else [course.successor]))
            return True
        if course.deadline is not None and course.deadline != self._deadline:
            self._deadline = course.deadline
            self._line.say(broker.TimeLeft(course.left_s))
        return False

    def is_other_there(self) -> bool:
        """Whether the other side's socket is connected."""
        return self.session is not None and self._hub.at(self.session, self._other) is not None

    def pass_on(self, message: broker.Message) -> bool:
        """Hand a message to the other side; False when nobody takes it."""
        return self.session is not None and self._hub.relay(self.session, self._other, broker.encode(message))
