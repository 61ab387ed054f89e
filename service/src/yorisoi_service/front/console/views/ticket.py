"""One ticket: its page, and the steps that open its gates."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.desk.models.tickets import Kind, Ticket
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.services import answers, handover, tickets
from yorisoi_service.front.console.callers import BadChoice, chosen
from yorisoi_service.front.console.screen import screen
from yorisoi_service.front.console.steps import in_place, step, ticket_or_404, to_ticket
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.hub import topics, wakes
from yorisoi_service.staff import queries as staff
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed


@require_GET
@staff_only(Deed.WORK_TICKETS)
def page(request: HttpRequest, number: int) -> HttpResponse:
    """The ticket in one glance."""
    ticket = ticket_or_404(request, number)
    return render(request, "console/ticket.html", screen(request, ticket, now=clock.now()))


@require_POST
@staff_only(Deed.WORK_TICKETS)
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Hold a ticket nobody holds."""
    return step(request, number, lambda ticket, by: tickets.take_ticket(ticket=ticket, by=by, now=clock.now()))


@require_POST
@staff_only(Deed.WORK_TICKETS)
def caller(request: HttpRequest, number: int) -> HttpResponse:
    """Say whose ticket it is."""
    try:
        subscriber, line = chosen(request.POST.get("caller", ""))
    except BadChoice as refused:
        messages.error(request, refused.sentence)
        return to_ticket(number)
    if subscriber is None:
        return to_ticket(number)
    return step(
        request,
        number,
        lambda ticket, by: tickets.set_caller(ticket=ticket, subscriber=subscriber, line=line, by=by, now=clock.now()),
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def request_told(request: HttpRequest, number: int) -> HttpResponse:
    """The problem in the caller's words, and which number was dialled."""
    asked, channel = request.POST.get("asked", ""), request.POST.get("channel", "")
    return step(
        request,
        number,
        lambda ticket, by: tickets.set_asked(ticket=ticket, asked=asked, channel=channel, by=by, now=clock.now()),
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def checklist(request: HttpRequest, number: int) -> HttpResponse:
    """Both conditions of R23; only a changed tick becomes an answer. One button says that both are so."""
    is_both = request.POST.get("both") == "yes"

    def save(ticket: Ticket, by: StaffMember) -> None:
        given = desk.newest_that_count(desk.answers_of(ticket), ticket)
        for condition in (Kind.DEVICE, Kind.OPERATIONS):
            yes = is_both or request.POST.get(condition) == "yes"
            if yes != (condition in given and given[condition].value == "yes"):
                answers.tick(ticket=ticket, condition=condition, yes=yes, by=by, now=clock.now())

    return step(request, number, save)


@require_POST
@staff_only(Deed.WORK_TICKETS)
def terms(request: HttpRequest, number: int) -> HttpResponse:
    """The terms were read aloud and accepted."""
    version, present = request.POST.get("version", ""), settings.PROVIDER.desk.terms_version
    return step(
        request,
        number,
        lambda ticket, by: answers.terms_read_aloud(
            ticket=ticket, version=version, present=present, by=by, now=clock.now()
        ),
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def network(request: HttpRequest, number: int) -> HttpResponse:
    """Why this connection is accepted though it is not from our own network."""
    reason = request.POST.get("reason", "")
    return step(
        request,
        number,
        lambda ticket, by: answers.network_exception(ticket=ticket, reason=reason, by=by, now=clock.now()),
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Give the ticket to a colleague."""
    ticket_or_404(request, number)
    to = next((one for one in staff.members(active=True) if one.number == request.POST.get("to", "")), None)
    if to is None:
        messages.error(request, _("Choose one of your colleagues."))
        return to_ticket(number)
    told = _("You gave ticket %(ticket)s to %(name)s. It is theirs now.")
    done = step(
        request,
        number,
        lambda ticket, by: handover.hand_over(ticket=ticket, to=to, by=by, now=clock.now()),
        said=told % {"ticket": f"#{number}", "name": to.display_name},
    )
    wakes.wake(topics.DESK)  # whoever has it now sees it on the lists
    ticket, by = desk.find(number), member(request)
    if ticket is None or ticket.holder_id == by.pk or by.may(Deed.HAND_OVER):
        return done
    # It is no longer this person's to see. A page that sends in place goes home by itself: read there, the word of what was
    # done is said once.
    return HttpResponse(status=204) if in_place(request) else HttpResponseRedirect(reverse("desk:overview"))
