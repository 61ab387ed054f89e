"""The finishing form before it is sent: kept as it stands, so that nothing typed is lost while the call goes on."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import LONGEST, VisitNote
from yorisoi_service.desk.queries import scope
from yorisoi_service.desk.rules.triage import Code
from yorisoi_service.desk.services.tickets import held
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.words import paragraph

FIELDS = (
    "outcome",
    "done",
    "changed",
    "not_done",
    "next_step",
    "referral",
    "referred_to",
    "referred_contact",
    "note",
)


@transaction.atomic
def keep_draft(*, ticket: Ticket, fields: Mapping[str, str], by: StaffMember, now: datetime) -> VisitNote | None:
    """Keep the form as typed, for whoever holds the ticket next too; None where nothing of it may be kept (R35).

    Not a step on the ticket: no audit row, nobody is woken. What is too long is cut here and refused at the end.
    """
    ticket = held(ticket, by)
    decided = scope.newest(ticket)
    if decided is not None and decided.code == Code.ILLEGAL:
        VisitNote.objects.filter(ticket=ticket).update(draft={})
        return None
    draft = {name: paragraph(fields.get(name, "")[: 2 * LONGEST]) for name in FIELDS}
    note, _made = VisitNote.objects.update_or_create(ticket=ticket, defaults={"draft": draft, "drafted_at": now})
    return note
