"""Joining and cancelling. Office work only: no communicator, no session, ever calls these (R05, D2)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.errors import AlreadyActive, BadDay, NotEligible
from yorisoi_service.contracts.models import Acceptance, Period
from yorisoi_service.contracts.rules.period import may_follow, start_of
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Line
from yorisoi_service.subscribers.queries import is_open


@transaction.atomic
def join(*, line: Line, form_on: date, terms_version: str, by: StaffMember, now: datetime) -> Period:
    """Begin a contract from the day of the form (R01), or again after a cancellation (R08).

    Writes the period, the acceptance of the terms printed on the form, and an audit row; issues no letter.
    `terms_version` may be empty when the form carried no terms; they are then read aloud before the first session.
    """
    require(by, Deed.REGISTER_CONTRACT)
    line = Line.objects.select_for_update().get(pk=line.pk)
    if form_on > business_day(now):
        raise BadDay(_("The form's day lies in the future. Enter the day the form was filled in."))
    start_on = start_of(form_on, line.opened_on)
    if not is_open(line, on=start_on):
        raise NotEligible(_("This line is not open on that day, so no support contract can begin."))
    previous = Period.objects.filter(line=line).order_by("-sequence").first()
    if previous is not None and not may_follow(previous.days(), start_on):
        raise AlreadyActive(_("This line has a support contract already. One contract serves everybody on the line."))
    period = Period.objects.create(
        line=line,
        sequence=1 if previous is None else previous.sequence + 1,
        form_on=form_on,
        start_on=start_on,
        entered_by=by,
        entered_at=now,
    )
    if terms_version:
        Acceptance.objects.create(period=period, version=terms_version, accepted_on=form_on)
    record(
        event="contract.joined",
        by=by.actor,
        about=f"line:{line.pk}",
        facts={"sequence": period.sequence, "start_on": start_on.isoformat(), "terms": terms_version},
        now=now,
    )
    return period


@transaction.atomic
def cancel(*, period: Period, requested_on: date, end_on: date | None = None, by: StaffMember, now: datetime) -> Period:
    """End a contract on the day the subscriber asked for it, or on a later day they named (T5)."""
    require(by, Deed.CANCEL_CONTRACT)
    period = Period.objects.select_for_update().get(pk=period.pk)
    last = end_on or requested_on
    if period.end_on is not None:
        raise BadDay(_("This contract has an end already."))
    if requested_on > business_day(now) or last < max(requested_on, period.start_on):
        raise BadDay(_("The last day must not lie before the request or before the start."))
    period.requested_end_on, period.end_on = requested_on, last
    period.save(update_fields=["requested_end_on", "end_on"])
    record(
        event="contract.cancelled",
        by=by.actor,
        about=f"line:{period.line_id}",
        facts={"sequence": period.sequence, "end_on": last.isoformat()},
        now=now,
    )
    return period
