"""One viewer: its exchange, its link, its words, its way through the door. Everything here runs on the engine's loop."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from yorisoi_protocol import peer
from yorisoi_protocol.evidence import Log
from yorisoi_protocol.exchange.errors import ExchangeError, NotSealed, OutOfOrder
from yorisoi_protocol.exchange.run import RE_ANSWER, SubscriberRun
from yorisoi_protocol.limits import ALIVE_EVERY_S, CONNECT_TIMEOUT_S, RUN_TIMEOUT_S
from yorisoi_protocol.peer import Candidate, Description
from yorisoi_protocol.reading import Malformed
from yorisoi_protocol.vocabulary import Ending, Permission, ViewerKind

from yorisoi_tool.door import Way
from yorisoi_tool.engine.account import Account
from yorisoi_tool.engine.clipping import Clipping
from yorisoi_tool.engine.ear import Ear
from yorisoi_tool.engine.events import Caller, ToWindow
from yorisoi_tool.engine.inbox import Fate, Inbox
from yorisoi_tool.engine.show import Show
from yorisoi_tool.transport.port import Link, NoPath, Transport


class Stage(Enum):
    """How far this viewer came."""

    EXCHANGE = "exchange"  # m1 to m4
    JOINING = "joining"  # the link is being made
    LIVE = "live"
    OVER = "over"


@dataclass(frozen=True)
class Shore:
    """What a viewer's conversation needs from the session around it."""

    relay: Callable[[str], Awaitable[None]]
    over: Callable[[], None]  # `stage` is OVER
    tell: Callable[[ToWindow], None]
    now_ms: Callable[[], int]


class Viewer:
    """`ending` tells why it is over, once `stage` is OVER. It listens to its newest link."""

    def __init__(
        self,
        *,
        caller: Caller,
        kind: ViewerKind,
        run: SubscriberRun,
        way: Way,
        log: Log,
        transport: Transport,
        show: Show,
        inbox: Inbox,
        clipping: Clipping,
        shore: Shore,
    ) -> None:
        self.caller = caller
        self.stage = Stage.EXCHANGE
        self.ending: Ending | None = None
        self.was_live = False
        self._run = run
        self.way = way
        self._transport = transport
        self._show = show
        self._inbox = inbox
        self._clipping = clipping
        self._shore = shore
        self._link: Link | None = None
        self._links = 0
        began_ms = shore.now_ms()
        self._until_ms = began_ms + RUN_TIMEOUT_S * 1000
        self.account = Account(
            caller=caller, kind=kind, way=way, log=log, zero_ms=began_ms, say=self._say, tell=shore.tell
        )
        self._next_alive_ms = 0
        self._serial = 0
        self._heard = 0
        self._layout: peer.Layout | None = None
        self._notes: set[str] = set()

    # What comes through the service
    async def hear_box(self, box: str) -> None:
        """An exchange message or a sealed one. What is wrong ends the run, or is dropped; nothing raises."""
        try:
            await self._hear(peer.exchange.decode(box))
        except (Malformed, OutOfOrder, NotSealed):
            if self.stage is Stage.EXCHANGE:
                self.end(Ending.PROTOCOL_BROKEN)  # a claimed pass has one honest next message
        except ExchangeError as error:
            self.end(error.ending)
        except NoPath:
            if self.stage is not Stage.LIVE:
                self.end(Ending.NOT_CONNECTED)

    async def _hear(self, message: peer.Exchange) -> None:
        match message:
            case peer.M1():
                await self._relay(self._run.m1(message))
            case peer.M3():
                offer = self._run.m3(message)
                answer = await self._join(offer)
                await self._relay(self._run.m4(answer))
                self.stage = Stage.JOINING
                self._until_ms = self._shore.now_ms() + CONNECT_TIMEOUT_S * 1000
            case peer.Sealed():
                body = self._run.open(message)
                if isinstance(body, Candidate):
                    if self._link is not None:
                        await self._link.candidate(body.candidate, body.mid)
                else:
                    answer = await self._join(body)
                    await self._relay(self._run.seal(RE_ANSWER, answer))
            case _:
                raise OutOfOrder("a subscriber's message from the other side")

    async def _relay(self, message: peer.M2 | peer.M4 | peer.Sealed) -> None:
        await self._shore.relay(peer.encode(message).decode())

    async def _join(self, offer: Description) -> Description:
        """A link for this offer; the one before it is given up."""
        before, self._links = self._link, self._links + 1
        number = self._links
        ear = Ear(self, is_newest=lambda: self._links == number, failed=lambda: self.end(Ending.FAILED))
        self._link = link = self._transport.link(ear)
        self._show.gone()
        self.way.let_go()
        if before is not None:
            await before.close()
        return Description("answer", await link.answer(offer.sdp))

    # What comes over the link; `Ear` calls these for the newest link only
    def opened(self) -> None:
        link = self._link
        if link is None or link.peer_fingerprint() != self._run.peer_fingerprint:
            self.end(Ending.CERTIFICATE_CHANGED)

    def words(self, text: str) -> None:
        if self.stage not in (Stage.JOINING, Stage.LIVE):
            return None
        try:
            message = peer.from_communicator.decode(text)
        except Malformed:
            return self._note("malformed")
        match message:
            case peer.Ready():
                self._ready(message)
            case peer.Alive():
                if message.serial > self._heard:
                    self._heard = message.serial
                    self.way.link()
            case _ if self.stage is not Stage.LIVE:
                return self._note("out_of_order")
            case peer.Ask():
                self._ask(message.permission)
            case peer.GiveBack():
                self.way.give_back(message.permission)
            case peer.ClipboardText():
                if not self._clipping.piece(message):
                    self._note("clipboard_refused")
            case peer.Bye():
                return self.end(message.reason if message.reason is Ending.FINISHED else Ending.STOPPED_BY_COMMUNICATOR)
        return self.look()

    def input(self, frame: bytes) -> None:
        if self.stage is not Stage.LIVE:
            return
        fate = self._inbox.apply(frame)
        if fate is Fate.MALFORMED:
            self._note("malformed")
        elif fate is Fate.OVER_OWN_WINDOW:
            self._note("over_own_window", always=True)

    def picture(self, frame: bytes) -> None:
        if self.stage is Stage.LIVE:
            self._show.ack(frame)

    def lost(self) -> None:
        """The link is gone; the gate goes silent by itself, and a re-offer may bring a new link."""
        self._show.gone()
        self.way.let_go()
        if self.stage is Stage.JOINING:
            self.end(Ending.NOT_CONNECTED)

    def layout(self, layout: int, width: int, height: int) -> None:
        """The desktop has this size now. What is held goes up: its release may be under way with the old number."""
        self._layout = peer.Layout(layout, width, height, "")
        self._inbox.layout = layout
        self.way.let_go()
        self._say(self._layout)

    # Time
    def due_ms(self) -> int:
        """After how many milliseconds `look` must be called at the latest."""
        now = self._shore.now_ms()
        if self.stage in (Stage.EXCHANGE, Stage.JOINING):
            return max(0, self._until_ms - now)
        gate = self.way.tick()
        alive = max(0, self._next_alive_ms - now)
        return alive if gate is None else min(alive, gate)

    def look(self) -> None:
        """Lets time pass and tells everybody what changed. Called after anything that may have moved the gate."""
        if self.stage is Stage.OVER:
            return None
        now = self._shore.now_ms()
        if self.stage in (Stage.EXCHANGE, Stage.JOINING):
            if now >= self._until_ms:
                return self.end(Ending.NOT_CONNECTED)
            ending = self.way.ending
            return self.end(ending) if ending is not None else None
        self.way.tick()
        if now >= self._next_alive_ms:
            self._serial += 1
            self._next_alive_ms = now + ALIVE_EVERY_S * 1000
            self._say(peer.Alive(self._serial, self._heard))
        self._tell_changes()
        ending = self.way.ending
        if ending is not None:
            self.end(ending)
        return None

    def end(self, ending: Ending) -> None:
        """Over, for ever. The gate falls first; then the others are told."""
        if self.stage is Stage.OVER:
            return
        self.way.end(ending)
        self.ending = self.way.ending or ending
        live = self.stage is Stage.LIVE
        self.stage = Stage.OVER
        self._show.stop()
        self._clipping.forget()
        if live:
            self._tell_changes()
            self._say(peer.Bye(self.ending))
        self._shore.over()

    async def close(self) -> None:
        """Gives desktop and link up; the last words were handed to the link before."""
        await self._show.stopped()
        if self._link is not None:
            await self._link.close()

    def _ready(self, ready: peer.Ready) -> None:
        link = self._link
        if link is None or link.peer_fingerprint() != self._run.peer_fingerprint:
            return self.end(Ending.CERTIFICATE_CHANGED)
        if self.stage is Stage.JOINING:
            self.stage = Stage.LIVE
            self.was_live = True
            self.way.verified()
            self._show.start(self.layout)
        self.way.link()
        self.account.forget_viewer()
        if self._layout is not None:
            self._say(self._layout)
        self._show.ready(link, ready.codecs)
        return None

    def _ask(self, permission: Permission) -> None:
        question = self.way.ask(permission)
        if question is None:
            return self._note("not_asked", always=True)
        self.account.asked(question, permission)
        return None

    def _tell_changes(self) -> None:
        if self.account.update():
            self._show.gate_changed()

    def _say(self, message: peer.Message) -> None:
        if self._link is not None and self.stage in (Stage.LIVE, Stage.OVER):
            self._link.send_words(peer.encode(message).decode())

    def _note(self, code: str, *, always: bool = False) -> None:
        """Tells the other side, once for each kind of trouble it makes."""
        if always or code not in self._notes:
            self._notes.add(code)
            self._say(peer.Note(code))
