"""What was changed on a ticket, and by whom."""

from collections.abc import Iterable

from yorisoi_service.desk.models.changes import Change
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.staff.models import StaffMember

MOST_NAMED = 5


def handed_over(tickets: Iterable[Ticket]) -> dict[int, Change]:
    """By whom each of these tickets was given to who holds it now, as long as nothing was done on it since."""
    whole = {ticket.pk: ticket.version for ticket in tickets}
    rows = Change.objects.filter(ticket__in=whole, what="handed_over").select_related("by").order_by("version")
    return {row.ticket_id: row for row in rows if row.version == whole[row.ticket_id]}


def by_others(ticket: Ticket, *, since: int, by: StaffMember) -> list[Change]:
    """The newest changes after version `since` that somebody else made, the last one first."""
    rows = Change.objects.filter(ticket=ticket, version__gt=since).exclude(by=by)
    return list(rows.select_related("by").order_by("-version")[:MOST_NAMED])
