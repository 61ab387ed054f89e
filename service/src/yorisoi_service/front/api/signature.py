"""Who speaks here: a telephone system that knows the key. Pure: the moment comes in.

    X-Yorisoi-Timestamp: seconds since 1970, as the sender's clock has it
    X-Yorisoi-Signature: HMAC-SHA256 in hexadecimal over <timestamp>.<body>, under YORISOI_CALLS_KEY

A request that is told again within the window is harmless: every event is idempotent, and no two events share a form
of body, so none can be sent to the address of another.
"""

import hashlib
import hmac
import re
from datetime import datetime

WINDOW_S = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")


def sign(key: str, timestamp: str, body: bytes) -> str:
    """The signature of a body at a moment."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def fault_of(*, key: str, timestamp: str, signature: str, body: bytes, now: datetime) -> str | None:
    """Why this is not to be believed, as a code; None when it is. The clock is looked at last: only who knows the key
    learns that it goes wrong."""
    if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
        return "not_signed"
    if not hmac.compare_digest(sign(key, timestamp, body), signature):
        return "bad_signature"
    if abs(int(timestamp) - now.timestamp()) > WINDOW_S:
        return "wrong_time"
    return None
