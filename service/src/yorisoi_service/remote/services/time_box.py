"""The time a session may take: continued once or more by a person with a reason, never by itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from yorisoi_protocol.vocabulary import Refusal

from yorisoi_service.audit.services import record
from yorisoi_service.remote import locks
from yorisoi_service.remote.models import Extension, Session
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import RUNNING
from yorisoi_service.remote.services.endings import tell
from yorisoi_service.staff.models import StaffMember


@dataclass(frozen=True)
class Extended:
    """The session may now last until `until`."""

    session: str
    until: datetime


@transaction.atomic
def move_deadline(*, session: str, until: datetime, reason: str, by: StaffMember, now: datetime) -> Extended | Refused:
    """Let a running session and who joined it last until `until`, which must be later than before.

    How late that may be, and whether this person may, is asked by `desk.services.admission.extend`. The words of the
    reason stay in the row; the audit trail holds who, when and how long.
    """
    row = Session.objects.select_for_update().filter(pk=session, state__in=RUNNING).first()
    if row is None or row.deadline_at is None or not row.is_main:
        return Refused(Refusal.NO_SUCH_SESSION)
    if until <= row.deadline_at or now >= row.deadline_at:
        return Refused(Refusal.OUT_OF_ORDER)
    moved = [row, *(joined for joined in locks.joined_to([row]) if joined.state in RUNNING)]
    before = row.deadline_at
    for each in moved:
        each.deadline_at = until
        each.save(update_fields=["deadline_at"])
    Extension.objects.create(session=row, by=by, at=now, until_before=before, until=until, reason=reason)
    record(
        event="session.extended",
        by=by.actor,
        about=row.topic,
        facts={"seconds": int((until - before).total_seconds())},
        now=now,
    )
    for each in moved:
        tell(each)
    return Extended(row.pk, until)
