"""Days on which the desk is closed though its week says open (R34). What is past stays as it was."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service import clock
from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadClosure
from yorisoi_service.desk.models.calls import Closure
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import one_line
from yorisoi_service.staff.services import require

LONGEST_NOTE = 120
FURTHEST = timedelta(days=800)


@transaction.atomic
def close_day(*, day: date, note: str, by: StaffMember, policy: DeskPolicy, now: datetime) -> Closure:
    """The desk is closed on this day, from its first second on; today too (then at once).

    No pass is opened and none claimed on a closed day; a running session may go on as it would after closing time.
    """
    require(by, Deed.EDIT_HOURS)
    today = clock.business_day(now)
    if day < today:
        raise BadClosure(_("What is past cannot be changed. Choose today or a later day."))
    if day - today > FURTHEST:
        raise BadClosure(_("Choose a day within the next two years."))
    if len(note) > LONGEST_NOTE:
        raise BadClosure(_("Write the reason in at most 120 characters."))
    closure = Closure(day=day, note=one_line(note), by=by, at=now)
    try:
        if day in policy.hours.closures:
            raise IntegrityError
        with transaction.atomic():
            closure.save()
    except IntegrityError:
        raise BadClosure(_("The desk is closed on this day already.")) from None
    record(event="hours.closed", by=by.actor, about=f"day:{day}", now=now)
    return closure


@transaction.atomic
def lift(*, closure: Closure, by: StaffMember, now: datetime) -> Closure:
    """The desk is open on this day after all. Lifting twice changes nothing."""
    require(by, Deed.EDIT_HOURS)
    row = Closure.objects.select_for_update().get(pk=closure.pk)
    if row.day < clock.business_day(now):
        raise BadClosure(_("What is past cannot be changed. Choose today or a later day."))
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by = now, by
        row.save(update_fields=["lifted_at", "lifted_by"])
        record(event="hours.opened", by=by.actor, about=f"day:{row.day}", now=now)
    return row
