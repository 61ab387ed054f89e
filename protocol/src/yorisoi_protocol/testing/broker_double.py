"""A broker in memory with the few rules its conversation rests on. It keeps what it saw, so that a test can look."""

import asyncio
from dataclasses import dataclass, field

from yorisoi_protocol import broker
from yorisoi_protocol.broker import Person
from yorisoi_protocol.reading import Malformed
from yorisoi_protocol.testing.line import LineLost
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, Removal

ALLOWED = [Permission.VIEW, Permission.CONTROL, Permission.CLIPBOARD]


@dataclass
class Row:
    """One session: offered -> claimed -> live -> ended -> closed."""

    session: str
    resume: str
    nameplate: str
    asked: broker.Open
    state: str = "offered"
    by: Person | None = None
    ending: Ending | None = None
    entries: list[str] = field(default_factory=list)
    receipt: str = ""
    subscriber: "MemoryLine | None" = None
    communicator: "MemoryLine | None" = None


class MemoryLine:
    """One end's socket. `person` is None for a subscriber's."""

    def __init__(self, house: "BrokerDouble", person: Person | None) -> None:
        self.person = person
        self._house = house
        self._out: asyncio.Queue[str | None] = asyncio.Queue()
        self._open = True
        self.row: Row | None = None

    async def send(self, text: str) -> None:
        if not self._open:
            raise LineLost
        self._house.hear(self, text)

    async def receive(self) -> str:
        text = await self._out.get()
        if text is None:
            raise LineLost
        return text

    async def close(self) -> None:
        if self._open:
            self._open = False
            self._house.gone(self)

    def say(self, message: broker.Message) -> None:
        """To this socket's owner."""
        self._out.put_nowait(broker.encode(message).decode())

    def hang_up(self, code: Refusal) -> None:
        """The broker's last word."""
        self.say(broker.Refused(code))
        self._out.put_nowait(None)
        if self._open:
            self._open = False
            self._house.gone(self)


class BrokerDouble:
    """A house. `seen` is every text that reached it."""

    origin = "https://support.example.jp"

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.seen: list[str] = []

    async def subscriber(self) -> MemoryLine:
        return MemoryLine(self, None)

    async def communicator(self, person: Person) -> MemoryLine:
        return MemoryLine(self, person)

    def hear(self, line: MemoryLine, text: str) -> None:
        """One text from a socket."""
        self.seen.append(text)
        reader = broker.from_subscriber if line.person is None else broker.from_communicator
        try:
            message = reader.decode(text)
        except Malformed:
            line.hang_up(Refusal.MALFORMED)
            return
        match message:
            case broker.Open():
                self._open(line, message)
            case broker.Claim():
                self._claim(line, message)
            case broker.Resume():
                self._resume(line, message)
            case broker.Hello():
                line.hang_up(Refusal.OUT_OF_ORDER)
            case _:
                self._in_session(line, message)

    def gone(self, line: MemoryLine) -> None:
        """A socket closed; the other side hears of it."""
        row = line.row
        if row is not None and line in (row.subscriber, row.communicator):
            if line.person is None:
                row.subscriber = None
            else:
                row.communicator = None
            self._tell_presence(row, line, False)

    def end(self, row: Row, reason: Ending) -> None:
        """Ends the row once; both sides are told."""
        if row.ending is None:
            row.state, row.ending = "ended", reason
            for line in (row.subscriber, row.communicator):
                if line is not None:
                    line.say(broker.Ended(reason))

    def _open(self, line: MemoryLine, asked: broker.Open) -> None:
        if line.row is not None and line.row.state != "offered":
            line.hang_up(Refusal.OUT_OF_ORDER)
            return
        if line.row is not None:
            line.row.state, line.row.ending = "ended", Ending.PASS_EXPIRED
        number = len(self.rows) + 1
        row = Row(f"session-{number:012d}", f"resume-{number:012d}", f"{4820 + number:04d}", asked, subscriber=line)
        line.row = row
        self.rows.append(row)
        line.say(broker.Offered(row.session, row.resume, row.nameplate, 600))

    def _claim(self, line: MemoryLine, claim: broker.Claim) -> None:
        row = next((each for each in self.rows if each.nameplate == claim.nameplate), None)
        if row is None or row.state != "offered":
            never_typed = row is not None and row.by is None
            code = Refusal.PASS_EXPIRED if never_typed else Refusal.PASS_USED
            line.say(broker.Refused(Refusal.NO_SUCH_PASS if row is None else code))
            return
        assert line.person is not None
        row.state, row.by, row.communicator, line.row = "claimed", line.person, line, row
        line.say(broker.Granted(row.session, row.asked.nonce, row.asked.public_key, ALLOWED, 3_600))
        if row.subscriber is not None:
            row.subscriber.say(broker.Claimed(line.person, ALLOWED, 3_600))

    def _resume(self, line: MemoryLine, resume: broker.Resume) -> None:
        row = next((each for each in self.rows if each.session == resume.session), None)
        if row is None or (row.resume != resume.resume if line.person is None else row.by != line.person):
            line.hang_up(Refusal.NO_SUCH_SESSION)
            return
        line.row = row
        if line.person is None:
            row.subscriber = line
        else:
            row.communicator = line
        other = row.communicator if line.person is None else row.subscriber
        line.say(broker.Resumed(other is not None))
        self._tell_presence(row, line, True)
        if row.ending is not None:
            line.say(broker.Ended(row.ending))

    def _in_session(self, line: MemoryLine, message: broker.Message) -> None:
        row = line.row
        if row is None:
            line.hang_up(Refusal.OUT_OF_ORDER)
            return
        other = row.communicator if line.person is None else row.subscriber
        match message:
            case broker.Relay():
                if other is None or row.ending is not None:
                    line.say(broker.Refused(Refusal.AWAY))
                else:
                    other.say(message)
            case broker.Report(entry=entry):
                if row.ending is None:
                    row.state = "live"
                if entry not in row.entries:  # said again by a tool that cannot know what had arrived
                    row.entries.append(entry)
            case broker.End(reason=Ending.PASS_EXPIRED) if line.person is None and row.by is not None:
                self.end(row, Ending.STOPPED_BY_SUBSCRIBER)
            case broker.End(reason=reason):
                self.end(row, reason)
            case broker.Receipt(receipt=receipt):
                if row.state != "ended":
                    line.say(broker.Refused(Refusal.OUT_OF_ORDER))
                else:
                    row.state, row.receipt = "closed", receipt
                    line.say(broker.Closed(Removal.VERIFIED))

    def _tell_presence(self, row: Row, line: MemoryLine, present: bool) -> None:
        other = row.communicator if line.person is None else row.subscriber
        if other is not None and other is not line:
            other.say(broker.Presence(present))
