"""Who waits, as the desk's first page shows it: telephones that ring, calls back that are due, calls that were missed.

`console/queue.html` shows it; it holds no field to type in, so that it can be renewed at any moment.
"""

from datetime import datetime, timedelta

from yorisoi_service.desk.models.calls import Call, CallBack
from yorisoi_service.desk.queries import callbacks, calls
from yorisoi_service.front.console.words import CHANNELS, REGISTERED
from yorisoi_service.staff.models import StaffMember

MISSED_SINCE = timedelta(days=3)  # a weekend's missed calls are still seen on Monday


def queue(by: StaffMember, *, now: datetime) -> dict[str, object]:
    """What `console/queue.html` needs. Five queries, however many wait; at most fifty rows of each kind."""
    return {
        "ringing": [(call, CHANNELS.get(call.channel, "")) for call in calls.waiting(now=now)],
        "speaking": calls.answered_by(by),
        "due": [call_back_shown(each, now=now) for each in callbacks.due(now=now)],
        "coming": [call_back_shown(each, now=now) for each in callbacks.coming(now=now)],
        "missed": [(call, CHANNELS.get(call.channel, "")) for call in missed(now)],
    }


def missed(now: datetime) -> list[Call]:
    """The missed calls that still ask for something."""
    return calls.missed(since=now - MISSED_SINCE, now=now)


def call_back_shown(row: CallBack, *, now: datetime) -> dict[str, object]:
    """One request, with the word for its number and who telephones just now."""
    return {"row": row, "kind": REGISTERED[row.registered], "is_taken": row.is_taken(now)}
