"""Sealed messages: AES-256-GCM, one key for each direction, a counter that is never used twice.

The counter is not sent. A receiver tries the next MAX_SKIPPED numbers, because a relay may lose a message when it is
restarted; what was opened, and everything before it, never opens again.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yorisoi_protocol.exchange.errors import ExchangeError, NotSealed
from yorisoi_protocol.limits import MAX_SEALED, MAX_SEALED_CHARS, MAX_SKIPPED
from yorisoi_protocol.peer import Sealed
from yorisoi_protocol.vocabulary import Ending, Role

SUITE = b"yorisoi/1 CPACE-X25519-SHA512"
_TAG_BYTES = 16


class Sealer:
    """Seals for the other side and opens what it sealed. `isk` and `sid` come from one finished exchange."""

    def __init__(self, isk: bytes, sid: bytes, role: Role) -> None:
        def key(direction: bytes) -> AESGCM:
            return AESGCM(HKDF(SHA256(), 32, salt=sid, info=SUITE + b" " + direction).derive(isk))

        keys = key(b"communicator-to-subscriber"), key(b"subscriber-to-communicator")
        self._out, self._in = keys if role is Role.COMMUNICATOR else keys[::-1]
        self._next_out = self._next_in = 0

    def seal(self, kind: str, body: bytes) -> Sealed:
        """Seals under the next number. Refuses what is too large, and everything after MAX_SEALED messages."""
        if (len(body) + _TAG_BYTES) * 2 > MAX_SEALED_CHARS or self._next_out >= MAX_SEALED:
            raise ExchangeError(Ending.PROTOCOL_BROKEN, "nothing more, or nothing larger, is sealed")
        number, self._next_out = self._next_out, self._next_out + 1
        return Sealed(kind, self._out.encrypt(_nonce(number), body, kind.encode()).hex())

    def open(self, sealed: Sealed, *, skip: int = MAX_SKIPPED) -> bytes:
        """The body. `NotSealed` leaves everything as it was. At most `skip` lost messages are passed over."""
        data, kind = bytes.fromhex(sealed.data), sealed.kind.encode()
        for number in range(self._next_in, min(self._next_in + skip + 1, MAX_SEALED)):
            try:
                body = self._in.decrypt(_nonce(number), data, kind)
            except InvalidTag:
                continue
            self._next_in = number + 1
            return body
        raise NotSealed()


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
