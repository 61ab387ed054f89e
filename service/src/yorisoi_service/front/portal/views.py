"""The public start page. It knows the office's number and none of the desk's (R03, R31)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

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
