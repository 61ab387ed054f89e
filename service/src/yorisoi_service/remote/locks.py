"""The one order in which rows are locked, so that two steps at once wait for each other and never in a circle:

    ticket -> sessions that help, by key -> sessions that look along, by key -> nameplate -> head of the audit trail

Every step that changes more than one session takes them here first. Inside the caller's transaction.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from yorisoi_protocol.vocabulary import ViewerKind

from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.session import RUNNING, State


def in_order(rows: QuerySet[Session]) -> list[Session]:
    """These rows, locked in the order of all: "main" sorts after "joined"."""
    return list(rows.select_for_update().order_by("-kind", "pk"))


def joined_to(mains: Iterable[Session]) -> list[Session]:
    """Who looks along beside these sessions, or waits to; the sessions themselves are locked already.

    Asked only then: a pass made while they were waited for is there to be seen.
    """
    return in_order(Session.objects.filter(beside__in=[main.pk for main in mains], state__in=(State.OFFERED, *RUNNING)))


def running_of_ticket(ticket: int) -> list[Session]:
    """The sessions that run on a ticket, locked with everybody who looks along; the ticket is locked already."""
    mains = in_order(Session.objects.filter(ticket=ticket, kind=ViewerKind.MAIN, state__in=RUNNING))
    joined_to(mains)
    return mains
