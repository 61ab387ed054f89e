"""One number: asked from the service, shown, and claimed by a communicator, or not."""

import asyncio
import math
from contextlib import suppress
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from yorisoi_protocol import broker
from yorisoi_protocol.evidence import Log, public_key_of
from yorisoi_protocol.exchange.run import SubscriberRun
from yorisoi_protocol.limits import NAME_CHARS, NONCE_BYTES, PROTOCOL_VERSION
from yorisoi_protocol.one_time_pass import new_pass
from yorisoi_protocol.vocabulary import Ending, Refusal, ViewerKind

from yorisoi_tool.engine import events
from yorisoi_tool.engine.ending import Chapter
from yorisoi_tool.engine.events import PassEnd, Trouble
from yorisoi_tool.engine.given_up import GivenUp
from yorisoi_tool.engine.parts import Next, Parts, Post
from yorisoi_tool.engine.purse import Purse
from yorisoi_tool.engine.signalling import Down, Signalling
from yorisoi_tool.transport.socket import LineLost

ANSWER_S = 10.0
GIVE_UP_S = 2.0  # how long a person waits at most for the end of a number they do not want any more

TROUBLES = {
    Refusal.OUTSIDE_HOURS: Trouble.OUTSIDE_HOURS,
    Refusal.OTHER_NETWORK: Trouble.OTHER_NETWORK,
    Refusal.UNKNOWN_VERSION: Trouble.OLD_PROGRAM,
    Refusal.NO_NAMEPLATE: Trouble.BUSY,
    Refusal.TOO_MANY: Trouble.BUSY,
    Refusal.TOO_FAST: Trouble.BUSY,
}


PASS_ENDS = {
    Ending.WRONG_PASS: PassEnd.WRONG,
    Ending.NOT_CONNECTED: PassEnd.NOT_CONNECTED,
    Ending.PASS_EXPIRED: PassEnd.EXPIRED,
    Ending.PROTOCOL_BROKEN: PassEnd.BROKEN,
    Ending.CERTIFICATE_CHANGED: PassEnd.BROKEN,
}


@dataclass(frozen=True)
class Claim:
    """Somebody typed the number: the run that will prove it, who it is said to be, and what must be reported of it."""

    run: SubscriberRun
    claimed: broker.Claimed
    chapter: Chapter


@dataclass(frozen=True)
class Beside:
    """The running session beside which somebody shall look, and the proof that it is this program's."""

    session: str
    resume: str = field(repr=False)


class Numbers:
    """Makes numbers, three and then a rest, whoever they are for: the purse is one for the whole program. Each has its own
    nonce, key and pass; nothing of one serves another. A number that is given up is ended at the service: who types it
    then is told that it is an old one."""

    def __init__(
        self, parts: Parts, post: Post, purse: Purse, given_up: GivenUp, *, beside: Beside | None = None
    ) -> None:
        self._parts = parts
        self._post = post
        self._purse = purse
        self._given_up = given_up
        self._beside = beside
        self._kind = ViewerKind.MAIN if beside is None else ViewerKind.JOINED

    def more(self) -> bool:
        """Whether another number may be made now."""
        return self._purse.more(self._parts.now_ms())

    async def fetch(self, signalling: Signalling) -> Claim | Next:
        """From `Open` to `Claimed`, on a fresh socket. The window is told every step."""
        parts = self._parts
        if not self.more():
            return await self._rest()
        parts.tell(events.Connecting())
        await self._given_up.settle()
        key = Ed25519PrivateKey.from_private_bytes(parts.draw(32))
        nonce = parts.draw(NONCE_BYTES)
        public_key = public_key_of(key)
        system = parts.system[:NAME_CHARS]
        session, resume = ("", "") if self._beside is None else (self._beside.session, self._beside.resume)
        answer = await self._open(
            signalling,
            broker.Open(PROTOCOL_VERSION, nonce.hex(), public_key, parts.program, system, session, resume),
        )
        if isinstance(answer, Next):
            return answer
        chapter = Chapter(answer.session, answer.resume, Log(key, answer.session))
        self._given_up.offered(chapter)
        self._purse.take(parts.now_ms())
        one_time_pass = new_pass(answer.nameplate, parts.draw)
        run = SubscriberRun(
            origin=parts.origin, one_time_pass=one_time_pass, nonce=nonce, public_key=public_key, draw=parts.draw
        )
        parts.tell(events.PassShown(one_time_pass.digits(), self.more()))
        del one_time_pass
        claimed = await self._claim(signalling, chapter, answer.expires_in_s)
        if isinstance(claimed, Next):
            return claimed
        self._given_up.claimed(chapter)
        run.claimed(claimed.communicator)
        return Claim(run, claimed, chapter)

    async def _rest(self) -> Next:
        rest_ms = self._purse.rest_ms(self._parts.now_ms())
        self._parts.tell(events.Resting(math.ceil(rest_ms / 60_000)))
        while rest_ms := self._purse.rest_ms(self._parts.now_ms()):
            if isinstance(await self._post.next(rest_ms / 1000), events.Leave):
                return Next.LEAVE
        self._parts.tell(events.PassOver(PassEnd.EXPIRED, more=True))
        return Next.WAIT

    async def _open(self, signalling: Signalling, message: broker.Open) -> broker.Offered | Next:
        try:
            await signalling.open()
        except LineLost:
            return self._no_service()
        await signalling.send(message)
        until = self._parts.now_ms() + ANSWER_S * 1000
        while (left := until - self._parts.now_ms()) > 0:
            match await self._post.next(left / 1000):
                case broker.Offered() as offered:
                    return offered
                case broker.Refused(code=code):
                    trouble = TROUBLES.get(code, Trouble.REFUSED)
                    self._parts.tell(events.Troubled(trouble, again=trouble is not Trouble.OLD_PROGRAM))
                    return Next.WAIT
                case events.Leave():
                    return await self._give_up(signalling, None, Next.LEAVE)
                case Down():
                    break
        return self._no_service()

    async def _claim(self, signalling: Signalling, chapter: Chapter, expires_in_s: int) -> broker.Claimed | Next:
        why = PassEnd.EXPIRED
        until = self._parts.now_ms() + expires_in_s * 1000
        while (left := until - self._parts.now_ms()) > 0:
            match await self._post.next(left / 1000):
                case broker.Claimed(kind=kind) as claimed if kind is self._kind:
                    return claimed
                case broker.Claimed():  # a number for looking along is for nothing else, and the other way round
                    why = PassEnd.BROKEN
                    break
                case events.NewNumber():
                    return await self._give_up(signalling, chapter, Next.NUMBER)
                case events.Leave():
                    return await self._give_up(signalling, chapter, Next.LEAVE)
                case broker.Ended(reason=reason):
                    self._given_up.ended(chapter, reason)
                    return self._over(why)
                case Down():
                    return self._no_service()
        if await self._give_up(signalling, chapter, Next.WAIT) is Next.LEAVE:
            return Next.LEAVE
        return self._over(why)

    async def _give_up(self, signalling: Signalling, chapter: Chapter | None, follows: Next) -> Next:
        """Ends the number at the service before its socket goes. Answers `follows`, or LEAVE when the person leaves meanwhile."""
        if not await signalling.send(broker.End(Ending.PASS_EXPIRED)):
            return follows
        with suppress(TimeoutError):
            async with asyncio.timeout(GIVE_UP_S):
                while True:
                    match await self._post.next():
                        case broker.Ended(reason=reason):
                            if chapter is not None:
                                self._given_up.ended(chapter, reason)
                            return follows
                        case Down():
                            return follows
                        case events.Leave():
                            follows = Next.LEAVE
        return follows

    def _over(self, why: PassEnd) -> Next:
        self._parts.tell(events.PassOver(why, self.more()))
        return Next.WAIT

    def _no_service(self) -> Next:
        self._parts.tell(events.Troubled(Trouble.NO_SERVICE, again=True))
        return Next.WAIT
