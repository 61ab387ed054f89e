"""Handing a ticket with its running session to a colleague: the session ends, and the new holder needs a pass of their own."""

from datetime import datetime

from django.db import transaction
from yorisoi_protocol.vocabulary import Ending

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import tickets
from yorisoi_service.remote import locks
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services.endings import end_session
from yorisoi_service.staff.models import StaffMember


@transaction.atomic
def hand_over(*, ticket: Ticket, to: StaffMember, by: StaffMember, now: datetime) -> Ticket:
    """Give a ticket to a colleague: by who holds it, or by a desk lead. Raises what `tickets.hand_over` raises.

    What runs on it ends as handed over, with everybody who looked along; the subscriber's window names who comes next.
    """
    # The rows first, the trail after them: see `remote.locks`.
    Ticket.objects.select_for_update().get(pk=ticket.pk)
    running = locks.running_of_ticket(ticket.pk)
    given = tickets.hand_over(ticket=ticket, to=to, by=by, now=now)
    for row in running:
        if row.communicator_id != to.pk:
            end_session(session=row.pk, reason=Ending.HANDED_OVER, side=Side.SERVICE, by=by, now=now, successor=to)
    return given
