"""A watching page's socket: hints to read its rows again, and nothing else.

Hello -> Welcome | Refused
Wake  <- whenever something on the desk changed
"""

from yorisoi_protocol import broker
from yorisoi_protocol.vocabulary import Refusal

from yorisoi_service.front.socket.communicator import greet
from yorisoi_service.front.socket.line import Line
from yorisoi_service.front.socket.port import No, Person, Rows
from yorisoi_service.front.socket.shells import Ask, decode
from yorisoi_service.hub import topics as names
from yorisoi_service.hub.registry import Registry


class Watcher:
    """Says Wake, hears nothing after Hello."""

    def __init__(self, *, line: Line, rows: Rows, hub: Registry, ask: Ask, origin: str) -> None:
        self._line = line
        self._rows = rows
        self._hub = hub
        self._ask = ask
        self._origin = origin
        self._person: Person | None = None

    def is_bound(self) -> bool:
        return self._person is not None

    def is_patient(self) -> bool:
        return True

    async def hear(self, text: str) -> None:
        message = decode(broker.from_communicator.decode, text)
        if isinstance(message, No):
            self._line.refuse(message)
        elif not isinstance(message, broker.Hello) or self._person is not None:
            self._line.refuse(No(Refusal.OUT_OF_ORDER))
        else:
            self._person = await greet(message, line=self._line, rows=self._rows, ask=self._ask, origin=self._origin)
            if self._person is not None:
                self._hub.read(names.DESK, self._line)

    async def look(self, topics: frozenset[str]) -> None:
        if self._person is None:
            return
        no = await self._ask(self._rows.may_stay, self._person, at_work=False)
        if no is not None:
            self._line.refuse(no)
            return
        for topic in sorted(topics):
            self._line.say(broker.Wake(topic))

    def leave(self) -> None:
        if self._person is not None:
            self._hub.unread(names.DESK, self._line)
