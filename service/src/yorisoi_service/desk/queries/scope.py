"""What was decided about a ticket's request, and what waits for a desk lead."""

from django.db.models import OuterRef, Subquery

from yorisoi_service.desk.models.scope import Decided
from yorisoi_service.desk.models.tickets import Answer, Kind, Ticket
from yorisoi_service.desk.rules.triage import Decision


def newest(ticket: Ticket) -> Decided | None:
    """The decision that binds, with its grounds; None before the first, or when its scope answer has none."""
    last = ticket.answers.filter(kind=Kind.SCOPE).order_by("at", "pk").last()
    if last is None:
        return None
    return Decided.objects.select_related("answer__by", "item", "model").filter(answer=last).first()


def tickets_for_lead() -> list[Ticket]:
    """Unfinished tickets whose newest decision is left to a desk lead (R14), the oldest first."""
    last = Answer.objects.filter(ticket=OuterRef("pk"), kind=Kind.SCOPE).order_by("-at", "-pk")
    waiting = Ticket.objects.filter(finished_at=None).annotate(decision=Subquery(last.values("decided__decision")[:1]))
    found = waiting.filter(decision=Decision.DESK_LEAD).select_related("subscriber", "line", "holder")
    return list(found.order_by("opened_at"))
