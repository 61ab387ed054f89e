"""A complete subscriber's side and a complete communicator's side, as doubles on a line to any broker.

They run the real exchange, gate and log of this package; only window, picture and network path are missing. Neither
skips what it did not expect: `hear` fails on another message than the one that was due, presence apart.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yorisoi_protocol import broker, peer
from yorisoi_protocol.broker import Person
from yorisoi_protocol.consent.gate import Gate
from yorisoi_protocol.evidence import Log, public_key_of
from yorisoi_protocol.exchange.run import CommunicatorRun, SubscriberRun
from yorisoi_protocol.limits import NONCE_BYTES, PROTOCOL_VERSION
from yorisoi_protocol.one_time_pass import OneTimePass, new_pass
from yorisoi_protocol.peer import M1, M2, M3, M4, Candidate, Description, Sealed
from yorisoi_protocol.reading import Reader
from yorisoi_protocol.testing.line import Line
from yorisoi_protocol.testing.talks import ANSWER, OFFER
from yorisoi_protocol.vocabulary import Ending, GateEvent, Removal

Heard = TypeVar("Heard", bound=msgspec.Struct)
Draw = Callable[[int], bytes]


class _Double:
    def __init__(self, line: Line, reader: Reader[broker.ToSubscriber] | Reader[broker.ToCommunicator]) -> None:
        self.line = line
        self.present: bool | None = None
        self._reader = reader

    async def hear(self, kind: type[Heard]) -> Heard:
        """The next message, which must be of this kind. Presence is noted and passed over unless it was asked for."""
        while True:
            message = self._reader.decode(await self.line.receive())
            if isinstance(message, broker.Presence):
                self.present = message.present
            if isinstance(message, kind):
                return message
            assert isinstance(message, broker.Presence), f"{message} instead of {kind.__name__}"

    async def say(self, message: broker.Message) -> None:
        """To the broker."""
        await self.line.send(broker.encode(message).decode())

    async def relay(self, message: peer.Message) -> None:
        """To the other side, through the broker."""
        await self.say(broker.Relay(peer.encode(message).decode()))

    async def relayed(self, kind: type[Heard]) -> Heard:
        """The next message from the other side, which must be of this kind."""
        message = peer.exchange.decode((await self.hear(broker.Relay)).box)
        assert isinstance(message, kind), f"{message} instead of {kind.__name__}"
        return message


class SubscriberDouble(_Double):
    """The tool, without a window. The hand of the test calls `gate.grant`."""

    def __init__(self, line: Line, origin: str, draw: Draw) -> None:
        super().__init__(line, broker.to_subscriber)
        self._origin, self._draw = origin, draw
        self._nonce = draw(NONCE_BYTES)
        self._key = Ed25519PrivateKey.from_private_bytes(draw(32))
        self.gate = Gate()
        self._reported = 0

    async def open(self) -> OneTimePass:
        """Asks for a nameplate and makes the pass that is read out."""
        public_key = public_key_of(self._key)
        await self.say(broker.Open(PROTOCOL_VERSION, self._nonce.hex(), public_key, "double", "none"))
        self.offered = await self.hear(broker.Offered)
        self.one_time_pass = new_pass(self.offered.nameplate, self._draw)
        self.log = Log(self._key, self.offered.session)
        self.run = SubscriberRun(
            origin=self._origin,
            one_time_pass=self.one_time_pass,
            nonce=self._nonce,
            public_key=public_key,
            draw=self._draw,
        )
        return self.one_time_pass

    async def claimed(self) -> Person:
        """Waits until somebody typed the nameplate."""
        claimed = await self.hear(broker.Claimed)
        self.run.claimed(claimed.communicator)
        self.gate = Gate(claimed.allowed)
        return claimed.communicator

    async def exchange(self, now_ms: int = 0) -> None:
        """Answers m1 and m3; raises what the run raises. Afterwards the gate is verified."""
        await self.relay(self.run.m1(await self.relayed(M1)))
        self.run.m3(await self.relayed(M3))
        await self.relay(self.run.m4(ANSWER))
        self.gate.verified(now_ms)
        await self.report()

    async def report(self) -> None:
        """Signs and hands over what the gate wrote since the last time."""
        for at_ms, what, permission, number in self.gate.log[self._reported :]:
            event = str(what) if what is not GateEvent.ENDED else f"ended_{self.gate.ending}"
            await self.say(broker.Report(self.log.append(at_ms, event, permission, number)))
        self._reported = len(self.gate.log)

    async def end(self, reason: Ending, now_ms: int = 0) -> None:
        """Stop: the gate first, the network after it; then the receipt."""
        self.gate.end(reason, now_ms)
        await self.report()
        await self.say(broker.End(reason))
        assert (await self.hear(broker.Ended)).reason is reason
        await self.say(broker.Receipt(self.log.receipt(Removal.VERIFIED, ["program"])))
        await self.hear(broker.Closed)


class CommunicatorDouble(_Double):
    """The viewer, without a picture."""

    def __init__(self, line: Line, origin: str, person: Person, draw: Draw) -> None:
        super().__init__(line, broker.to_communicator)
        self._origin, self.person, self._draw = origin, person, draw

    async def claim(self, typed: OneTimePass, ticket: int = 1) -> broker.Granted:
        """Types a pass; only its nameplate is sent."""
        await self.say(broker.Claim(typed.nameplate, ticket))
        self.granted = await self.hear(broker.Granted)
        self.run = CommunicatorRun(
            origin=self._origin,
            one_time_pass=typed,
            communicator=self.person,
            nonce=bytes.fromhex(self.granted.nonce),
            public_key=self.granted.public_key,
            draw=self._draw,
        )
        return self.granted

    async def exchange(self) -> Description:
        """m1 to m4; raises what the run raises."""
        await self.relay(self.run.m1)
        await self.relay(self.run.m3(await self.relayed(M2), OFFER))
        return self.run.m4(await self.relayed(M4))

    async def candidate(self, to: SubscriberDouble, body: Candidate) -> None:
        """Seals a candidate and lets the other side open it."""
        await self.relay(self.run.seal("candidate", body))
        assert to.run.open(await to.relayed(Sealed)) == body
