"""What a telephone system tells about a call, and what the desk does with one. Each event may be told again, or late.

Nothing here checks who calls: a number that belongs to somebody fills in whom the ticket is probably about, no more.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadCall, CallGone
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.models.tickets import Channel, Ticket
from yorisoi_service.desk.rules.calls import LONGEST_ID, STALE, Event, State, Step, plain_number, step
from yorisoi_service.desk.services.tickets import open_ticket
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers import queries as subscribers

TELEPHONE = "telephone"  # who the audit trail names for what no person did


@transaction.atomic
def ring(*, call_id: str, number: str, channel: str, now: datetime) -> Call:
    """A telephone rings: `number` is the caller's (empty or no number at all: withheld), `channel` which was dialled.

    Told again, or after the end, it rings no second time; where an earlier event left caller and channel open, they
    are filled in, and a call answered meanwhile gets its ticket now.
    """
    if channel not in {str(known) for known in Channel}:
        raise BadCall(_("Choose which number was dialled: landline or mobile."))
    call, doing, is_new = _told(call_id, Event.NEW, now=now)
    is_news = doing.details and call.channel == ""
    if is_news:
        found = subscribers.by_phone(plain_number(number))
        call.number, call.channel, call.matches = plain_number(number), channel, len(found)
        call.subscriber = found[0] if len(found) == 1 else None
        if doing.ticket and call.answered_by is not None:
            call.ticket = _ticket(call, by=call.answered_by, now=now)
        call.save()
        record(
            event="call.rang",
            by=TELEPHONE,
            about=call.topic,
            facts={"channel": channel, "matches": call.matches, "state": call.state},
            now=now,
        )
    if is_new:
        give_up_stale(now=now)
    return call


@transaction.atomic
def answer(*, call_id: str, by: StaffMember, now: datetime) -> Call:
    """Somebody at the desk answered: their ticket is opened, with the caller if the number is exactly one subscriber's.

    The call's `ticket` is None as long as nobody told who calls whom (`ring` opens it then), and when the call was over
    already. Raises CallGone when somebody else answered it.
    """
    require(by, Deed.WORK_TICKETS)
    call, doing, _is_new = _told(call_id, Event.ANSWER, now=now)
    if call.answered_by_id is not None:
        if call.answered_by_id != by.pk:
            raise CallGone(_("Somebody else answered this call."))
        return call
    _answered(call, doing, by=by, now=now)
    return call


@transaction.atomic
def hang_up(*, call_id: str, now: datetime) -> Call:
    """The call is over. Nobody had answered: it is abandoned, and stands among the missed ones, as soon as it is known
    that it rang at all: the hang-up of a call nobody heard of is kept for its late `new` alone."""
    call, doing, _is_new = _told(call_id, Event.HANGUP, now=now)
    if call.hung_up_at is None:
        _over(call, doing.state, by=TELEPHONE, now=now)
    return call


@transaction.atomic
def take(*, call: Call, by: StaffMember, now: datetime) -> Ticket:
    """Take a ringing call at the desk, where no telephone system says who answered. Opens the ticket, as `answer` does.

    Raises CallGone when it rings no more; the same person taking it again gets the same ticket.
    """
    require(by, Deed.WORK_TICKETS)
    fresh = Call.objects.select_for_update().get(pk=call.pk)
    if fresh.ticket is not None and fresh.answered_by_id == by.pk:
        return fresh.ticket
    if fresh.state != State.RINGING:
        raise CallGone(_("This call rings no more: somebody else took it, or the caller hung up."))
    _answered(fresh, step(State.RINGING, Event.ANSWER), by=by, now=now)
    assert fresh.ticket is not None  # a ringing call has its channel
    return fresh.ticket


@transaction.atomic
def let_go(*, call: Call, by: StaffMember, now: datetime) -> Call:
    """The telephone rings no more, though no telephone system said so. It stands among the missed calls then."""
    require(by, Deed.WORK_TICKETS)
    fresh = Call.objects.select_for_update().get(pk=call.pk)
    if fresh.state == State.RINGING:
        _over(fresh, State.ABANDONED, by=by.actor, now=now)
    return fresh


@transaction.atomic
def settle(*, call: Call, by: StaffMember, now: datetime) -> Call:
    """A missed call that needs nothing more: it leaves the list. Telling it twice changes nothing."""
    require(by, Deed.WORK_TICKETS)
    fresh = Call.objects.select_for_update().get(pk=call.pk)
    if fresh.state == State.RINGING:
        raise BadCall(_("This call still rings. Take it, or wait until the caller hangs up."))
    if fresh.settled_at is None:
        fresh.settled_at, fresh.settled_by = now, by
        fresh.save(update_fields=["settled_at", "settled_by"])
        record(event="call.settled", by=by.actor, about=fresh.topic, now=now)
    return fresh


def give_up_stale(*, now: datetime) -> int:
    """Calls whose end was never told ring no more; a telephone system may lose an event. Says how many there were.

    The lists judge by the time alone; from here on the statistics count them, as callers who gave up then.
    """
    lost = Call.objects.filter(state=State.RINGING, rang_at__lt=now - STALE)
    if not lost.exists():  # asked every few seconds: nothing is written for nothing
        return 0
    return lost.update(state=State.ABANDONED, hung_up_at=F("rang_at") + STALE)


def _told(call_id: str, event: Event, *, now: datetime) -> tuple[Call, Step, bool]:
    """The call's row, locked, what the event does to it, and whether this is the first that was heard of it."""
    if not (call_id.isascii() and call_id.isprintable() and 0 < len(call_id) <= LONGEST_ID and " " not in call_id):
        raise BadCall(_("A call's id has 1 to 64 letters, digits and signs, without spaces."))
    first = step(None, event)
    call, is_new = Call.objects.select_for_update().get_or_create(
        call_id=call_id, defaults={"state": str(first.state), "rang_at": now}
    )
    return call, first if is_new else step(State(call.state), event), is_new


def _answered(call: Call, doing: Step, *, by: StaffMember, now: datetime) -> None:
    call.state, call.answered_by, call.answered_at = str(doing.state), by, now
    if doing.ticket and call.channel:
        call.ticket = _ticket(call, by=by, now=now)
    call.save()
    facts: dict[str, Fact] = {"state": call.state, "ticket": call.ticket_id}
    record(event="call.answered", by=by.actor, about=call.topic, facts=facts, now=now)


def _ticket(call: Call, *, by: StaffMember, now: datetime) -> Ticket:
    return open_ticket(channel=call.channel, asked="", subscriber=call.subscriber, by=by, now=now)


def _over(call: Call, state: State, *, by: str, now: datetime) -> None:
    call.state, call.hung_up_at = str(state), now
    call.save(update_fields=["state", "hung_up_at"])
    record(event="call.over", by=by, about=call.topic, facts={"state": call.state}, now=now)
