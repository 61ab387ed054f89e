"""Time and chance of the tool. Nothing else in the product reads a clock or draws random bytes; they are passed in."""

import secrets
import time


def now_ms() -> int:
    """Monotonic milliseconds; only differences mean anything."""
    return time.monotonic_ns() // 1_000_000


def wall_ms() -> int:
    """Milliseconds since 1970 in UTC, for entries that people read later."""
    return time.time_ns() // 1_000_000


def draw(count: int) -> bytes:
    """`count` random bytes fit for keys."""
    return secrets.token_bytes(count)
