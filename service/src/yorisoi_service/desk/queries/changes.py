"""What was changed on a ticket, and by whom."""

from yorisoi_service.desk.models.changes import Change
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.staff.models import StaffMember

MOST_NAMED = 5


def by_others(ticket: Ticket, *, since: int, by: StaffMember) -> list[Change]:
    """The newest changes after version `since` that somebody else made, the last one first."""
    rows = Change.objects.filter(ticket=ticket, version__gt=since).exclude(by=by)
    return list(rows.select_related("by").order_by("-version")[:MOST_NAMED])
