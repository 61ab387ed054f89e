"""What is forgotten of sign-ins: sessions and tickets whose time is over, and the second factors of who left."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from yorisoi_service.audit.purging import Progress, Step, purge_steps, silent
from yorisoi_service.audit.rules.keeping import Counts, Periods
from yorisoi_service.staff.models import SocketTicket

SPENT_KEPT = timedelta(days=1)


def purge(*, now: datetime, periods: Periods, dry_run: bool = False, told: Progress = silent) -> Counts:
    """Delete browser sessions that expired, socket tickets a day after they did, and what people who left signed in
    with. The people's rows stay: everything they did names them."""
    steps = (
        Step(Session.objects.filter(expire_date__lte=now), "expire_date"),
        Step(SocketTicket.objects.filter(expires_at__lte=now - SPENT_KEPT), "expires_at"),
        Step(Authenticator.objects.filter(user__is_active=False), "created_at"),
    )
    return purge_steps("retention:staff", steps, now=now, dry_run=dry_run, told=told)
