"""Session descriptions: exactly one sha-256 fingerprint survives, everything doubtful is refused.

A stack may write several fingerprint lines (sha-256, -384, -512) and another may check only one of them. What is
compared must therefore be all that is left for it to use.
"""

import re

from yorisoi_protocol.exchange.errors import ExchangeError
from yorisoi_protocol.limits import MAX_SDP_CHARS
from yorisoi_protocol.vocabulary import Ending

_LINE = re.compile(r"[a-z]=[^\x00-\x1f\x7f]*")
_FINGERPRINT = re.compile(r"a=fingerprint:(sha-256|sha-384|sha-512) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+)")
_CANDIDATE = re.compile(r"(candidate:[\x21-\x7e]+( [\x21-\x7e]+)*)?")
_VALUE_CHARS = {"sha-256": 95, "sha-384": 143, "sha-512": 191}


def pin(sdp: str) -> str:
    """The description with one sha-256 fingerprint value and no other kind; lines end in CR LF.

    Refused: none, two different ones, weak or unknown kinds, a fingerprint written in any odd way, keys in the text
    (a=crypto), control characters, lines that are no SDP, more than MAX_SDP_CHARS characters.
    """
    if len(sdp) > MAX_SDP_CHARS:
        raise _refused("too long")
    lines = sdp.removesuffix("\n").removesuffix("\r").replace("\r\n", "\n").split("\n")
    if lines[0] != "v=0":
        raise _refused("no description")
    kept, values = [], set()
    for line in lines:
        if not _LINE.fullmatch(line):
            raise _refused("a line is no SDP")
        lowered = line.lower()
        if lowered.startswith("a=crypto"):
            raise _refused("keys outside the exchange")
        if "fingerprint" in lowered:
            found = _FINGERPRINT.fullmatch(line)
            if found is None or len(found[2]) != _VALUE_CHARS[found[1]]:
                raise _refused("an unknown or weak fingerprint")
            if found[1] != "sha-256":
                continue
            values.add(found[2].upper())
        kept.append(line)
    if len(values) != 1:
        raise _refused("not exactly one sha-256 fingerprint")
    return "\r\n".join(kept) + "\r\n"


def fingerprint(sdp: str) -> str:
    """The one sha-256 fingerprint, as upper-case pairs with colons: compare it with the certificate after connecting."""
    found = re.search(r"^a=fingerprint:sha-256 (\S+)$", pin(sdp).replace("\r\n", "\n"), re.MULTILINE)
    if found is None:
        raise _refused("not exactly one sha-256 fingerprint")
    return found[1].upper()


def fingerprint_of(digest: bytes) -> str:
    """A SHA-256 digest of a certificate (DER) written as a fingerprint."""
    return ":".join(f"{byte:02X}" for byte in digest)


def check_candidate(candidate: str) -> str:
    """An ICE candidate of one line, or the empty end-of-candidates; anything else is refused."""
    if not _CANDIDATE.fullmatch(candidate):
        raise _refused("no candidate")
    return candidate


def _refused(what: str) -> ExchangeError:
    return ExchangeError(Ending.PROTOCOL_BROKEN, f"session description refused: {what}")
