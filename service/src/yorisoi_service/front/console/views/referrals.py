"""The directory of places to which callers are sent on: read by everybody at the desk, kept by the desk lead."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.desk.errors import DeskError
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.queries import referrals as directory
from yorisoi_service.desk.services import referrals
from yorisoi_service.desk.words import PLACES
from yorisoi_service.front.entrance import desk_frame, member, staff_only
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed


@require_GET
@staff_only(Deed.WORK_TICKETS)
def page(request: HttpRequest) -> HttpResponse:
    """Every place, those to be checked again marked."""
    months = settings.PROVIDER.desk.referral_months
    listed = directory.directory(today=clock.business_day(clock.now()), months=months)
    return render(
        request,
        "console/referrals.html",
        {
            **desk_frame(request),
            "listed": [(one, PLACES.get(one.row.place, one.row.place)) for one in listed],
            "to_check": sum(one.is_old for one in listed),
            "months": months,
            "may_edit": member(request).may(Deed.EDIT_CATALOGUE),
            "places": PLACES.items(),
        },
    )


@require_GET
@staff_only(Deed.EDIT_CATALOGUE)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One place, to be corrected or taken out."""
    found = {"referral": _row_or_404(pk), "places": PLACES.items()}
    return render(request, "console/referral.html", {**desk_frame(request), **found})


@require_POST
@staff_only(Deed.EDIT_CATALOGUE)
def add(request: HttpRequest) -> HttpResponse:
    """A further place."""
    return _do(
        request,
        lambda by: referrals.save_referral(**_typed(request), by=by, now=clock.now()),
        said=_("Added to the directory."),
    )


@require_POST
@staff_only(Deed.EDIT_CATALOGUE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a place; that counts as checking it."""
    row = _row_or_404(pk)
    return _do(
        request,
        lambda by: referrals.save_referral(referral=row, **_typed(request), by=by, now=clock.now()),
        said=_("Corrected, and checked today."),
    )


@require_POST
@staff_only(Deed.EDIT_CATALOGUE)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """It is still right."""
    row = _row_or_404(pk)
    return _do(
        request,
        lambda by: referrals.check_referral(referral=row, by=by, now=clock.now()),
        said=_("Checked today."),
    )


@require_POST
@staff_only(Deed.EDIT_CATALOGUE)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it no more."""
    row = _row_or_404(pk)
    return _do(
        request,
        lambda by: referrals.retire_referral(referral=row, by=by, now=clock.now()),
        said=_("Taken out of the directory."),
    )


def _do(request: HttpRequest, act: Callable[[StaffMember], object], *, said: str | Promise) -> HttpResponse:
    try:
        act(member(request))
    except DeskError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("desk:referrals"))


def _row_or_404(pk: int) -> Referral:
    found = directory.find(pk)
    if found is None:
        raise Http404
    return found


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:1_000] for name in ("name", "contact", "what_for", "place")}
