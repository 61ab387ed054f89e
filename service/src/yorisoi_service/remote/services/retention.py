"""What is forgotten in time: where a session came from after thirty days, wrong claims with it."""

from datetime import datetime, timedelta

from django.db import transaction

from yorisoi_service.audit.services import record
from yorisoi_service.remote.models import Session, WrongClaim

ADDRESS_LIFE = timedelta(days=30)  # long enough to look into a complaint, not longer


def forget_due(*, now: datetime) -> int:
    """Cut the addresses of sessions older than thirty days; returns how many. Safe to call as often as one likes.

    The network's name and what was decided about it stay: they say nothing about where somebody lives.
    """
    old = Session.objects.filter(offered_at__lte=now - ADDRESS_LIFE).exclude(address="", home="")
    if not old.exists():
        return 0
    with transaction.atomic():
        count = old.update(address="", home="")
        WrongClaim.objects.filter(at__lte=now - ADDRESS_LIFE).delete()
        record(event="sessions.addresses_forgotten", by="service", about="sessions", facts={"count": count}, now=now)
    return count
