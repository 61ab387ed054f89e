"""Support withheld while fees stay unpaid (R26, T9): by somebody's hand, never by itself. The contract and its fee go on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import NotNow
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.story import Kind
from yorisoi_service.contracts.services.telling import hold, tell
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Line


@transaction.atomic
def suspend_support(
    *, line: Line, unpaid_months: int, after_months: int | None, by: StaffMember, now: datetime
) -> None:
    """No new session for this contract until it is given back; one that runs may finish.

    `after_months`: from how many unpaid months on the provider permits it, None: never. NotNow otherwise.
    """
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    period = _running(line, now=now)
    if after_months is None or unpaid_months < after_months:
        raise NotNow(_("So few months are unpaid that the support goes on. The provider file says from how many on."))
    if queries.is_support_suspended(period):
        raise NotNow(_("The support of this contract is suspended already."))
    day = business_day(now)
    facts = {"unpaid_months": unpaid_months}
    tell(Kind.SUPPORT_SUSPENDED, line=line, on=day, period=period, facts=facts, by=by, now=now)


@transaction.atomic
def resume_support(*, line: Line, by: StaffMember, now: datetime) -> None:
    """Sessions are possible again, whatever is still unpaid. NotNow where they are."""
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    period = _running(line, now=now)
    if not queries.is_support_suspended(period):
        raise NotNow(_("The support of this contract is not suspended."))
    tell(Kind.SUPPORT_RESUMED, line=line, on=business_day(now), period=period, by=by, now=now)


def _running(line: Line, *, now: datetime) -> Period:
    period = queries.active_period(line.pk, on=business_day(now))
    if period is None:
        raise NotNow(_("There is no contract on this line today."))
    return period
