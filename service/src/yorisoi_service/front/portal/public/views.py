"""The pages that anybody may read. They know the office's number and none of the desk's (R03, R31)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yorisoi_service import clock
from yorisoi_service.desk.queries import referrals
from yorisoi_service.desk.rules.triage import Code, Place
from yorisoi_service.desk.words import WORDINGS
from yorisoi_service.front.entrance import workplace
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, how to apply, how not to be deceived; and the way in for staff."""
    user = request.user
    may = {deed: isinstance(user, StaffMember) and user.may(deed) for deed in Deed}
    return render(
        request,
        "portal/start.html",
        {
            "hours": settings.PROVIDER.hours,
            "price": settings.PROVIDER.price,
            "workplace": workplace() if may[Deed.WORK_TICKETS] else "",
            "may_register": may[Deed.REGISTER_CONTRACT],
            "may_run_month": may[Deed.RUN_MONTH],
            "may_manage_staff": may[Deed.MANAGE_STAFF],
        },
    )


@require_safe
def really_us(request: HttpRequest) -> HttpResponse:
    """How to tell our calls from a deceiver's, and what to do when somebody is inside the computer (D1, D3, D10)."""
    today = clock.business_day(clock.now())
    places = referrals.directory(today=today, months=settings.PROVIDER.desk.referral_months, place=Place.SAFETY)
    return render(
        request,
        "portal/public/really_us.html",
        {"steps": WORDINGS[Code.FOREIGN_TOOL].steps, "places": [place.row for place in places]},
    )
