"""One key for whoever picks up the telephone, pressed once or twice."""

from datetime import datetime, timedelta

from django.db import transaction

from yorisoi_service.desk.errors import CallGone
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.models.tickets import Channel, Ticket
from yorisoi_service.desk.queries import calls as heard
from yorisoi_service.desk.services import calls, tickets
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require

SAME_PRESS = timedelta(seconds=5)


@transaction.atomic
def begin(*, by: StaffMember, now: datetime) -> Ticket:
    """Take the call that rings longest, or open a ticket where none is told.

    Within five seconds the same person is led to the ticket this key gave them before, as long as nothing was done on it:
    a key pressed twice takes no second caller, who would be answered by nobody.
    """
    require(by, Deed.WORK_TICKETS)
    StaffMember.objects.select_for_update().get(pk=by.pk)  # two presses at once come one after the other
    before = _just_begun(by, now)
    if before is not None:
        return before
    for call in heard.waiting(now=now):
        try:
            return calls.take(call=call, by=by, now=now)
        except CallGone:
            continue
    return tickets.open_ticket(channel=Channel.LANDLINE, asked="", by=by, now=now)


def _just_begun(by: StaffMember, now: datetime) -> Ticket | None:
    untouched = Ticket.objects.filter(
        holder=by,
        opened_by=by,
        opened_at__gt=now - SAME_PRESS,
        opened_at__lte=now,
        finished_at=None,
        version=0,
        asked="",
    )
    taken = Call.objects.filter(answered_by=by, ticket__in=untouched).values("ticket")
    return (untouched.filter(subscriber=None) | untouched.filter(pk__in=taken)).order_by("-pk").first()
