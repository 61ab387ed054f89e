"""A service in the same process: one row for each number, and a communicator who may claim it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from yorisoi_protocol import broker, evidence, peer
from yorisoi_protocol.exchange.run import CommunicatorRun
from yorisoi_protocol.one_time_pass import OneTimePass
from yorisoi_protocol.peer import Description
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, Removal, ViewerKind

from yorisoi_tool.testing.loopback import THEIRS, description
from yorisoi_tool.transport.socket import Line, LineLost

YAMADA = broker.Person("12", "山田")
EVERYTHING = (Permission.VIEW, Permission.CONTROL, Permission.CLIPBOARD)


@dataclass
class Row:
    """What the service knows of one number."""

    session: str
    nameplate: str
    opened: broker.Open
    line: "FakeLine"
    entries: list[str] = field(default_factory=list)
    ending: Ending | None = None
    receipt: evidence.ReceiptText | None = None
    claimed: bool = False


class FakeLine:
    """The tool's socket."""

    def __init__(self, service: "FakeService") -> None:
        self._service = service
        self._out: asyncio.Queue[str | None] = asyncio.Queue()
        self.open = True
        self.deaf = False  # what is sent now stays in a buffer and is never read

    async def send(self, text: str) -> None:
        if not self.open:
            raise LineLost("closed")
        if self.deaf:
            return
        self._service.texts.append(text)
        self._service.hear(self, broker.from_subscriber.decode(text))

    async def receive(self) -> str:
        text = await self._out.get()
        if text is None:
            raise LineLost("closed")
        return text

    async def close(self) -> None:
        self.drop()

    def say(self, message: broker.Message) -> None:
        self._out.put_nowait(broker.encode(message).decode())

    def say_text(self, text: str) -> None:
        self._out.put_nowait(text)

    def drop(self) -> None:
        self.open = False
        self._out.put_nowait(None)


class FakeService:
    """A `Dial`. `refuse` makes every Open refused; `reachable` False makes every dial fail."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.texts: list[str] = []  # everything the service saw
        self.relayed: asyncio.Queue[str] = asyncio.Queue()
        self.reachable = True
        self.refuse: Refusal | None = None
        self.silent = False  # an Open is taken, and the answer is still under way
        self.expires_in_s = 600
        self.lines: list[FakeLine] = []

    async def __call__(self) -> Line:
        if not self.reachable:
            raise LineLost("no network")
        line = FakeLine(self)
        self.lines.append(line)
        return line

    def fall(self) -> None:
        """The service dies: every socket breaks, none can be opened."""
        self.reachable = False
        for line in self.lines:
            line.drop()

    def hear(self, line: FakeLine, message: broker.FromSubscriber) -> None:
        match message:
            case broker.Open():
                if self.refuse is not None:
                    return line.say(broker.Refused(self.refuse))
                number = len(self.rows) + 1
                row = Row(f"session-{number:016d}", f"{4820 + number:04d}", message, line)
                self.rows.append(row)
                if self.silent:
                    return None
                return line.say(broker.Offered(row.session, "resume-token-0001", row.nameplate, self.expires_in_s))
            case broker.Resume(session=session):
                row = next(row for row in self.rows if row.session == session)
                row.line = line
                line.say(broker.Resumed(present=True))
                return line.say(broker.Ended(row.ending)) if row.ending is not None else None
        found = next((row for row in reversed(self.rows) if row.line is line), None)
        if found is None:
            line.say(broker.Refused(Refusal.OUT_OF_ORDER))
            return line.drop()
        row = found
        match message:
            case broker.Relay(box=box):
                self.relayed.put_nowait(box)
            case broker.Report(entry=entry):
                if entry not in row.entries:
                    row.entries.append(entry)
            case broker.End(reason=reason):
                if row.claimed and reason is Ending.PASS_EXPIRED:  # somebody was quicker than who gives the number up
                    reason = Ending.STOPPED_BY_SUBSCRIBER
                row.ending = row.ending or reason
                line.say(broker.Ended(row.ending))
            case broker.Receipt() if row.ending is None:
                line.say(broker.Refused(Refusal.OUT_OF_ORDER))
            case broker.Receipt(receipt=receipt):
                evidence.verify_chain(row.entries, row.opened.public_key, row.session)
                row.receipt = evidence.verify_receipt(receipt, row.opened.public_key, row.session)
                line.say(broker.Closed(Removal(row.receipt.removal)))
        return None


class FakeCommunicator:
    """Claims a row with a pass and plays the viewer's part of the exchange."""

    def __init__(
        self,
        service: FakeService,
        row: Row,
        typed: OneTimePass,
        draw: Callable[[int], bytes],
        origin: str,
        *,
        person: broker.Person = YAMADA,
    ) -> None:
        self.service = service
        self.row = row
        self.person = person
        self.run = CommunicatorRun(
            origin=origin,
            one_time_pass=typed,
            communicator=self.person,
            nonce=bytes.fromhex(row.opened.nonce),
            public_key=row.opened.public_key,
            draw=draw,
        )

    def claim(
        self,
        allowed: tuple[Permission, ...] = EVERYTHING,
        *,
        seconds: int = 1_800,
        kind: ViewerKind = ViewerKind.MAIN,
    ) -> None:
        self.row.claimed = True
        self.row.line.say(broker.Claimed(self.person, list(allowed), seconds, kind))

    def relay(self, message: peer.Exchange) -> None:
        self.row.line.say(broker.Relay(peer.encode(message).decode()))

    async def exchange(self) -> Description:
        """m1 to m4. Raises TimeoutError when the other side does not answer."""
        self.relay(self.run.m1)
        m2 = peer.exchange.decode(await self.heard())
        assert isinstance(m2, peer.M2)
        self.relay(self.run.m3(m2, Description("offer", description(THEIRS))))
        m4 = peer.exchange.decode(await self.heard())
        assert isinstance(m4, peer.M4)
        return self.run.m4(m4)

    async def heard(self) -> str:
        return await asyncio.wait_for(self.service.relayed.get(), 2)
