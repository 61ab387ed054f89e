"""One run of the exchange for each role: m1 to m4, then spent for passes, then sealed signalling.

    communicator                               subscriber
    (made)      M1 share, nonce           ->   OFFERED + claimed() -> CLAIMED
                                          <-   M2 share                 the secret is gone -> SHARED
    m3()        M3 tag, sealed offer      ->   m3() checks the tag      -> CONFIRMED
    RUNNING                               <-   M4 tag, sealed answer    -> RUNNING
    seal(), open(): candidate, re-offer   <->  candidate, re-answer

One guess: a subscriber's run answers one M1 in its life, whatever that one holds. A message at the wrong moment raises
`OutOfOrder` and changes nothing; anything else that is wrong makes the run SPENT for ever.
Names bound by the exchange: origin, nameplate, the communicator's number and name, the subscriber's public key.
"""

import hashlib
from collections.abc import Callable
from enum import StrEnum
from typing import NoReturn, TypeVar

from yorisoi_protocol.broker import Person
from yorisoi_protocol.exchange import sdp
from yorisoi_protocol.exchange.cpace import SCALAR_BYTES, CPace, lv_cat
from yorisoi_protocol.exchange.errors import ExchangeError, NotSealed, OutOfOrder
from yorisoi_protocol.exchange.sealer import SUITE, Sealer
from yorisoi_protocol.limits import MAX_BOX_CHARS, NONCE_BYTES, PROTOCOL_VERSION
from yorisoi_protocol.one_time_pass import OneTimePass
from yorisoi_protocol.peer import M1, M2, M3, M4, Candidate, CommunicatorAd, Description, Sealed, SubscriberAd, encode
from yorisoi_protocol.reading import Malformed, Reader
from yorisoi_protocol.vocabulary import Ending, Role

Draw = Callable[[int], bytes]
Read = TypeVar("Read")

_communicator_ad: Reader[CommunicatorAd] = Reader(CommunicatorAd, MAX_BOX_CHARS)
_subscriber_ad: Reader[SubscriberAd] = Reader(SubscriberAd, MAX_BOX_CHARS)
_description: Reader[Description] = Reader(Description, MAX_BOX_CHARS)
_candidate: Reader[Candidate] = Reader(Candidate, MAX_BOX_CHARS)

OFFER, ANSWER, RE_OFFER, RE_ANSWER, CANDIDATE = "offer", "answer", "re-offer", "re-answer", "candidate"
_TYPE_OF_KIND = {OFFER: "offer", ANSWER: "answer", RE_OFFER: "offer", RE_ANSWER: "answer"}


class RunState(StrEnum):
    """Where a run is. Only RUNNING seals and opens; nothing leaves SPENT."""

    OFFERED = "offered"
    CLAIMED = "claimed"
    SHARED = "shared"
    CONFIRMED = "confirmed"
    RUNNING = "running"
    SPENT = "spent"


def session_id(subscriber_nonce: bytes, communicator_nonce: bytes) -> bytes:
    """Both nonces together; a recorded run fits no other one."""
    return hashlib.sha256(lv_cat(b"sid", subscriber_nonce, communicator_nonce)).digest()


def channel_id(origin: str, number: str, nameplate: str) -> bytes:
    """Who talks to whom under which origin: a page on another origin, or a wrong name, ends in a wrong pass."""
    names = ("communicator", number, "subscriber", nameplate, origin)
    return lv_cat(SUITE, *(name.encode() for name in names))


class _Run:
    """What both roles share: the state, failing for ever, and sealed signalling once RUNNING."""

    def __init__(self, role: Role, state: RunState) -> None:
        self.state = state
        self._role = role
        self._sealer: Sealer | None = None
        self._fingerprints: dict[Role, str] = {}

    @property
    def peer_fingerprint(self) -> str:
        """sha-256 of the other side's certificate as it described it; empty before that."""
        other = Role.SUBSCRIBER if self._role is Role.COMMUNICATOR else Role.COMMUNICATOR
        return self._fingerprints.get(other, "")

    def seal(self, kind: str, body: Description | Candidate) -> Sealed:
        """Seals a candidate, or this side's re-offer or re-answer, which must show the same certificate as before."""
        self._only_in(RunState.RUNNING)
        allowed = RE_OFFER if self._role is Role.COMMUNICATOR else RE_ANSWER
        if isinstance(body, Candidate) == (kind == CANDIDATE) and kind in (CANDIDATE, allowed):
            return self._seal(kind, body)
        raise ValueError("this side does not seal this")

    def open(self, sealed: Sealed) -> Description | Candidate:
        """What the other side sealed. `NotSealed` is to be dropped; any other error is the end of the run."""
        self._only_in(RunState.RUNNING)
        allowed = RE_ANSWER if self._role is Role.COMMUNICATOR else RE_OFFER
        if sealed.kind not in (CANDIDATE, allowed):
            raise NotSealed()
        return self._open(sealed)

    def _read(self, reader: Reader[Read], ad: bytes) -> Read:
        try:
            value = reader.decode(ad)
        except Malformed:
            self._broken("malformed associated data")
        if encode(value) != ad:
            self._broken("associated data is not canonical")
        return value

    def _confirm(self, cpace: CPace | None, tag: str, sealed: Sealed, kind: str) -> Description:
        assert cpace is not None
        try:
            cpace.verify(bytes.fromhex(tag))
            if sealed.kind != kind:
                raise NotSealed()
            body = self._open(sealed, skip=0)
        except ExchangeError as error:
            self._spend(error)
        assert isinstance(body, Description)
        return body

    def _only_in(self, *states: RunState) -> None:
        if self.state not in states:
            raise OutOfOrder(f"not in state {self.state.value}")

    def _spend(self, error: ExchangeError) -> NoReturn:
        self.state = RunState.SPENT
        self._sealer = None
        raise error

    def _broken(self, what: str) -> NoReturn:
        self._spend(ExchangeError(Ending.PROTOCOL_BROKEN, what))

    def _seal(self, kind: str, body: Description | Candidate) -> Sealed:
        try:
            checked = self._checked(kind, body, self._role)
            return self._keys().seal(kind, encode(checked))
        except ExchangeError as error:
            self._spend(error)

    def _open(self, sealed: Sealed, **limit: int) -> Description | Candidate:
        data = self._keys().open(sealed, **limit)
        other = Role.SUBSCRIBER if self._role is Role.COMMUNICATOR else Role.COMMUNICATOR
        try:
            reader: Reader[Description] | Reader[Candidate] = _candidate if sealed.kind == CANDIDATE else _description
            return self._checked(sealed.kind, reader.decode(data), other)
        except Malformed:
            self._broken("malformed body")
        except ExchangeError as error:
            self._spend(error)

    def _checked(self, kind: str, body: Description | Candidate, whose: Role) -> Description | Candidate:
        if isinstance(body, Candidate):
            sdp.check_candidate(body.candidate)
            return body
        if body.type != _TYPE_OF_KIND[kind]:
            raise ExchangeError(Ending.PROTOCOL_BROKEN, "offer and answer are mixed up")
        pinned = sdp.pin(body.sdp)
        value = sdp.fingerprint(pinned)
        if self._fingerprints.setdefault(whose, value) != value:
            raise ExchangeError(Ending.CERTIFICATE_CHANGED, "another certificate than at the beginning")
        return Description(body.type, pinned)

    def _keys(self) -> Sealer:
        if self._sealer is None:
            raise OutOfOrder("no keys yet")
        return self._sealer


class SubscriberRun(_Run):
    """The subscriber's side (responder). It owns the pass; `nonce` and `public_key` are those of its `Open`."""

    def __init__(self, *, origin: str, one_time_pass: OneTimePass, nonce: bytes, public_key: str, draw: Draw) -> None:
        super().__init__(Role.SUBSCRIBER, RunState.OFFERED)
        if len(nonce) != NONCE_BYTES:
            raise ValueError("a nonce has 32 bytes")
        self._origin, self._nonce, self._draw = origin, nonce, draw
        self._nameplate = one_time_pass.nameplate
        self._secret: bytes | None = one_time_pass.secret.encode()
        self._public_key = public_key
        self._cpace: CPace | None = None
        self.communicator: Person | None = None

    def claimed(self, communicator: Person) -> None:
        """The service says who typed the nameplate; M1 must say the same."""
        self._only_in(RunState.OFFERED)
        self.communicator = communicator
        self.state = RunState.CLAIMED

    def m1(self, message: M1) -> M2:
        """The one guess. The secret is deleted before the answer exists."""
        self._only_in(RunState.CLAIMED)
        self.state = RunState.SHARED
        secret, self._secret = self._secret, None
        ad = bytes.fromhex(message.ad)
        claim = self._read(_communicator_ad, ad)
        expected = self.communicator
        if claim.role is not Role.COMMUNICATOR or claim.version != PROTOCOL_VERSION:
            self._broken("wrong role or version")
        if secret is None or expected is None or (claim.number, claim.name) != (expected.number, expected.name):
            self._broken("another communicator than the service said")
        if claim.public_key != self._public_key:
            self._broken("another key than ours was shown to the communicator")
        my_ad = encode(SubscriberAd(Role.SUBSCRIBER, PROTOCOL_VERSION, self._public_key))
        sid = session_id(self._nonce, bytes.fromhex(message.nonce))
        ci = channel_id(self._origin, claim.number, self._nameplate)
        try:
            cpace = CPace(initiator=False, prs=secret, ci=ci, sid=sid, ad=my_ad, scalar=self._draw(SCALAR_BYTES))
            cpace.finish(bytes.fromhex(message.share), ad)
        except ExchangeError as error:
            self._spend(error)
        self._cpace, self._sealer = cpace, Sealer(cpace.isk, sid, self._role)
        return M2(cpace.share.hex(), my_ad.hex())

    def m3(self, message: M3) -> Description:
        """The pinned offer. A wrong pass ends here, before this side has shown that it knows anything."""
        self._only_in(RunState.SHARED)
        offer = self._confirm(self._cpace, message.tag, message.offer, OFFER)
        self.state = RunState.CONFIRMED
        return offer

    def m4(self, answer: Description) -> M4:
        """This side's confirmation and sealed answer."""
        self._only_in(RunState.CONFIRMED)
        assert self._cpace is not None
        message = M4(self._cpace.tag.hex(), self._seal(ANSWER, answer))
        self._cpace = None
        self.state = RunState.RUNNING
        return message


class CommunicatorRun(_Run):
    """The communicator's side (initiator). `nonce` and `public_key` are the subscriber's, from `Granted`."""

    def __init__(
        self,
        *,
        origin: str,
        one_time_pass: OneTimePass,
        communicator: Person,
        nonce: bytes,
        public_key: str,
        draw: Draw,
    ) -> None:
        super().__init__(Role.COMMUNICATOR, RunState.SHARED)
        ad = encode(
            CommunicatorAd(Role.COMMUNICATOR, PROTOCOL_VERSION, communicator.number, communicator.name, public_key)
        )
        mine = draw(NONCE_BYTES)
        self._sid = session_id(nonce, mine)
        self._public_key = public_key
        ci = channel_id(origin, communicator.number, one_time_pass.nameplate)
        self._cpace: CPace | None = CPace(
            initiator=True,
            prs=one_time_pass.secret.encode(),
            ci=ci,
            sid=self._sid,
            ad=ad,
            scalar=draw(SCALAR_BYTES),
        )
        self.m1 = M1(mine.hex(), self._cpace.share.hex(), ad.hex())

    def m3(self, message: M2, offer: Description) -> M3:
        """This side's confirmation and sealed offer. Whether the pass was right is known after `m4` only."""
        self._only_in(RunState.SHARED)
        self.state = RunState.CONFIRMED
        ad = bytes.fromhex(message.ad)
        claim = self._read(_subscriber_ad, ad)
        if claim.role is not Role.SUBSCRIBER or claim.version != PROTOCOL_VERSION:
            self._broken("wrong role or version")
        if claim.public_key != self._public_key:
            self._broken("another key than the service said")
        assert self._cpace is not None
        try:
            self._cpace.finish(bytes.fromhex(message.share), ad)
        except ExchangeError as error:
            self._spend(error)
        self._sealer = Sealer(self._cpace.isk, self._sid, self._role)
        return M3(self._cpace.tag.hex(), self._seal(OFFER, offer))

    def m4(self, message: M4) -> Description:
        """The pinned answer; from here on both sides know that they typed the same pass."""
        self._only_in(RunState.CONFIRMED)
        answer = self._confirm(self._cpace, message.tag, message.answer, ANSWER)
        self._cpace = None
        self.state = RunState.RUNNING
        return answer
