"""What a socket needs from the rows, and nothing else: the words between the shell and the services.

Every call here waits for a database, so the shells make it in a thread. A "no" is an answer, not an exception.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from yorisoi_protocol import broker
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, Removal, ViewerKind


@dataclass(frozen=True)
class No:
    """What was asked is not done. `gates` names what is closed when the code is gates_closed."""

    code: Refusal
    gates: tuple[str, ...] = ()
    retry_after_s: int = 0


@dataclass(frozen=True)
class Offer:
    """A nameplate, and the two tokens of its session. The resume token is the subscriber's secret."""

    session: str
    resume: str
    nameplate: str
    expires_in_s: int

    def __repr__(self) -> str:
        return f"Offer(session={self.session!r}, resume=***)"


@dataclass(frozen=True)
class Person:
    """A signed-in communicator or desk lead, as the subscriber is told. Rows know them by `key` alone."""

    number: str
    name: str
    key: object

    def __repr__(self) -> str:
        return f"Person(number={self.number!r})"


@dataclass(frozen=True)
class Grant:
    """A claimed pass: the subscriber's own words from `Open`, and what the desk allows at most."""

    session: str
    nonce: str
    public_key: str
    allowed: tuple[Permission, ...]
    time_box_s: int
    kind: ViewerKind = ViewerKind.MAIN


@dataclass(frozen=True)
class Course:
    """Where a session stands for those who read its row again: over and why, or until when (UTC) it may last."""

    ending: Ending | None
    deadline: datetime | None = None
    left_s: int = 0
    successor: broker.Person | None = None


class Rows(Protocol):
    """The services behind the sockets. Each call is one transaction."""

    def open(self, asked: broker.Open, *, address: str, replaces: str | None) -> Offer | No:
        """Offer a nameplate; the offer that this one replaces is dead from now on."""
        ...

    def resume_subscriber(self, session: str, *, resume: str) -> No | None:
        """None when this token belongs to this session, running or over."""
        ...

    def resume_communicator(self, session: str, *, by: Person) -> No | None:
        """None when this session is this communicator's, running or over."""
        ...

    def course(self, session: str) -> Course:
        """Whether the session is over, and why; or how long it may still last."""
        ...

    def report(self, session: str, entry: str) -> No | None:
        """Keep one signed entry of the subscriber's log."""
        ...

    def receipt(self, session: str, receipt: str) -> Removal | No:
        """Keep the signed removal receipt; the session is closed."""
        ...

    def end(self, session: str, *, reason: Ending, by: Person | None) -> No | None:
        """End the session; by None is the subscriber."""
        ...

    def redeem(self, socket_ticket: str) -> Person | No:
        """Who asked for this ticket. It works once, for a short time, and only while that sign-in lasts."""
        ...

    def may_stay(self, person: Person, *, at_work: bool) -> No | None:
        """None while the sign-in lasts and the role may hold a socket. Being `at_work` in a session keeps it awake."""
        ...

    def claim(self, *, nameplate: str, ticket: int, by: Person) -> Grant | No:
        """Burn the pass for this communicator and desk ticket, if their desk showed that ticket and every gate is open at
        this instant."""
        ...

    def sweep(self, sessions: tuple[str, ...]) -> None:
        """What is due: these sessions have a socket; offers and sessions nobody came back to are ended."""
        ...
