"""The time a session may take: continued once or more by a person with a reason, never by itself; cut by a shorter plan."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from yorisoi_protocol.limits import TIME_SOON_S
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


def forget_reasons(*, ticket: int) -> None:
    """Empty the words of every extension of this ticket's sessions: that, when and by whom it was continued stays."""
    Extension.objects.filter(session__ticket=ticket).update(reason="")


@transaction.atomic
def shorten(*, session: Session, box_s: int, by: StaffMember, now: datetime) -> None:
    """A shorter time is planned now for a running session, in seconds from its claim; a longer one changes nothing.

    The last minutes stay, so that both sides are told before the end. Who looks along ends with it. `session` and whoever
    joined it are locked already: see `locks.running_of_ticket`.
    """
    if session.claimed_at is None or session.deadline_at is None or box_s >= session.time_box_s:
        return
    session.time_box_s = box_s  # what is allowed beyond it later stays, when the same is planned once more
    session.save(update_fields=["time_box_s"])
    before = session.deadline_at
    until = max(session.claimed_at + timedelta(seconds=box_s), now + timedelta(seconds=TIME_SOON_S))
    if until >= before:
        return
    moved = [session, *(joined for joined in locks.joined_to([session]) if joined.state in RUNNING)]
    for each in moved:
        each.deadline_at = until
        each.save(update_fields=["deadline_at"])
    facts = {"seconds": int((before - until).total_seconds())}
    record(event="session.shortened", by=by.actor, about=session.topic, facts=facts, now=now)
    for each in moved:
        tell(each)
