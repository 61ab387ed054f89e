"""CPACE-X25519-SHA512 after draft-irtf-cfrg-cpace-21, initiator and responder with key confirmation; nothing else.

Group arithmetic is `cryptography`'s X25519. Written here is only the Elligator2 map, pinned by the draft's vectors. Its
big integers are not constant in time; the secret lives for one run, and who could time it stands at the machine.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from yorisoi_protocol.exchange.errors import ExchangeError
from yorisoi_protocol.vocabulary import Ending

SCALAR_BYTES = 32
_PRIME = 2**255 - 19
_A = 486_662
_DSI = b"CPace255"
_HASH_BLOCK_BYTES = 128


def lv_cat(*parts: bytes) -> bytes:
    """Each part led by its length in LEB128, so that no two lists of parts read the same."""
    return b"".join(_length(len(part)) + part for part in parts)


def _length(number: int) -> bytes:
    out = bytearray()
    while number >= 128:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def generator(prs: bytes, ci: bytes, sid: bytes) -> bytes:
    """The secret generator of one run: the password mapped onto the curve."""
    pad = max(0, _HASH_BLOCK_BYTES - 1 - len(lv_cat(prs)) - len(lv_cat(_DSI)))
    digest = bytearray(hashlib.sha512(lv_cat(_DSI, prs, bytes(pad), ci, sid)).digest()[:32])
    digest[31] &= 0x7F
    return _elligator2(int.from_bytes(digest, "little") % _PRIME).to_bytes(32, "little")


def _elligator2(r: int) -> int:
    """RFC 9380 map_to_curve_elligator2 for curve25519 (Z = 2), the u coordinate."""
    v = -_A * pow(1 + 2 * r * r, -1, _PRIME) % _PRIME  # 2 is no square, so 1 + 2rr is never zero
    square = pow(v**3 + _A * v * v + v, (_PRIME - 1) // 2, _PRIME)
    return v if square in (0, 1) else (-v - _A) % _PRIME


def scalar_mult(scalar: bytes, point: bytes) -> bytes:
    """scalar_mult_vfy: refuses the points of small order, whose product is the neutral element."""
    try:
        product = X25519PrivateKey.from_private_bytes(scalar).exchange(X25519PublicKey.from_public_bytes(point))
    except ValueError:
        raise _bad_share() from None
    if product == bytes(32):
        raise _bad_share()
    return product


def _bad_share() -> ExchangeError:
    return ExchangeError(Ending.PROTOCOL_BROKEN, "a share is no point of the group")


class CPace:
    """One side of one run. `finish` can be called once; the scalar is dropped whatever happens.

    After `finish`: `isk` is the shared key, `tag` confirms it to the other side, `verify` takes the other side's tag.
    """

    def __init__(self, *, initiator: bool, prs: bytes, ci: bytes, sid: bytes, ad: bytes, scalar: bytes) -> None:
        self._initiator, self._sid, self._ad = initiator, sid, ad
        self._scalar: bytes | None = scalar
        self.share = scalar_mult(scalar, generator(prs, ci, sid))
        self.isk = self.sid_output = self.tag = self._peer_tag = b""

    def finish(self, peer_share: bytes, peer_ad: bytes) -> None:
        """Computes the key from the other side's share and associated data."""
        scalar, self._scalar = self._scalar, None
        if scalar is None:
            raise ExchangeError(Ending.PROTOCOL_BROKEN, "a run computes its key once")
        if len(peer_share) != 32 or peer_share == self.share:
            raise _bad_share()  # our own share sent back would agree with itself
        k = scalar_mult(scalar, peer_share)
        mine, theirs = lv_cat(self.share, self._ad), lv_cat(peer_share, peer_ad)
        transcript = mine + theirs if self._initiator else theirs + mine
        self.isk = hashlib.sha512(lv_cat(_DSI + b"_ISK", self._sid, k) + transcript).digest()
        self.sid_output = hashlib.sha512(b"CPaceSidOutput" + transcript).digest()
        mac_key = hashlib.sha512(b"CPaceMac" + self._sid + self.isk).digest()
        self.tag = hmac.digest(mac_key, mine, "sha512")
        self._peer_tag = hmac.digest(mac_key, theirs, "sha512")

    def verify(self, tag: bytes) -> None:
        """Raises WRONG_PASS unless the other side knows the same password and saw the same exchange."""
        if not self._peer_tag or not hmac.compare_digest(tag, self._peer_tag):
            raise ExchangeError(Ending.WRONG_PASS, "the other side does not know this pass")
