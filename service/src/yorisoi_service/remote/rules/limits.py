"""How often somebody may try. Counts come in, seconds to wait come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limits:
    """Every number a provider may change, with its reason."""

    wrong_claims: int = 5  # an honest communicator mistypes less; the check digit already catches most
    wrong_claims_window_s: int = 600
    opens_per_home: int = 20  # six passes are one nervous evening; several homes can share an IPv4 address
    opens_window_s: int = 600
    offers_per_home: int = 8  # passes waiting at the same time behind one address
    running_per_line: int = 4  # a hand-over, a desk lead, a phone's camera
    entries_per_session: int = 2_000  # evidence entries; an honest hour has some dozens


def wait_s(moments: Sequence[datetime], *, allowed: int, window_s: int, now: datetime) -> int:
    """Seconds until one more try is allowed; 0 when it is allowed now.

    `moments` are earlier tries in any order; those older than the window do not count.
    """
    window = timedelta(seconds=window_s)
    counted = sorted(moment for moment in moments if now - moment < window)
    if len(counted) < allowed:
        return 0
    frees = counted[len(counted) - allowed] + window
    return max(1, -int((now - frees).total_seconds() // 1))
