"""Reading session rows: for the desk, the live list and the sockets."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import QuerySet

from yorisoi_service.clock import BUSINESS_ZONE
from yorisoi_service.remote.models import Entry, Session
from yorisoi_service.remote.rules.networks import LineCheck, Policy
from yorisoi_service.remote.rules.session import RUNNING, State


def find(session: str) -> Session | None:
    """The row with its line and people, or None."""
    return _whole().filter(pk=session).first()


def state_of(session: str) -> State | None:
    """Where the row stands now; None when there is no such session."""
    found = Session.objects.filter(pk=session).values_list("state", flat=True).first()
    return None if found is None else State(found)


def newest_under(nameplate: str) -> Session | None:
    """The newest session a nameplate was given to, whatever became of it; None when it was never given."""
    return Session.objects.filter(nameplate=nameplate).order_by("-offered_at", "-pk").first()


def line_check_of(session: Session) -> LineCheck:
    """What was found out about the network when the pass was offered."""
    return LineCheck(Policy(session.network_policy), session.network)


def live_sessions() -> list[Session]:
    """Sessions that run now, the longest first (D12)."""
    return list(_whole().filter(state__in=RUNNING).order_by("claimed_at"))


def not_closed() -> list[Session]:
    """Claimed sessions that ended without a receipt or an explanation, the oldest first."""
    return list(_whole().filter(state=State.ENDED, claimed_at__isnull=False).order_by("ended_at"))


def sessions_of_ticket(ticket: int) -> list[Session]:
    """Every session held on a ticket, the first one first."""
    return list(_whole().filter(ticket=ticket).order_by("claimed_at"))


def sessions_held(lines: Sequence[int], *, since: date | None = None) -> int:
    """How many sessions really took place on these lines, from that day in Japan on; a count and nothing else."""
    held = Session.objects.filter(line_id__in=lines, live_at__isnull=False)
    if since is not None:
        held = held.filter(live_at__gte=datetime.combine(since, time.min, BUSINESS_ZONE))
    return held.count()


def entries_of(session: str) -> list[Entry]:
    """The verified entries of the subscriber's own log, in order."""
    return list(Entry.objects.filter(session_id=session).order_by("n"))


def _whole() -> QuerySet[Session]:
    return Session.objects.select_related("line", "communicator", "explained_by")
