"""One step of somebody who looks at a ticket's page: done only if nobody else changed the ticket after it was read.

page (version 4) -> form (seen 4) -> turn -> the step's own service -> version 5
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from yorisoi_service import clock
from yorisoi_service.desk.errors import ChangedMeanwhile
from yorisoi_service.desk.models.changes import Change
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries.changes import by_others
from yorisoi_service.desk.words import CHANGES
from yorisoi_service.staff.models import StaffMember

Outcome = TypeVar("Outcome")


@transaction.atomic
def turn(*, ticket: Ticket, seen: int | None, by: StaffMember, do: Callable[[Ticket, StaffMember], Outcome]) -> Outcome:
    """Do one step on the ticket, which stays locked meanwhile. `seen` is the version its page showed.

    Raises ChangedMeanwhile, naming who changed what, when somebody else changed it since; nothing is done then. What this
    same person changed in another window stops nothing. None: the step does not lean on what was read.
    """
    if seen is not None:
        current = Ticket.objects.select_for_update().get(pk=ticket.pk)
        others = [] if current.version == seen else by_others(ticket, since=seen, by=by)
        if others:
            raise ChangedMeanwhile(_sentence(others))
    return do(ticket, by)


def _sentence(changes: list[Change]) -> str:
    told = " / ".join(
        _("%(name)s: %(what)s (%(at)s)")
        % {"name": one.by.display_name, "what": CHANGES.get(one.what, one.what), "at": _time(one.at)}
        for one in reversed(changes)
    )
    return _("Changed meanwhile by %(changes)s. Nothing of yours was saved; look at it, then send again.") % {
        "changes": told
    }


def _time(at: datetime) -> str:
    return clock.local(at).strftime("%H:%M")
