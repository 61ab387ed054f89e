"""Taking a ringing call with one key, looking after missed ones, and calling subscribers back.

Without a telephone system none of these pages is needed: a ticket is opened by hand as always.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.desk.errors import BadCallBack, CallGone, DeskError
from yorisoi_service.desk.models.calls import Call, CallBack
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import callbacks as asked
from yorisoi_service.desk.queries import calls as heard
from yorisoi_service.desk.services import callbacks, calls
from yorisoi_service.front.console.calling import call_back_fields, greeting, numbers
from yorisoi_service.front.console.queue import call_back_shown
from yorisoi_service.front.console.steps import ticket_or_404
from yorisoi_service.front.console.words import CHANNELS, CLOSINGS
from yorisoi_service.front.entrance import desk_frame, member, staff_only
from yorisoi_service.front.looking import saw
from yorisoi_service.hub import topics, wakes
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers.models import Subscriber


@require_POST
@staff_only(Deed.WORK_TICKETS)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ringing call: its ticket opens."""
    call = _call_or_404(pk)
    try:
        ticket = calls.take(call=call, by=member(request), now=clock.now())
    except DeskError as refused:
        messages.error(request, refused.sentence)
        return _to_queue()
    wakes.wake(topics.DESK)
    return _to_ticket(ticket)


@require_POST
@staff_only(Deed.WORK_TICKETS)
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """It rings no more, though nothing told so."""
    call = _call_or_404(pk)
    return _do(
        request, lambda by, now: calls.let_go(call=call, by=by, now=now), said=_("The call is among the missed ones.")
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A missed call needs nothing more."""
    call = _call_or_404(pk)
    return _do(request, lambda by, now: calls.settle(call=call, by=by, now=now), said=_("Taken off the list."))


@require_GET
@staff_only(Deed.WORK_TICKETS)
def missed(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: who may have called, and under which registered number each of them can be called back."""
    call = _call_or_404(pk)
    callers = heard.callers_of(call)
    saw(request, *callers)
    page = {
        **call_back_fields(None, now=clock.now()),
        "call": call,
        "channel": CHANNELS.get(call.channel, ""),
        # Which numbers are registered, not their digits: nobody is to be told them before the card to dial from.
        "callers": [(each, [(code, word, "") for code, word, _digits in numbers(each)]) for each in callers],
    }
    return render(request, "console/missed.html", {**desk_frame(request), **page})


@require_POST
@staff_only(Deed.WORK_TICKETS)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a call back to one of those who may have called."""
    call = _call_or_404(pk)
    chosen = request.POST.get("subscriber", "")
    subscriber = next((each for each in heard.callers_of(call) if str(each.pk) == chosen), None)
    if subscriber is None:
        messages.error(request, _("Choose one of the callers found."))
        return HttpResponseRedirect(reverse("desk:call", args=[pk]))
    return _asked(request, subscriber, call=call, again=reverse("desk:call", args=[pk]))


@require_POST
@staff_only(Deed.WORK_TICKETS)
def ask_for_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a call back to the subscriber of a ticket."""
    ticket = ticket_or_404(request, number)
    page = reverse("desk:ticket", args=[number])
    if ticket.subscriber is None:
        messages.error(request, _("Find the caller first: by customer number, name or telephone."))
        return HttpResponseRedirect(page)
    return _asked(request, ticket.subscriber, ticket=ticket, again=page, then=page)


@require_GET
@staff_only(Deed.CHECK_IDENTITY)
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The card from which somebody telephones: the number, what is never asked for, and what came of it."""
    row = _call_back_or_404(pk)
    saw(request, row.subscriber)
    now = clock.now()
    page = {
        **call_back_shown(row, now=now),
        "is_mine": row.taken_by_id == member(request).pk,
        "is_due": row.wanted_from <= now,
        "closing": CLOSINGS.get(row.closing, ""),
        "greeting": greeting(member(request)),
        "earlier": heard.earlier_tickets(row.subscriber, limit=3),
    }
    return render(request, "console/call_back.html", {**desk_frame(request), **page})


@require_POST
@staff_only(Deed.CHECK_IDENTITY)
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Telephone now."""
    row = _call_back_or_404(pk)
    return _do(
        request,
        lambda by, now: callbacks.take_up(call_back=row, by=by, now=now),
        then=reverse("desk:call_back", args=[pk]),
    )


@require_POST
@staff_only(Deed.CHECK_IDENTITY)
def reached(request: HttpRequest, pk: int) -> HttpResponse:
    """The subscriber answered: on with the ticket."""
    row = _call_back_or_404(pk)
    try:
        ticket = callbacks.done(call_back=row, by=member(request), now=clock.now())
    except DeskError as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(reverse("desk:call_back", args=[pk]))
    wakes.wake(topics.DESK)
    wakes.wake(topics.ticket(ticket.pk))
    return _to_ticket(ticket)


@require_POST
@staff_only(Deed.CHECK_IDENTITY)
def not_reached(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody answered: again later."""
    row = _call_back_or_404(pk)
    return _do(
        request,
        lambda by, now: callbacks.not_reached(call_back=row, by=by, policy=settings.PROVIDER.desk, now=now),
        said=_("Not reached. The request is due again later."),
    )


@require_POST
@staff_only(Deed.CHECK_IDENTITY)
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody is reached, however often."""
    row = _call_back_or_404(pk)
    return _do(
        request,
        lambda by, now: callbacks.give_up(call_back=row, by=by, now=now),
        said=_("No further try. The request is settled."),
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The subscriber wants no call any more."""
    row = _call_back_or_404(pk)
    return _do(
        request,
        lambda by, now: callbacks.withdraw(call_back=row, by=by, now=now),
        said=_("The request to be called back is withdrawn."),
    )


def _asked(
    request: HttpRequest,
    subscriber: Subscriber,
    *,
    again: str,
    then: str = "",
    ticket: Ticket | None = None,
    call: Call | None = None,
) -> HttpResponse:
    try:
        row = callbacks.ask(
            subscriber=subscriber,
            registered=request.POST.get("registered", ""),
            wanted_from=_wanted_from(request.POST.get("wanted_from", "")),
            by=member(request),
            policy=settings.PROVIDER.desk,
            now=clock.now(),
            ticket=ticket,
            call=call,
        )
    except DeskError as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(again)
    at = clock.local(row.wanted_from)
    messages.success(request, _("A call back is asked for, from %(when)s on.") % {"when": f"{at:%Y-%m-%d %H:%M}"})
    wakes.wake(topics.DESK)
    return HttpResponseRedirect(then or reverse("desk:overview"))


def _wanted_from(text: str) -> datetime | None:
    """A moment as a browser's field sends it, in Japan; empty: as soon as the desk is open."""
    if text == "":
        return None
    try:
        return datetime.strptime(text[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=clock.BUSINESS_ZONE)
    except ValueError:
        raise BadCallBack(_("Enter the moment like 2026-11-20T14:00, or leave it empty.")) from None


def _do(
    request: HttpRequest,
    act: Callable[[StaffMember, datetime], object],
    *,
    said: str | Promise = "",
    then: str = "",
) -> HttpResponse:
    try:
        act(member(request), clock.now())
    except CallGone as refused:
        messages.error(request, refused.sentence)
        return _to_queue()
    except DeskError as refused:
        messages.error(request, refused.sentence)
    else:
        if said:
            messages.success(request, said)
        wakes.wake(topics.DESK)
    return HttpResponseRedirect(then) if then else _to_queue()


def _to_queue() -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:overview"))


def _to_ticket(ticket: Ticket) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.pk]))


def _call_or_404(pk: int) -> Call:
    found = heard.find(pk)
    if found is None:
        raise Http404
    return found


def _call_back_or_404(pk: int) -> CallBack:
    found = asked.find(pk)
    if found is None:
        raise Http404
    return found
