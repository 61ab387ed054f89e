"""Writing one answer, with its audit row, and making a ticket's next version. Services call both inside their transaction."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import ChangedMeanwhile
from yorisoi_service.desk.models.changes import Change
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
    next_version(ticket, kind, by=by, now=now)
    record(
        event="ticket.answered",
        by=by.actor,
        about=ticket.topic,
        facts={"kind": str(kind), "value": str(value), "line": ticket.line_id, **(facts or {})},
        now=now,
    )
    return row


def next_version(ticket: Ticket, what: str, *, by: StaffMember, now: datetime) -> None:
    """Make the ticket's next version and say whose step made it. Every step that writes on a ticket calls it.

    Raises ChangedMeanwhile when the row in hand is not the newest: then what follows from it may be wrong.
    """
    following = ticket.version + 1
    if Ticket.objects.filter(pk=ticket.pk, version=ticket.version).update(version=following) != 1:
        raise ChangedMeanwhile(_("Somebody else changed this ticket at the same moment. Look again, then go on."))
    ticket.version = following
    Change.objects.create(ticket=ticket, version=following, what=str(what), by=by, at=now)
