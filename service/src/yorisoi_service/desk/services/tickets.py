"""Opening a ticket, naming its caller, handing it over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadAnswer, NotYours, TicketFinished
from yorisoi_service.desk.models.tickets import Channel, Ticket
from yorisoi_service.desk.queries import scope
from yorisoi_service.desk.rules.triage import Code
from yorisoi_service.desk.services.writing import next_version
from yorisoi_service.remote import queries as remote
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import paragraph
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Line, Subscriber

LONGEST_ASKED = 2_000


@transaction.atomic
def open_ticket(
    *,
    channel: str,
    asked: str,
    subscriber: Subscriber | None = None,
    line: Line | None = None,
    by: StaffMember,
    now: datetime,
) -> Ticket:
    """Open a ticket and hold it. With exactly one line, a known subscriber brings it along."""
    require(by, Deed.WORK_TICKETS)
    if channel not in {str(known) for known in Channel}:
        raise BadAnswer(_("Choose which number was dialled: landline or mobile."))
    if len(asked) > LONGEST_ASKED:
        raise BadAnswer(_("Write the problem in at most 2,000 characters."))
    ticket = Ticket(channel=channel, asked=paragraph(asked), holder=by, opened_by=by, opened_at=now)
    _about(ticket, subscriber, line)
    ticket.save()
    record(event="ticket.opened", by=by.actor, about=ticket.topic, facts={"channel": channel, **_whom(ticket)}, now=now)
    return ticket


@transaction.atomic
def set_caller(*, ticket: Ticket, subscriber: Subscriber, line: Line | None, by: StaffMember, now: datetime) -> Ticket:
    """Say whose ticket it is. Answers given for another caller or line stop counting.

    Refused while a session runs, if it would be another caller or line: the session was allowed for the present one.
    """
    ticket = held(ticket, by)
    before = (ticket.subscriber_id, ticket.line_id)
    _about(ticket, subscriber, line)
    if before != (ticket.subscriber_id, ticket.line_id) and remote.running_of_ticket(ticket.pk):
        raise BadAnswer(_("A session of this ticket is still running. End it first."))
    ticket.save(update_fields=["subscriber", "line"])
    next_version(ticket, "whom", by=by, now=now)
    record(event="ticket.caller", by=by.actor, about=ticket.topic, facts=_whom(ticket), now=now)
    return ticket


@transaction.atomic
def set_asked(*, ticket: Ticket, asked: str, channel: str = "", by: StaffMember, now: datetime) -> Ticket:
    """Write the problem in the caller's words, and with `channel` which number was dialled: a ticket opened by one key
    knows neither. Nothing of a request that may break the law is kept (R35)."""
    ticket = held(ticket, by)
    if channel and channel not in {str(known) for known in Channel}:
        raise BadAnswer(_("Choose which number was dialled: landline or mobile."))
    channel = channel or ticket.channel
    words = paragraph(asked)
    if len(words) > LONGEST_ASKED:
        raise BadAnswer(_("Write the problem in at most 2,000 characters."))
    decided = scope.newest(ticket)
    if decided is not None and decided.code == Code.ILLEGAL:
        words = ""
    if (words, channel) != (ticket.asked, ticket.channel):
        ticket.asked, ticket.channel = words, channel
        ticket.save(update_fields=["asked", "channel"])
        next_version(ticket, "asked", by=by, now=now)
        record(event="ticket.asked", by=by.actor, about=ticket.topic, facts={"channel": channel}, now=now)
    return ticket


@transaction.atomic
def take_ticket(*, ticket: Ticket, by: StaffMember, now: datetime) -> Ticket:
    """Take a ticket nobody holds."""
    require(by, Deed.WORK_TICKETS)
    taken = Ticket.objects.filter(pk=ticket.pk, holder=None, finished_at=None).update(holder=by)
    if taken != 1:
        raise NotYours(_("Somebody else took this ticket. Choose another one."))
    ticket.refresh_from_db()
    next_version(ticket, "taken", by=by, now=now)
    record(event="ticket.taken", by=by.actor, about=ticket.topic, now=now)
    return ticket


@transaction.atomic
def hand_over(*, ticket: Ticket, to: StaffMember, by: StaffMember, now: datetime) -> Ticket:
    """Give a ticket to a colleague: who holds it may, and a desk lead. Ends no session: `handover.hand_over` does both."""
    require(to, Deed.WORK_TICKETS)
    ticket = held(ticket, by)
    if to.pk == ticket.holder_id or not to.is_active:
        raise BadAnswer(_("Choose one of your colleagues."))
    ticket.holder = to
    ticket.save(update_fields=["holder"])
    next_version(ticket, "handed_over", by=by, now=now)
    record(event="ticket.handed_over", by=by.actor, about=ticket.topic, facts={"to": to.number}, now=now)
    return ticket


def held(ticket: Ticket, by: StaffMember) -> Ticket:
    """The locked, unfinished ticket, if this person may work on it: its holder, or a desk lead."""
    require(by, Deed.WORK_TICKETS)
    ticket = _unfinished(ticket)
    if ticket.holder_id != by.pk and not by.may(Deed.HAND_OVER):
        raise NotYours(_("Somebody else holds this ticket. Ask a desk lead to hand it over."))
    return ticket


def _unfinished(ticket: Ticket) -> Ticket:
    fresh = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if fresh.finished_at is not None:
        raise TicketFinished(_("This ticket is finished. Open a new one for a further request."))
    return fresh


def _about(ticket: Ticket, subscriber: Subscriber | None, line: Line | None) -> None:
    if subscriber is not None and line is None:
        standing = list(
            subscriber.lines.filter(closed_on=None)[:2]
        )  # a line that was moved is closed; the new one counts
        line = standing[0] if len(standing) == 1 else None
    if line is not None and (subscriber is None or line.subscriber_id != subscriber.pk):
        raise BadAnswer(_("This line belongs to another subscriber. Choose one of the caller's lines."))
    ticket.subscriber, ticket.line = subscriber, line


def _whom(ticket: Ticket) -> dict[str, Fact]:
    return {"subscriber": ticket.subscriber_id, "line": ticket.line_id}
