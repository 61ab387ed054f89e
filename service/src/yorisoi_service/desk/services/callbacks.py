"""Calling subscribers back: at their request, under a number that is registered for them, and no other (D1)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service import clock
from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadCallBack, CallGone
from yorisoi_service.desk.models.calls import Call, CallBack, Closing, Registered
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries.hours import standing
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.desk.services import answers
from yorisoi_service.desk.services.tickets import open_ticket, take_ticket
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Subscriber

FURTHEST = timedelta(days=14)
AGAIN_AFTER = timedelta(minutes=30)  # nobody was reached: not at once again


@transaction.atomic
def ask(
    *,
    subscriber: Subscriber,
    registered: str,
    wanted_from: datetime | None,
    by: StaffMember | None,
    policy: DeskPolicy,
    now: datetime,
    ticket: Ticket | None = None,
    call: Call | None = None,
) -> CallBack:
    """Note that a subscriber wants to be called back, not before `wanted_from` (None: as soon as the desk is open).

    `by` is None when the subscriber asks on their own page. Refused with BadCallBack: a number that is not registered,
    a moment that is past, outside opening hours or more than 14 days away, and a second open request.
    """
    if by is not None:
        require(by, Deed.WORK_TICKETS)
    subscriber.refresh_from_db(fields=["phone", "mobile"])
    request = CallBack(
        subscriber=subscriber, registered=registered, ticket=ticket, call=call, asked_by=by, asked_at=now
    )
    if registered not in Registered.values or not request.number:
        raise BadCallBack(_("Choose one of the registered telephone numbers. No other one is called back."))
    request.wanted_from = _moment(wanted_from, policy=policy, now=now)
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        raise BadCallBack(_("A call back is asked for already. Withdraw it first to choose another time.")) from None
    facts: dict[str, Fact] = {"registered": str(registered), "ticket": request.ticket_id, "call": request.call_id}
    record(event="call_back.asked", by=_actor(by), about=request.topic, facts=facts, now=now)
    return request


@transaction.atomic
def take_up(*, call_back: CallBack, by: StaffMember, now: datetime) -> CallBack:
    """Telephone now: for fifteen minutes nobody else does. Raises CallGone when somebody else telephones already."""
    require(by, Deed.CHECK_IDENTITY)
    row = _open(call_back)
    if not row.number:
        raise BadCallBack(_("This number is registered no more. Withdraw the request and ask for another number."))
    if row.wanted_from > now:
        raise BadCallBack(_("The subscriber asked to be called later."))
    if row.taken_by_id != by.pk and row.is_taken(now):
        raise CallGone(_("Somebody else is calling this subscriber just now."))
    row.taken_by, row.taken_at = by, now
    row.save(update_fields=["taken_by", "taken_at"])
    record(event="call_back.taken", by=by.actor, about=row.topic, now=now)
    return row


@transaction.atomic
def done(*, call_back: CallBack, by: StaffMember, now: datetime) -> Ticket:
    """The subscriber was reached by who took the request up: gives the ticket to go on with, on which the call back stands for the identity check.

    It is the ticket the request came from, if this person can work on it; otherwise a new one.
    """
    require(by, Deed.CHECK_IDENTITY)
    row = _mine(call_back, by)
    if not row.number:
        raise BadCallBack(_("This number is registered no more. Withdraw the request and ask for another number."))
    row.ticket = _ticket(row, by=by, now=now)
    _close(row, Closing.REACHED, by=by, now=now)
    answers.reached(ticket=row.ticket, number=row.registered, by=by, now=now)
    return row.ticket


@transaction.atomic
def not_reached(*, call_back: CallBack, by: StaffMember, policy: DeskPolicy, now: datetime) -> CallBack:
    """Nobody answered who took the request up, or not the subscriber. It is due again after half an hour, when the desk is open then."""
    require(by, Deed.CHECK_IDENTITY)
    row = _mine(call_back, by)
    row.tries, row.tried_at, row.taken_by, row.taken_at = row.tries + 1, now, None, None
    again = standing(policy, now=now).hours.next_open(clock.local(now + AGAIN_AFTER))
    row.wanted_from = again or now + AGAIN_AFTER
    row.save(update_fields=["tries", "tried_at", "taken_by", "taken_at", "wanted_from"])
    record(event="call_back.not_reached", by=by.actor, about=row.topic, facts={"tries": row.tries}, now=now)
    return row


@transaction.atomic
def withdraw(*, call_back: CallBack, by: StaffMember | None, now: datetime) -> CallBack:
    """The subscriber wants no call any more. `by` is None on the subscriber's own page."""
    if by is not None:
        require(by, Deed.WORK_TICKETS)
    row = _open(call_back)
    _close(row, Closing.WITHDRAWN, by=by, now=now)
    return row


@transaction.atomic
def give_up(*, call_back: CallBack, by: StaffMember, now: datetime) -> CallBack:
    """Nobody is reached however often one tries. Only after a try, and not while somebody else telephones."""
    require(by, Deed.CHECK_IDENTITY)
    row = _open(call_back)
    if row.taken_by_id != by.pk and row.is_taken(now):
        raise CallGone(_("Somebody else is calling this subscriber just now."))
    if row.tries == 0:
        raise BadCallBack(_("Try to call at least once."))
    _close(row, Closing.GIVEN_UP, by=by, now=now)
    return row


def _moment(wanted_from: datetime | None, *, policy: DeskPolicy, now: datetime) -> datetime:
    hours = standing(policy, now=now).hours
    if wanted_from is None or wanted_from <= now:
        if wanted_from is not None and now - wanted_from > timedelta(minutes=5):
            raise BadCallBack(_("This moment is past. Choose a later one."))
        wanted_from = hours.next_open(clock.local(now))
    if wanted_from is None or wanted_from - now > FURTHEST:
        raise BadCallBack(_("Choose a moment within the next 14 days."))
    if not hours.is_open(clock.local(wanted_from)):
        raise BadCallBack(_("The desk is closed then. Choose a moment within the opening hours."))
    return wanted_from


def _ticket(row: CallBack, *, by: StaffMember, now: datetime) -> Ticket:
    ticket = row.ticket
    if ticket is not None and ticket.finished_at is None and ticket.subscriber_id == row.subscriber_id:
        if ticket.holder_id == by.pk:
            return ticket
        if ticket.holder_id is None:
            return take_ticket(ticket=ticket, by=by, now=now)
    return open_ticket(channel=row.registered, asked="", subscriber=row.subscriber, by=by, now=now)


def _open(call_back: CallBack) -> CallBack:
    row = CallBack.objects.select_for_update().get(pk=call_back.pk)
    if row.done_at is not None:
        raise BadCallBack(_("This request is settled already."))
    return row


def _mine(call_back: CallBack, by: StaffMember) -> CallBack:
    """Open, and taken up by this person, who therefore telephoned."""
    row = _open(call_back)
    if row.taken_by_id is None:
        raise BadCallBack(
            _("Nobody telephones just now. Take the request up first; what was noted before stays noted.")
        )
    if row.taken_by_id != by.pk:
        raise CallGone(_("Somebody else is calling this subscriber just now."))
    return row


def _close(row: CallBack, closing: str, *, by: StaffMember | None, now: datetime) -> None:
    row.closing, row.done_at, row.done_by = closing, now, by
    row.save(update_fields=["closing", "done_at", "done_by", "ticket"])
    record(event=f"call_back.{closing}", by=_actor(by), about=row.topic, facts={"ticket": row.ticket_id}, now=now)


def _actor(by: StaffMember | None) -> str:
    return "subscriber" if by is None else by.actor
