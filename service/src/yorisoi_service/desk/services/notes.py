"""Writing notes on a ticket: saved while they are typed, kept when their writer says so."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadAnswer, ChangedMeanwhile
from yorisoi_service.desk.models.notes import Note
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import notes, scope
from yorisoi_service.desk.rules.triage import Code
from yorisoi_service.desk.services.tickets import held
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.words import paragraph

LONGEST_NOTE = 2_000


@transaction.atomic
def save_note(*, ticket: Ticket, text: str, seen: int, by: StaffMember, now: datetime) -> Note:
    """Save what this person is writing. `seen` is the saving their window knows, 0 before the first.

    Raises ChangedMeanwhile when another window of theirs saved since: nothing is overwritten unseen.
    """
    note = _written(ticket, text, seen, by=by, now=now)
    note.save()
    return note


@transaction.atomic
def keep_note(*, ticket: Ticket, text: str, seen: int, by: StaffMember, now: datetime) -> Note:
    """The note is whole: it stays as it is from now on. The trail says that there is one, not what it says."""
    note = _written(ticket, text, seen, by=by, now=now)
    if not note.text:
        raise BadAnswer(_("Write something first."))
    note.kept_at = now
    note.save()
    record(event="ticket.noted", by=by.actor, about=ticket.topic, facts={"note": note.pk}, now=now)
    return note


def _written(ticket: Ticket, text: str, seen: int, *, by: StaffMember, now: datetime) -> Note:
    ticket = held(ticket, by)
    words = paragraph(text)
    if len(words) > LONGEST_NOTE:
        raise BadAnswer(_("Write the note in at most 2,000 characters."))
    decided = scope.newest(ticket)
    if words and decided is not None and decided.code == Code.ILLEGAL:
        raise BadAnswer(_("Nothing is written down about a request that may break the law."))
    note = notes.being_written(ticket, by) or Note(ticket=ticket, by=by)
    if note.version != seen:
        raise ChangedMeanwhile(_("You wrote on this note in another window. Look again, then go on."))
    note.text, note.at, note.version = words, now, note.version + 1
    return note
