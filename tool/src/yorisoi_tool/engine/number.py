"""One number: asked from the service, shown, and claimed by a communicator, or not."""

import math
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
from yorisoi_tool.engine.parts import Next, Parts, Post
from yorisoi_tool.engine.purse import Purse
from yorisoi_tool.engine.signalling import Down, Signalling
from yorisoi_tool.transport.socket import LineLost

ANSWER_S = 10.0

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
    nonce, key and pass; nothing of one serves another."""

    def __init__(self, parts: Parts, post: Post, purse: Purse, *, beside: Beside | None = None) -> None:
        self._parts = parts
        self._post = post
        self._purse = purse
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
        self._purse.take(parts.now_ms())
        one_time_pass = new_pass(answer.nameplate, parts.draw)
        run = SubscriberRun(
            origin=parts.origin, one_time_pass=one_time_pass, nonce=nonce, public_key=public_key, draw=parts.draw
        )
        parts.tell(events.PassShown(one_time_pass.digits(), self.more()))
        del one_time_pass
        claimed = await self._claim(answer.expires_in_s)
        if isinstance(claimed, Next):
            return claimed
        run.claimed(claimed.communicator)
        return Claim(run, claimed, Chapter(answer.session, answer.resume, Log(key, answer.session)))

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
                    return Next.LEAVE
                case Down():
                    break
        return self._no_service()

    async def _claim(self, expires_in_s: int) -> broker.Claimed | Next:
        until = self._parts.now_ms() + expires_in_s * 1000
        while (left := until - self._parts.now_ms()) > 0:
            match await self._post.next(left / 1000):
                case broker.Claimed(kind=kind) as claimed if kind is self._kind:
                    return claimed
                case broker.Claimed():  # a number for looking along is for nothing else, and the other way round
                    self._parts.tell(events.PassOver(PassEnd.BROKEN, self.more()))
                    return Next.WAIT
                case events.NewNumber():
                    return Next.NUMBER
                case events.Leave():
                    return Next.LEAVE
                case broker.Ended():
                    break
                case Down():
                    return self._no_service()
        self._parts.tell(events.PassOver(PassEnd.EXPIRED, self.more()))
        return Next.WAIT

    def _no_service(self) -> Next:
        self._parts.tell(events.Troubled(Trouble.NO_SERVICE, again=True))
        return Next.WAIT
