"""Writing one answer, with its audit row. The services that decide what is answered call it inside their transaction."""

from collections.abc import Mapping
from datetime import datetime

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.desk.models.tickets import Answer, Kind, Ticket
from yorisoi_service.staff.models import StaffMember


def answer(
    ticket: Ticket,
    kind: Kind,
    value: str,
    *,
    by: StaffMember,
    now: datetime,
    note: str = "",
    facts: Mapping[str, Fact] | None = None,
) -> Answer:
    """Add one answer about the ticket's present caller and line. The note is not audited: it may hold names."""
    row = Answer.objects.create(
        ticket=ticket,
        kind=kind,
        value=str(value),
        note=note,
        subscriber_id=ticket.subscriber_id,
        line_id=ticket.line_id,
        by=by,
        at=now,
    )
    record(
        event="ticket.answered",
        by=by.actor,
        about=ticket.topic,
        facts={"kind": str(kind), "value": str(value), "line": ticket.line_id, **(facts or {})},
        now=now,
    )
    return row
