"""Writing down who looked at whose record."""

from datetime import datetime

from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Look, Subscriber


def looked(*, subscriber: Subscriber | int | None, by: StaffMember, where: str, now: datetime) -> None:
    """Note that `by` sees this subscriber's record on the page `where` ("office:contract"): one row for each person,
    subscriber and hour, so a page may call it as often as it is shown. One statement; none without a subscriber.

    Not in the audit trail, which names no subscriber's readers and is kept for ever; `by` is whoever is signed in.
    """
    if subscriber is None:
        return
    pk = subscriber if isinstance(subscriber, int) else subscriber.pk
    hour = now.replace(minute=0, second=0, microsecond=0)
    Look.objects.bulk_create([Look(subscriber_id=pk, by=by, hour=hour, where=where[:60])], ignore_conflicts=True)
