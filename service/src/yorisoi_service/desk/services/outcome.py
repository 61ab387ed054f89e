"""How a ticket ended. It finishes the ticket; its sessions close by their own receipts; whichever comes second issues the
letter about both."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadAnswer
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import LONGEST, LetterState, VisitNote
from yorisoi_service.desk.queries import scope
from yorisoi_service.desk.rules.outcome import Outcome, missing
from yorisoi_service.desk.rules.triage import Code
from yorisoi_service.desk.services import visit_letter
from yorisoi_service.desk.services.tickets import held
from yorisoi_service.desk.services.writing import next_version
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.rules.session import RUNNING
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.words import one_line, paragraph

LONGEST_NOTE = 2_000
WRITTEN = {"outcome", "outcome_note", "referred_to", "referred_contact"}
ASKED_FOR = {
    "done": _("Say what was done: the subscriber reads it in the letter."),
    "not_done": _("Say what was not done, and why: the subscriber reads it in the letter."),
    "referred_to": _("Say whom the subscriber was referred to, and how to reach them."),
    "referred_contact": _("Say whom the subscriber was referred to, and how to reach them."),
}


@transaction.atomic
def set_outcome(
    *,
    ticket: Ticket,
    outcome: str,
    note: str = "",
    done: str = "",
    changed: str = "",
    not_done: str = "",
    next_step: str = "",
    referred_to: str = "",
    referred_contact: str = "",
    referral: Referral | None = None,
    by: StaffMember,
    now: datetime,
) -> Ticket:
    """Finish a ticket with one of the four outcomes (R12), and with what each asks for (`rules.outcome.NEEDS`). A referral
    names where to, and how to reach them: a place of the directory, whose words are copied, or what is typed.

    Refused while a session of the ticket runs. Never a reason to bill or not to bill. `note` is the desk's own, the four
    texts stand in the letter, which is issued here if no session is left to be closed. On a request that may break the
    law nothing of all that is asked for or kept (R35).
    """
    ticket = held(ticket, by)
    try:
        chosen = Outcome(outcome)
    except ValueError:
        raise BadAnswer(_("Choose one of the outcomes.")) from None
    if referral is not None and not referred_to.strip() and not referred_contact.strip():
        referred_to, referred_contact = referral.name, referral.contact
    texts = {"done": done, "changed": changed, "not_done": not_done, "next_step": next_step}
    decided = scope.newest(ticket)
    if decided is not None and decided.code == Code.ILLEGAL:
        texts, note, referred_to, referred_contact = dict.fromkeys(texts, ""), "", "", ""
    else:
        given = texts | {"referred_to": referred_to, "referred_contact": referred_contact}
        for name in missing(chosen, given):
            raise BadAnswer(ASKED_FOR[name])
    texts = {name: paragraph(text) for name, text in texts.items()}
    if len(note) > LONGEST_NOTE:
        raise BadAnswer(_("Write the note in at most 2,000 characters."))
    if any(len(text) > LONGEST for text in texts.values()):
        raise BadAnswer(_("Write each of the texts for the letter in at most 2,000 characters."))
    if any(session.state in RUNNING for session in remote.sessions_of_ticket(ticket.pk)):
        raise BadAnswer(_("A session of this ticket is still running. End it first."))
    ticket.outcome, ticket.outcome_note = str(chosen), paragraph(note)
    ticket.referred_to, ticket.referred_contact = one_line(referred_to), one_line(referred_contact)
    ticket.finished_at, ticket.finished_by = now, by
    try:
        ticket.clean_fields(exclude={field.name for field in Ticket._meta.fields} - WRITTEN)
    except ValidationError as refused:
        raise BadAnswer(" ".join(refused.messages)) from None
    ticket.save()
    next_version(ticket, "outcome", by=by, now=now)
    state = LetterState.WAITING if visit_letter.wants_letter(ticket) else LetterState.NONE
    kept: dict[str, object] = {**texts, "draft": {}, "drafted_at": None, "state": str(state)}
    VisitNote.objects.update_or_create(ticket=ticket, defaults=kept)
    record(event="ticket.finished", by=by.actor, about=ticket.topic, facts={"outcome": str(chosen)}, now=now)
    visit_letter.issue_if_due(ticket=ticket, now=now, by=by)
    return ticket
