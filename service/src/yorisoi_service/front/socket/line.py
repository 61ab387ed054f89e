"""One WebSocket as the shells see it: a bounded queue out, one refusal at the end, three tasks at work.

    reader   receive -> size, kind, rate -> shell.hear      one message at a time
    looker   hint or patience over -> shell.look            the rows are read again
    writer   queue -> send                                  a slow reader is cut, never waited for

`hear` and `look` take turns: a shell is never in two places at once.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from yorisoi_protocol import broker
from yorisoi_protocol.limits import MAX_SIGNAL_BYTES, MAX_SIGNALS_PER_S, PASS_LIFE_S, PASS_REST_S, SIGNAL_BURST
from yorisoi_protocol.vocabulary import Refusal

from yorisoi_service.front.socket.port import No
from yorisoi_service.hub.allowance import Bucket

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]

NORMAL = 1000
POLICY = 1008
TOO_LARGE = 1009
BROKEN = 1011

# After these the conversation makes no sense any more; every other refusal leaves the socket open.
FATAL = frozenset(
    {
        Refusal.MALFORMED,
        Refusal.UNKNOWN_VERSION,
        Refusal.OUT_OF_ORDER,
        Refusal.TOO_LARGE,
        Refusal.TOO_FAST,
        Refusal.TOO_MANY,
        Refusal.SECOND_FACTOR,
        Refusal.NOT_SIGNED_IN,
        Refusal.NOT_ALLOWED,
        Refusal.NO_SUCH_SESSION,
    }
)


@dataclass(frozen=True)
class Limits:
    """What one socket may take. Seconds, messages, bytes; each with its reason."""

    first_word_s: float = 10  # a socket that says nothing is not one of ours
    idle_s: float = PASS_LIFE_S + PASS_REST_S + 60  # a tool at rest between its passes is the longest honest silence
    staff_look_s: float = 4  # a sign-in that ended, a role that was lost: closed within 5 s
    subscriber_look_s: float = 60  # a lost hint costs a minute at most
    flush_s: float = 3  # a refusal nobody takes is dropped
    queue_messages: int = 256  # beyond every honest burst of one session
    queue_bytes: int = 1_000_000
    message_bytes: int = MAX_SIGNAL_BYTES
    messages_per_s: float = MAX_SIGNALS_PER_S
    message_burst: int = SIGNAL_BURST
    subscribers_an_address: int = 20  # one house behind one address, with room for a shared one
    staff_an_address: int = 400  # a whole desk sits behind one address


class Shell(Protocol):
    """One side's conversation: decode, call, encode."""

    async def hear(self, text: str) -> None:
        """One message came in."""
        ...

    async def look(self, topics: frozenset[str]) -> None:
        """These topics woke, or none: some time went by. Read the rows again."""
        ...

    def is_bound(self) -> bool:
        """Whether the first word was said and accepted."""
        ...

    def is_patient(self) -> bool:
        """Whether silence is honest now: a running session, a page that only listens."""
        ...

    def leave(self) -> None:
        """The socket is gone."""
        ...


class Line:
    """One accepted WebSocket: the seat that the hub knows, and the voice of its shell."""

    def __init__(self, *, limits: Limits, look_s: float) -> None:
        self._limits = limits
        self._look_s = look_s
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._closing: int | None = None
        self._cut = asyncio.Event()
        self._out = asyncio.Event()
        self._hinted = asyncio.Event()
        self._hints: set[str] = set()

    # what the hub does to a seat
    def post(self, frame: bytes) -> bool:
        """Queue one message; False when closing. A reader too slow for the queue is cut off."""
        if self.is_closing:
            return False
        if len(self._queue) >= self._limits.queue_messages or self._queued + len(frame) > self._limits.queue_bytes:
            self._cut.set()
            return False
        self._queue.append(frame)
        self._queued += len(frame)
        self._out.set()
        return True

    def hint(self, topic: str) -> None:
        """Remember that a topic woke; many wakes of one topic are one look."""
        self._hints.add(topic)
        self._hinted.set()

    def replaced(self) -> None:
        """A newer socket took this place."""
        self.refuse(No(Refusal.TOO_MANY))

    # what a shell says
    def say(self, message: broker.Message) -> bool:
        """Queue one message for this side."""
        return self.post(broker.encode(message))

    def refuse(self, no: No) -> None:
        """Say no; after a fatal one the socket closes."""
        self.say(broker.Refused(no.code, list(no.gates), no.retry_after_s))
        if no.code in FATAL:
            self.close(TOO_LARGE if no.code is Refusal.TOO_LARGE else POLICY)

    def close(self, code: int) -> None:
        """Close once everything queued is sent; the first close counts."""
        if self._closing is None:
            self._closing = code
        self._out.set()

    @property
    def is_closing(self) -> bool:
        """Nothing more is heard."""
        return self._closing is not None or self._cut.is_set()

    async def flush(self, send: Send) -> None:
        """Send what is queued and the close, without serving anything."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.flush_s):
                await self._write(send)

    # the three tasks
    async def run(self, shell: Shell, receive: Receive, send: Send) -> None:
        """Serve this socket until either side is done. Raises what a shell raised, after the socket was closed."""
        turn = asyncio.Lock()
        heard = [asyncio.create_task(self._read(shell, receive, turn)), asyncio.create_task(self._look(shell, turn))]
        writer = asyncio.create_task(self._write(send))
        cut = asyncio.create_task(self._cut.wait())
        tasks = [*heard, writer, cut]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            broken = next((task.exception() for task in heard if task in done and task.exception()), None)
            if broken is not None:
                self.close(BROKEN)
            if self._closing is not None and not self._cut.is_set():
                await asyncio.wait({writer}, timeout=self._limits.flush_s)
            # A claim that is being written is written to its end, and told to the other side: do not move.
            with suppress(TimeoutError):
                async with asyncio.timeout(self._limits.flush_s):
                    await turn.acquire()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if broken is not None:
            raise broken

    async def _read(self, shell: Shell, receive: Receive, turn: asyncio.Lock) -> None:
        loop = asyncio.get_running_loop()
        limits = self._limits
        bucket = Bucket(rate=limits.messages_per_s, burst=limits.message_burst, now_s=loop.time())
        first_word_by = loop.time() + limits.first_word_s
        while not self.is_closing:
            until = loop.time() + limits.idle_s if shell.is_bound() else first_word_by
            try:
                async with asyncio.timeout_at(until):
                    event = await receive()
            except TimeoutError:
                if not shell.is_bound():
                    self.refuse(No(Refusal.OUT_OF_ORDER))
                elif not shell.is_patient():
                    self.close(NORMAL)
                continue
            if event["type"] == "websocket.disconnect":
                return
            text = event.get("text")
            if text is None:
                self.refuse(No(Refusal.MALFORMED))
            elif len(text) > limits.message_bytes or len(text.encode()) > limits.message_bytes:
                self.refuse(No(Refusal.TOO_LARGE))
            elif not bucket.take(loop.time()):
                self.refuse(No(Refusal.TOO_FAST, retry_after_s=int(limits.message_burst / limits.messages_per_s)))
            else:
                async with turn:
                    await shell.hear(text)

    async def _look(self, shell: Shell, turn: asyncio.Lock) -> None:
        while not self.is_closing:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_s):
                    await self._hinted.wait()
            self._hinted.clear()
            topics, self._hints = frozenset(self._hints), set()
            async with turn:
                await shell.look(topics)

    async def _write(self, send: Send) -> None:
        while True:
            while self._queue:
                frame = self._queue.popleft()
                self._queued -= len(frame)
                await send({"type": "websocket.send", "text": frame.decode()})
            if self._closing is not None:
                await send({"type": "websocket.close", "code": self._closing})
                return
            self._out.clear()
            await self._out.wait()
