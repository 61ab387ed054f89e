"""The opening hours as the own page tells them: open now or when next, and the days on which the desk is closed."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings

from yorisoi_service import clock
from yorisoi_service.desk.queries.hours import standing
from yorisoi_service.front.portal.closed import after_hours

MOST_CLOSURES = 10


@dataclass(frozen=True)
class Opening:
    """`next_open` is a wall clock moment, None while the desk is open or when nobody knows."""

    opens: time
    closes: time
    is_open: bool
    next_open: datetime | None
    closures: tuple[date, ...]
    after_hours: str  # in the provider's own words; empty while it is open, or where the file words none


def opening(*, now: datetime) -> Opening:
    """How the desk's hours stand at this moment."""
    hours = standing(settings.PROVIDER.desk, now=now).hours
    local = clock.local(now)
    is_open = hours.is_open(local)
    coming = sorted(day for day in hours.closures if day >= local.date())
    return Opening(
        hours.opens,
        hours.closes,
        is_open,
        None if is_open else hours.next_open(local),
        tuple(coming[:MOST_CLOSURES]),
        after_hours(now=now),
    )
