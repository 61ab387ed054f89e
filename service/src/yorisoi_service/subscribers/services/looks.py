"""Writing down who looked at whose record."""

from collections.abc import Collection
from datetime import datetime

from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Look, Subscriber


def looked(*, subscriber: Subscriber, by: StaffMember, where: str, now: datetime) -> None:
    """As `looked_at`, for one subscriber."""
    looked_at(subscribers=[subscriber.pk], by=by, where=where, now=now)


def looked_at(*, subscribers: Collection[int], by: StaffMember, where: str, now: datetime) -> None:
    """Note that `by` sees these subscribers' records on the page `where` ("office:contract"): one row for each person,
    subscriber and hour, so a page may call it as often as it is shown. One statement, none without a subscriber.

    Not in the audit trail: that is kept for ever, this for `look_years`. `by` is whoever is signed in.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    rows = [Look(subscriber_id=pk, by=by, hour=hour, where=where[:60]) for pk in dict.fromkeys(subscribers)]
    if rows:
        Look.objects.bulk_create(rows, ignore_conflicts=True)
