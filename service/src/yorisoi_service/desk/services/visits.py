"""The finishing form before it is sent: kept as it stands, so that nothing typed is lost while the call goes on."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yorisoi_service.desk.errors import ChangedMeanwhile
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import LONGEST, VisitNote
from yorisoi_service.desk.queries import scope
from yorisoi_service.desk.queries.visits import WRITER, draft_mark
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
def keep_draft(
    *, ticket: Ticket, fields: Mapping[str, str], by: StaffMember, now: datetime, seen: str = ""
) -> VisitNote | None:
    """Keep the form as typed, for whoever holds the ticket next too; None where nothing of it may be kept (R35).

    Not a step on the ticket: no audit row, nobody is woken. What is too long is cut here and refused at the end.
    `seen` is the `draft_mark` the form was read with. Raises ChangedMeanwhile, and keeps what stands, when somebody else
    kept a draft since; what this same person kept in another window stops nothing.
    """
    ticket = held(ticket, by)
    decided = scope.newest(ticket)
    if decided is not None and decided.code == Code.ILLEGAL:
        VisitNote.objects.filter(ticket=ticket).update(draft={})
        return None
    _not_over_anothers(ticket, seen, by)
    draft = {name: paragraph(fields.get(name, "")[: 2 * LONGEST]) for name in FIELDS}
    draft[WRITER] = by.number
    note, _is_new = VisitNote.objects.update_or_create(ticket=ticket, defaults={"draft": draft, "drafted_at": now})
    return note


def _not_over_anothers(ticket: Ticket, seen: str, by: StaffMember) -> None:
    note = VisitNote.objects.filter(ticket=ticket).first()
    writer = note.draft.get(WRITER, "") if note is not None else ""
    if writer in ("", by.number) or draft_mark(note) == seen:
        return
    name = StaffMember.objects.filter(number=writer).values_list("display_name", flat=True).first()
    raise ChangedMeanwhile(
        _(
            "%(name)s wrote in the outcome meanwhile; nothing was saved over it. Send the form: then both texts stand"
            " in it together. Look at them, and send it again."
        )
        % {"name": name or writer}
    )
