"""Wall time, business days and chance: the only place of the service that reads them.

Everything else gets `now` (aware, UTC) and `draw` (n random bytes) as parameters.
"""

import secrets
import time
from datetime import UTC, date, datetime, timedelta
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


def end_of_day(moment: datetime, *, days: int = 0) -> datetime:
    """The last moment, in UTC, of the Japanese day of `moment`, or of the day so many days later: what is told to last
    "until" a day lasts to here."""
    after = business_day(moment) + timedelta(days=days + 1)
    return datetime.combine(after, datetime.min.time(), BUSINESS_ZONE).astimezone(UTC) - datetime.resolution


def monotonic_s() -> float:
    """Seconds that never jump, for intervals only."""
    return time.monotonic()


def draw(n: int) -> bytes:
    """`n` bytes nobody can guess."""
    return secrets.token_bytes(n)
