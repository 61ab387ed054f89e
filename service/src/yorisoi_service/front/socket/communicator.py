"""The communicator's socket: the viewer.

    Hello   -> Welcome | Refused      one-time socket ticket of a signed-in page with a second factor
    Claim   -> Granted | Refused      the subscriber hears Claimed first
    Resume  -> Resumed | Refused
    Relay   -> (other side) | Refused away
    End     -> Ended

The sign-in is looked at again every few seconds: when it is gone, so are the session and the socket.
"""

from typing import assert_never

from yorisoi_protocol import broker
from yorisoi_protocol.limits import PROTOCOL_VERSION
from yorisoi_protocol.vocabulary import Ending, Refusal, Role

from yorisoi_service.front.socket.line import Line
from yorisoi_service.front.socket.port import No, Person, Rows
from yorisoi_service.front.socket.shells import Ask, Place, decode
from yorisoi_service.hub.registry import Registry

LOOKS_A_MINUTE = 15  # a running session keeps its sign-in awake; once a minute is often enough


class Communicator:
    """Decodes, calls, encodes; holds who speaks and its seat."""

    def __init__(self, *, line: Line, rows: Rows, hub: Registry, ask: Ask, origin: str) -> None:
        self._line = line
        self._rows = rows
        self._ask = ask
        self._origin = origin
        self._place = Place(line=line, hub=hub, role=Role.COMMUNICATOR)
        self._person: Person | None = None
        self._looks = 0

    def is_bound(self) -> bool:
        return self._person is not None

    def is_patient(self) -> bool:
        return True

    async def hear(self, text: str) -> None:
        message = decode(broker.from_communicator.decode, text)
        if isinstance(message, No):
            self._line.refuse(message)
        elif isinstance(message, broker.Hello) and self._person is None:
            await self._greet(message)
        elif isinstance(message, broker.Hello) or self._person is None:
            self._line.refuse(No(Refusal.OUT_OF_ORDER))
        else:
            await self._speak(self._person, message)

    async def look(self, topics: frozenset[str]) -> None:
        if self._person is None:
            return
        session = self._place.session
        self._looks += 1
        is_at_work = session is not None and self._looks % LOOKS_A_MINUTE == 1
        no = await self._ask(self._rows.may_stay, self._person, at_work=is_at_work)
        if no is not None:
            if session is not None:
                await self._ask(self._rows.end, session, reason=Ending.STOPPED_BY_COMMUNICATOR, by=self._person)
            self._line.refuse(no)
        elif session is not None:
            course = await self._ask(self._rows.course, session)
            if self._place.told(course):
                self._place.free()

    def leave(self) -> None:
        self._place.free()

    async def _greet(self, hello: broker.Hello) -> None:
        person = await greet(hello, line=self._line, rows=self._rows, ask=self._ask, origin=self._origin)
        if person is not None:
            self._person = person

    async def _speak(self, person: Person, message: broker.Claim | broker.Relay | broker.Resume | broker.End) -> None:
        session = self._place.session
        match message:
            case broker.Claim() if session is None:
                await self._claim(message, by=person)
            case broker.Resume() if session is None and message.resume == "":
                no = await self._ask(self._rows.resume_communicator, message.session, by=person)
                if no is not None:
                    return self._line.refuse(no)
                self._place.take(message.session)
                self._line.say(broker.Resumed(self._place.is_other_there()))
                await self.look(frozenset())
            case broker.Relay() if session is not None:
                if not self._place.pass_on(message):
                    self._line.refuse(No(Refusal.AWAY))
            case broker.End() if session is not None:
                no = await self._ask(self._rows.end, session, reason=message.reason, by=person)
                if no is not None:
                    self._line.refuse(no)
                await self.look(frozenset())
            case broker.Claim() | broker.Resume() | broker.Relay() | broker.End():
                self._line.refuse(No(Refusal.OUT_OF_ORDER))
            case _:
                assert_never(message)
        return None

    async def _claim(self, claim: broker.Claim, *, by: Person) -> None:
        grant = await self._ask(self._rows.claim, nameplate=claim.nameplate, ticket=claim.ticket, by=by)
        if isinstance(grant, No):
            return self._line.refuse(grant)
        allowed = list(grant.allowed)
        self._place.take(grant.session, is_announced=False)
        # Claimed stands in the subscriber's queue before this side can send anything: do not move.
        is_told = self._place.pass_on(broker.Claimed(told(by), allowed, grant.time_box_s, grant.kind))
        self._line.say(
            broker.Granted(grant.session, grant.nonce, grant.public_key, allowed, grant.time_box_s, grant.kind)
        )
        if not is_told:
            self._line.say(broker.Presence(present=False))
        return None


async def greet(hello: broker.Hello, *, line: Line, rows: Rows, ask: Ask, origin: str) -> Person | None:
    """Redeem the socket ticket and say Welcome, or refuse."""
    if hello.version != PROTOCOL_VERSION:
        line.refuse(No(Refusal.UNKNOWN_VERSION))
        return None
    person = await ask(rows.redeem, hello.socket_ticket)
    if isinstance(person, No):
        line.refuse(person)
        return None
    line.say(broker.Welcome(told(person), origin))
    return person


def told(person: Person) -> broker.Person:
    """A communicator as the subscriber is told."""
    return broker.Person(person.number, person.name)
