"""A fake of the port: the rows of the sockets in memory, with the few rules the conversation rests on."""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from yorisoi_protocol import broker
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, Removal
from yorisoi_service import clock
from yorisoi_service.front.socket.port import Course, Grant, No, Offer, Person
from yorisoi_service.hub import topics, wakes

YAMADA = Person("12", "山田", "yamada")
SATO = Person("15", "佐藤", "sato")


@dataclass
class Row:
    """One session."""

    session: str
    resume: str
    nameplate: str
    asked: broker.Open
    state: str = "offered"
    by: Person | None = None
    ending: Ending | None = None
    deadline: datetime | None = None
    successor: broker.Person | None = None
    entries: list[str] = field(default_factory=list)


class Memory:
    """Keeps rows; `tickets` are socket tickets that still work; `gone` are sign-ins that ended."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.tickets: dict[str, Person] = {}
        self.gone: set[object] = set()
        self.refuse_open: No | None = None
        self.closed_gates: tuple[str, ...] = ()
        self.breaks: Exception | None = None
        self.addresses: list[str] = []
        self.swept: list[tuple[str, ...]] = []
        self._lock = threading.Lock()
        self._made = 0

    def ticket(self, person: Person = YAMADA) -> str:
        self._made += 1
        ticket = f"socket-ticket-{self._made:04}"
        self.tickets[ticket] = person
        return ticket

    def open(self, asked: broker.Open, *, address: str, replaces: str | None) -> Offer | No:
        with self._lock:
            if self.breaks is not None:
                raise self.breaks
            if self.refuse_open is not None:
                return self.refuse_open
            if replaces is not None:
                before = self.rows[replaces]
                if before.state != "offered":
                    return No(Refusal.OUT_OF_ORDER)
                before.state, before.ending = "ended", Ending.PASS_EXPIRED
            self._made += 1
            self.addresses.append(address)
            row = Row(f"session-{self._made:012}", f"resume-{self._made:013}", f"{self._made:04}", asked)
            self.rows[row.session] = row
            return Offer(row.session, row.resume, row.nameplate, 600)

    def resume_subscriber(self, session: str, *, resume: str) -> No | None:
        row = self.rows.get(session)
        return None if row is not None and row.resume == resume else No(Refusal.NO_SUCH_SESSION)

    def resume_communicator(self, session: str, *, by: Person) -> No | None:
        row = self.rows.get(session)
        return None if row is not None and row.by == by else No(Refusal.NO_SUCH_SESSION)

    def course(self, session: str) -> Course:
        row = self.rows[session]
        left = 0 if row.deadline is None else max(0, int((row.deadline - clock.now()).total_seconds()))
        return Course(row.ending, row.deadline, left, row.successor)

    def report(self, session: str, entry: str) -> No | None:
        row = self.rows[session]
        if row.state not in {"claimed", "live"}:
            return No(Refusal.OUT_OF_ORDER)
        row.entries.append(entry)
        row.state = "live"
        wakes.wake(topics.DESK)
        return None

    def receipt(self, session: str, receipt: str) -> Removal | No:
        row = self.rows[session]
        if row.state != "ended" or receipt == "false":
            return No(Refusal.MALFORMED if receipt == "false" else Refusal.OUT_OF_ORDER)
        row.state = "closed"
        return Removal.VERIFIED

    def end(self, session: str, *, reason: Ending, by: Person | None) -> No | None:
        with self._lock:
            row = self.rows[session]
            if row.by is not None and by is None and reason is Ending.PASS_EXPIRED:
                reason = Ending.STOPPED_BY_SUBSCRIBER
            if row.ending is None:
                row.state, row.ending = "ended", reason
        wakes.wake(topics.session(session))
        return None

    def redeem(self, socket_ticket: str) -> Person | No:
        with self._lock:
            person = self.tickets.pop(socket_ticket, None)
        return person or No(Refusal.NOT_SIGNED_IN)

    def may_stay(self, person: Person, *, at_work: bool) -> No | None:
        return No(Refusal.NOT_SIGNED_IN) if person.key in self.gone else None

    def claim(self, *, nameplate: str, ticket: int, by: Person) -> Grant | No:
        with self._lock:
            found = [row for row in self.rows.values() if row.nameplate == nameplate]
            if not found:
                return No(Refusal.NO_SUCH_PASS)
            row = found[0]
            if row.state != "offered":
                return No(Refusal.PASS_EXPIRED if row.by is None else Refusal.PASS_USED)
            if self.closed_gates:
                return No(Refusal.GATES_CLOSED, gates=self.closed_gates)
            row.state, row.by = "claimed", by
            return Grant(row.session, row.asked.nonce, row.asked.public_key, (Permission.VIEW,), 1800)

    def sweep(self, sessions: tuple[str, ...]) -> None:
        self.swept.append(sessions)
