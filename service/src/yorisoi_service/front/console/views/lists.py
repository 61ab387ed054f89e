"""The desk's lists: my tickets, waiting ones, and finding a caller to open a new one.

What a communicator searches for is personal, so it travels in a form, never in an address.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.desk.errors import DeskError
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import changes, scope
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.services import beginning, tickets
from yorisoi_service.front.console import glance, queue, words
from yorisoi_service.front.console.callers import BadChoice, choices, chosen
from yorisoi_service.front.console.screen import screen
from yorisoi_service.front.console.steps import ticket_or_404
from yorisoi_service.front.entrance import desk_frame, member, staff_only, staff_only_json
from yorisoi_service.hub import topics, wakes
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers import queries as subscribers

UNTOUCHED, MOST_SHOWN = timedelta(days=30), 50


@require_GET
@staff_only(Deed.WORK_TICKETS)
def overview(request: HttpRequest) -> HttpResponse:
    """My tickets, those somebody just gave me before all others, and those nobody holds."""
    mine = desk.tickets_open(member(request))
    given = changes.handed_over(mine)
    left_open = _left_open() if member(request).may(Deed.HAND_OVER) else []
    return render(
        request,
        "console/overview.html",
        {
            **desk_frame(request),
            **queue.queue(member(request), now=clock.now()),
            "mine": [ticket for ticket in mine if ticket.pk not in given],
            "given": [(ticket, given[ticket.pk]) for ticket in mine if ticket.pk in given],
            "is_told": len(get_messages(request)) > 0,
            "waiting": desk.tickets_waiting(),
            "hours": glance.hours_now(clock.now()),
            "may_see_live": member(request).may(Deed.SEE_LIVE_SESSIONS),
            "for_lead": scope.tickets_for_lead() if member(request).may(Deed.DECIDE_UNLISTED) else None,
            "left_open": left_open[:MOST_SHOWN],
            "more_left_open": len(left_open) > MOST_SHOWN,
            "channels": words.CHANNELS.items(),
        },
    )


def _left_open() -> list[Ticket]:
    """What nobody finished, for who may finish anybody's: as long as it is open, what was said on it is kept."""
    return list(desk.tickets_untouched(since=clock.now() - UNTOUCHED)[: MOST_SHOWN + 1])


@require_POST
@staff_only(Deed.WORK_TICKETS)
def search(request: HttpRequest) -> HttpResponse:
    """Who may be calling: by customer number, name, kana or telephone."""
    wanted, number = request.POST.get("wanted", "")[:120], request.POST.get("ticket", "")
    found = choices(subscribers.find(wanted), today=clock.business_day(clock.now()))
    if number.isascii() and number.isdigit() and len(number) < 19:
        ticket = ticket_or_404(request, int(number))
        more = {"found": found, "wanted": wanted, "is_searched": True}
        return render(request, "console/ticket.html", screen(request, ticket, now=clock.now(), **more))
    return render(
        request,
        "console/search.html",
        {
            **desk_frame(request),
            "wanted": wanted,
            "found": found,
            "channels": words.CHANNELS.items(),
            "channel": request.POST.get("channel", ""),
            "asked": request.POST.get("asked", "")[:2_000],
            "office": settings.PROVIDER.phones.office,
        },
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def begin(request: HttpRequest) -> HttpResponse:
    """One key for whoever picks up the telephone: take the call that rings longest, or open a ticket where none is told."""
    ticket = beginning.begin(by=member(request), now=clock.now())
    wakes.wake(topics.DESK)
    return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.pk]))


@require_GET
@staff_only_json(Deed.WORK_TICKETS)
def calls_waiting(request: HttpRequest) -> HttpResponse:
    """How many telephones ring: the little part of every page that is renewed whenever something happens at the desk."""
    return render(request, "console/waiting.html")


@require_POST
@staff_only(Deed.WORK_TICKETS)
def open_ticket(request: HttpRequest) -> HttpResponse:
    """A new ticket, held by whoever opens it."""
    try:
        subscriber, line = chosen(request.POST.get("caller", ""))
        ticket = tickets.open_ticket(
            channel=request.POST.get("channel", ""),
            asked=request.POST.get("asked", ""),
            subscriber=subscriber,
            line=line,
            by=member(request),
            now=clock.now(),
        )
    except (DeskError, BadChoice) as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(reverse("desk:overview"))
    wakes.wake(topics.DESK)
    return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.pk]))
