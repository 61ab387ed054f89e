"""Opening hours: everybody at the desk sees which days are closed; a desk lead closes a day, or opens it again (R34)."""

from calendar import Calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from yorisoi_protocol.vocabulary import ViewerKind

from yorisoi_service import clock
from yorisoi_service.desk.errors import BadClosure, DeskError
from yorisoi_service.desk.models.calls import Closure
from yorisoi_service.desk.queries import callbacks
from yorisoi_service.desk.queries import hours as kept
from yorisoi_service.desk.services import hours
from yorisoi_service.front.console import glance
from yorisoi_service.front.entrance import desk_frame, member, staff_only
from yorisoi_service.hub import topics, wakes
from yorisoi_service.remote import queries as remote
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed

MONTHS_SHOWN = 3
ASKED = "closing_today"  # in the session: the reason typed, while it is asked whether today is meant


@dataclass(frozen=True)
class Day:
    """One square of the calendar; `number` is None outside its month."""

    number: int | None
    is_closed: bool = False
    is_today: bool = False


@dataclass(frozen=True)
class Shown:
    """One closed day: `row` is None for those of the provider file, which nobody changes here."""

    day: date
    row: Closure | None


@require_GET
@staff_only(Deed.WORK_TICKETS)
def page(request: HttpRequest) -> HttpResponse:
    """The hours, the closed days to come and who closed them, and the next three months."""
    now = clock.now()
    today = clock.business_day(now)
    policy = settings.PROVIDER.desk
    rows = kept.closures(since=today)
    shown = [Shown(row.day, row) for row in rows]
    shown += [Shown(day, None) for day in policy.hours.closures if day >= today]
    closed = {each.day for each in shown}
    note = request.session.pop(ASKED, None)
    return render(
        request,
        "console/hours.html",
        {
            **desk_frame(request),
            "hours": policy.hours,
            "now": glance.hours_now(now),
            "closed": sorted(shown, key=lambda each: each.day),
            "months": [_month(first, closed, today) for first in _firsts(today)],
            "may_edit": member(request).may(Deed.EDIT_HOURS),
            "today": today,
            "sure": _touched(today, note) if note is not None and today not in closed else None,
            "weekdays": [WEEKDAYS_ABBR[(day - 1) % 7] for day in range(7)],
        },
    )


@require_POST
@staff_only(Deed.EDIT_HOURS)
def close(request: HttpRequest) -> HttpResponse:
    """Close one day. Today is closed at once, so it is asked first, with what that touches."""
    if _is_to_be_asked(request):
        request.session[ASKED] = request.POST.get("note", "")
        return HttpResponseRedirect(reverse("desk:hours"))

    def act(by: StaffMember, now: datetime) -> str:
        day = _day(request.POST.get("day", ""))
        note = request.POST.get("note", "")[:1_000]
        hours.close_day(day=day, note=note, by=by, policy=settings.PROVIDER.desk, now=now)
        wanted = _wanted(day)
        said = _("The desk is closed on %(day)s.") % {"day": day}
        if not wanted:
            return said
        warning = ngettext(
            "%(count)s call back is asked for on that day: speak with the subscriber.",
            "%(count)s calls back are asked for on that day: speak with the subscribers.",
            wanted,
        )
        return f"{said} {warning % {'count': wanted}}"

    return _do(request, act)


@require_POST
@staff_only(Deed.EDIT_HOURS)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed day again."""
    row = kept.find(pk)
    if row is None:
        raise Http404

    def act(by: StaffMember, now: datetime) -> str:
        hours.lift(closure=row, by=by, now=now)
        return _("The desk is open on %(day)s after all.") % {"day": row.day}

    return _do(request, act)


def _is_to_be_asked(request: HttpRequest) -> bool:
    """Is it today, not asked yet, and nothing stands against it anyway?"""
    now = clock.now()
    today = clock.business_day(now)
    if request.POST.get("sure") == today.isoformat() or request.POST.get("day", "")[:10] != today.isoformat():
        return False
    is_closed = today in kept.standing(settings.PROVIDER.desk, now=now).hours.closures
    return not is_closed and len(request.POST.get("note", "")) <= hours.LONGEST_NOTE


def _touched(today: date, note: str) -> dict[str, object]:
    """What is asked before today is closed."""
    running = [row for row in remote.live_sessions() if row.kind == ViewerKind.MAIN]
    return {"note": note, "wanted": _wanted(today), "running": len(running)}


def _wanted(day: date) -> int:
    """How many still wait to be called back on that day."""
    first = datetime.combine(day, datetime.min.time(), clock.BUSINESS_ZONE)
    return callbacks.wanted_between(first, first + timedelta(days=1))


def _do(request: HttpRequest, act: Callable[[StaffMember, datetime], str | Promise]) -> HttpResponse:
    try:
        messages.success(request, act(member(request), clock.now()))
    except DeskError as refused:
        messages.error(request, refused.sentence)
    else:
        wakes.wake(topics.DESK)
    return HttpResponseRedirect(reverse("desk:hours"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise BadClosure(_("Enter the day like 2027-01-01.")) from None


def _firsts(today: date) -> list[date]:
    """The first days of this month and the ones after it."""
    months = range(today.month - 1, today.month - 1 + MONTHS_SHOWN)
    return [date(today.year + month // 12, month % 12 + 1, 1) for month in months]


def _month(first: date, closed: set[date], today: date) -> dict[str, object]:
    """One month in weeks from Sunday on, as calendars here are printed."""
    weeks = Calendar(firstweekday=6).monthdatescalendar(first.year, first.month)

    def square(day: date) -> Day:
        return Day(day.day, day in closed, day == today) if day.month == first.month else Day(None)

    return {"first": first, "weeks": [[square(day) for day in week] for week in weeks]}
