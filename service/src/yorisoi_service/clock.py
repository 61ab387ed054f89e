"""Wall time, business days and chance: the only place of the service that reads them.

Everything else gets `now` (aware, UTC) and `draw` (n random bytes) as parameters.
"""

import secrets
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as a wall clock in Japan shows it."""
    return moment.astimezone(BUSINESS_ZONE)


def business_day(moment: datetime) -> date:
    """The Japanese calendar day of a moment; contracts and charges count in these."""
    return local(moment).date()


def monotonic_s() -> float:
    """Seconds that never jump, for intervals only."""
    return time.monotonic()


def draw(n: int) -> bytes:
    """`n` bytes nobody can guess."""
    return secrets.token_bytes(n)
