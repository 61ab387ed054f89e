"""The subscriber's socket: the tool, or the sharing page.

    Open    -> Offered | Refused      again: a new number, the old one is dead
    Resume  -> Resumed | Refused
    TimeLeft <- (rows)
    Relay   -> (other side) | Refused away
    Report  -> (rows)
    End     -> Ended
    Receipt -> Closed | Refused

Which of these fits the state of the session is decided by the row alone.
"""

from typing import assert_never

from yorisoi_protocol import broker
from yorisoi_protocol.limits import PROTOCOL_VERSION
from yorisoi_protocol.vocabulary import Refusal, Role

from yorisoi_service.front.socket.line import Line
from yorisoi_service.front.socket.port import No, Rows
from yorisoi_service.front.socket.shells import Ask, Place, decode, has_control_characters
from yorisoi_service.hub.registry import Registry


class Subscriber:
    """Decodes, calls, encodes; holds nothing but its seat."""

    def __init__(self, *, line: Line, rows: Rows, hub: Registry, ask: Ask, address: str) -> None:
        self._line = line
        self._rows = rows
        self._ask = ask
        self._address = address
        self._place = Place(line=line, hub=hub, role=Role.SUBSCRIBER)
        self._is_over = False

    def is_bound(self) -> bool:
        return self._place.session is not None

    def is_patient(self) -> bool:
        return self._place.is_other_there()

    async def hear(self, text: str) -> None:
        message = decode(broker.from_subscriber.decode, text)
        session = self._place.session
        if isinstance(message, No):
            self._line.refuse(message)
        elif isinstance(message, broker.Open):
            await self._open(message)
        elif isinstance(message, broker.Resume):
            await self._resume(message)
        elif session is None:
            self._line.refuse(No(Refusal.OUT_OF_ORDER))
        else:
            await self._speak(session, message)

    async def look(self, topics: frozenset[str]) -> None:
        session = self._place.session
        if session is None or self._is_over:
            return
        course = await self._ask(self._rows.course, session)
        if session == self._place.session:
            self._is_over = self._place.told(course)

    def leave(self) -> None:
        self._place.free()

    async def _open(self, asked: broker.Open) -> None:
        if asked.version != PROTOCOL_VERSION:
            return self._line.refuse(No(Refusal.UNKNOWN_VERSION))
        if has_control_characters(asked.program, asked.system):
            return self._line.refuse(No(Refusal.MALFORMED))
        replaces = None if self._is_over else self._place.session
        offer = await self._ask(self._rows.open, asked, address=self._address, replaces=replaces)
        if isinstance(offer, No):
            return self._line.refuse(offer)
        self._is_over = False
        self._place.take(offer.session)
        self._line.say(broker.Offered(offer.session, offer.resume, offer.nameplate, offer.expires_in_s))
        return None

    async def _resume(self, asked: broker.Resume) -> None:
        if self._place.session is not None:
            return self._line.refuse(No(Refusal.OUT_OF_ORDER))
        no = await self._ask(self._rows.resume_subscriber, asked.session, resume=asked.resume)
        if no is not None:
            return self._line.refuse(no)
        self._place.take(asked.session)
        self._line.say(broker.Resumed(self._place.is_other_there()))
        return await self.look(frozenset())

    async def _speak(self, session: str, message: broker.Relay | broker.Report | broker.End | broker.Receipt) -> None:
        match message:
            case broker.Relay():
                if not self._place.pass_on(message):
                    self._line.refuse(No(Refusal.AWAY))
            case broker.Report():
                no = await self._ask(self._rows.report, session, message.entry)
                if no is not None:
                    self._line.refuse(no)
            case broker.End():
                no = await self._ask(self._rows.end, session, reason=message.reason, by=None)
                if no is not None:
                    self._line.refuse(no)
                await self.look(frozenset())
            case broker.Receipt():
                removal = await self._ask(self._rows.receipt, session, message.receipt)
                if isinstance(removal, No):
                    self._line.refuse(removal)
                else:
                    self._is_over = True
                    self._line.say(broker.Closed(removal))
            case _:
                assert_never(message)
