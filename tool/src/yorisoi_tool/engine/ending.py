"""The one way out: everything is let go, the program is taken away, and each session of this start gets its receipt."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from yorisoi_protocol import broker
from yorisoi_protocol.evidence import Log
from yorisoi_protocol.vocabulary import Ending, Refusal

from yorisoi_tool.desktops.remover import Removed
from yorisoi_tool.engine.signalling import MOST_WAITING, Down, Signalling
from yorisoi_tool.transport.socket import Dial, LineLost

ANSWER_S = 4.0  # for one answer of the service while the person waits for the last page
TRIES = 2
BURST = 20  # entries sent at once; then slower than the service's limit
AGAIN = 20  # entries said once more: the service drops what it has not read of a socket that closed, and knows the rest
PAUSE_S = 0.07


@dataclass
class Chapter:
    """One claimed session of this start: what the service must still be told about it."""

    session: str
    resume: str = field(repr=False)
    log: Log = field(repr=False)
    entries: list[str] = field(default_factory=list, repr=False)
    sent: int = 0  # how many of them were given to a socket; whether the last ones were read there, nobody knows
    ending: Ending = Ending.FAILED
    closed: bool = False


async def hand_in(chapter: Chapter, removed: Removed, dial: Dial) -> bool:
    """Tells the log's last entries, the end and the receipt over a socket of its own. True once the session is closed."""
    for _ in range(TRIES):
        try:
            if await _hand_in(chapter, removed, dial):
                chapter.closed = True
                return True
        except (LineLost, TimeoutError):
            continue
    return False


async def end_number(chapter: Chapter, dial: Dial) -> Ending:
    """Ends a number whose own socket is gone; how it ended. Raises LineLost and TimeoutError."""
    heard: asyncio.Queue[broker.ToSubscriber | Down] = asyncio.Queue(MOST_WAITING)
    signalling = Signalling(dial, heard.put)
    try:
        answer = await _resumed(chapter, signalling, heard)
        if isinstance(answer, broker.Refused):
            if answer.code is not Refusal.NO_SUCH_SESSION:
                raise LineLost("refused")
            return Ending.PASS_EXPIRED  # too old to be typed
        await signalling.send(broker.End(Ending.PASS_EXPIRED))
        ended = await _answer(heard, lambda m: isinstance(m, broker.Ended))
        assert isinstance(ended, broker.Ended)
        return ended.reason
    finally:
        await signalling.close()


async def _hand_in(chapter: Chapter, removed: Removed, dial: Dial) -> bool:
    heard: asyncio.Queue[broker.ToSubscriber | Down] = asyncio.Queue(MOST_WAITING)
    signalling = Signalling(dial, heard.put)
    try:
        answer = await _resumed(chapter, signalling, heard)
        if isinstance(answer, broker.Refused):
            return answer.code is Refusal.NO_SUCH_SESSION  # closed already, or long forgotten
        for count, entry in enumerate(chapter.entries[max(0, chapter.sent - AGAIN) :]):
            if count >= BURST:
                await asyncio.sleep(PAUSE_S)
            await signalling.send(broker.Report(entry))
        await signalling.send(broker.End(chapter.ending))
        await signalling.send(broker.Receipt(chapter.log.receipt(removed.removal, removed.items)))
        answer = await _answer(heard, lambda m: isinstance(m, broker.Closed))
        return True
    finally:
        await signalling.close()


async def _resumed(
    chapter: Chapter, signalling: Signalling, heard: "asyncio.Queue[broker.ToSubscriber | Down]"
) -> broker.ToSubscriber:
    """Takes the session up over a fresh socket: Resumed or Refused."""
    await asyncio.wait_for(signalling.open(), ANSWER_S)
    await signalling.send(broker.Resume(chapter.session, chapter.resume))
    return await _answer(heard, lambda m: isinstance(m, broker.Resumed | broker.Refused))


async def _answer(
    heard: "asyncio.Queue[broker.ToSubscriber | Down]", wanted: Callable[[object], bool]
) -> broker.ToSubscriber:
    """The next wanted message. Raises LineLost when the socket goes, TimeoutError when nothing comes."""
    async with asyncio.timeout(ANSWER_S):
        while True:
            message = await heard.get()
            if isinstance(message, Down):
                raise LineLost("gone")
            if wanted(message):
                return message
