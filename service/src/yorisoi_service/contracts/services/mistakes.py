"""What was entered by mistake is taken back before a month of it is closed: it then counts for nothing, and the story says
that it was entered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.errors import MonthClosed, NoRight
from yorisoi_service.contracts.models import Application, Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.story import Kind, Mistake, State, Void
from yorisoi_service.contracts.services.telling import check_newest, hold_period, make_void, tell
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require


@transaction.atomic
def take_back_entry(
    *, period: Period, mistake: Mistake | str, sessions_held: int, open_from: Month, by: StaffMember, now: datetime
) -> Period:
    """A contract that nobody asked for on this line counts as never entered: no charge, and no first time used up.

    `open_from` is the first month that is not closed; MonthClosed when the contract touches one before it. NoRight once
    somebody was helped under it: then it was used, and is cancelled. NotNow when a later contract stands on the line.
    An application that had waited for the form waits again, on the line as it is now: it is no mistake because its form was.
    """
    require(by, Deed.REGISTER_CONTRACT)
    period = hold_period(period)
    check_newest(period)
    if sessions_held > 0:
        raise NoRight(_("A support session was held under this contract, so it was used. Cancel it instead."))
    if Month.of(period.start_on) < open_from:
        raise MonthClosed(_("A month of this contract is closed already. Ask the accountant."))
    make_void(period, Void.CORRECTED, business_day(now))
    another_waits = Application.objects.filter(line=period.line, state=State.APPLIED).exists()
    Application.objects.filter(period=period).update(
        **(
            {"state": State.WITHDRAWN}
            if another_waits
            else {"state": State.APPLIED, "period": None, "line": period.line}
        )
    )
    facts: dict[str, Fact] = {
        "what": "entry",
        "mistake": str(Mistake(mistake)),
        "sequence": period.sequence,
        "form_on": period.form_on.isoformat(),
    }
    tell(Kind.CORRECTED, line=period.line, on=period.start_on, period=period, facts=facts, by=by, now=now)
    return period
