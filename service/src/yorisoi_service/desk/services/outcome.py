"""How a ticket ended. It finishes the ticket; its sessions close by their own receipts."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadAnswer
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import scope
from yorisoi_service.desk.rules.outcome import Outcome, missing
from yorisoi_service.desk.rules.triage import Code
from yorisoi_service.desk.services.tickets import held
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.rules.session import RUNNING
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.words import one_line, paragraph

LONGEST_NOTE = 2_000


@transaction.atomic
def set_outcome(
    *,
    ticket: Ticket,
    outcome: str,
    note: str = "",
    referred_to: str = "",
    referred_contact: str = "",
    referral: Referral | None = None,
    by: StaffMember,
    now: datetime,
) -> Ticket:
    """Finish a ticket with one of the four outcomes (R12). A referral names where to, and how to reach them: a place of
    the directory, whose words are copied, or what is typed.

    Refused while a session of the ticket runs. Never a reason to bill or not to bill. The note on a request that may
    break the law is dropped (R35).
    """
    ticket = held(ticket, by)
    try:
        chosen = Outcome(outcome)
    except ValueError:
        raise BadAnswer(_("Choose one of the outcomes.")) from None
    if referral is not None and not referred_to.strip() and not referred_contact.strip():
        referred_to, referred_contact = referral.name, referral.contact
    if missing(chosen, referred_to=referred_to, referred_contact=referred_contact):
        raise BadAnswer(_("Say whom the subscriber was referred to, and how to reach them."))
    if len(note) > LONGEST_NOTE:
        raise BadAnswer(_("Write the note in at most 2,000 characters."))
    if any(session.state in RUNNING for session in remote.sessions_of_ticket(ticket.pk)):
        raise BadAnswer(_("A session of this ticket is still running. End it first."))
    decided = scope.newest(ticket)
    if decided is not None and decided.code == Code.ILLEGAL:
        note = ""  # nothing of its content is kept (R35)
    ticket.outcome, ticket.outcome_note = str(chosen), paragraph(note)
    ticket.referred_to, ticket.referred_contact = one_line(referred_to), one_line(referred_contact)
    ticket.finished_at, ticket.finished_by = now, by
    try:
        ticket.clean_fields(exclude=["asked"])
    except ValidationError as refused:
        raise BadAnswer(" ".join(refused.messages)) from None
    ticket.save()
    record(event="ticket.finished", by=by.actor, about=ticket.topic, facts={"outcome": str(chosen)}, now=now)
    return ticket
