"""What every step on a ticket shares: find it or 404, do it, say what came of it, show the ticket again.

A ticket somebody else holds does not exist for a communicator; a desk lead sees all of them.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise

from yorisoi_service.desk.errors import DeskError
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.services.turns import turn
from yorisoi_service.front.entrance import member
from yorisoi_service.hub import topics, wakes
from yorisoi_service.remote.errors import RemoteError
from yorisoi_service.staff.errors import StaffError
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed


def ticket_or_404(request: HttpRequest, number: int) -> Ticket:
    """The ticket if it is this person's, nobody's, or this person leads the desk."""
    ticket, by = desk.find(number), member(request)
    if ticket is None or not (ticket.holder_id in (None, by.pk) or by.may(Deed.HAND_OVER)):
        raise Http404
    return ticket


def step(
    request: HttpRequest, number: int, do: Callable[[Ticket, StaffMember], object], *, said: str | Promise = ""
) -> HttpResponse:
    """Do one step, if nobody else changed the ticket after its page was read; a refusal is a sentence on that page."""
    ticket = ticket_or_404(request, number)
    try:
        turn(ticket=ticket, seen=seen(request), by=member(request), do=do)
    except (DeskError, StaffError, RemoteError) as refused:
        messages.error(request, refused.sentence)
    else:
        if said:
            messages.success(request, said)
        wakes.wake(topics.ticket(number))
    return to_ticket(number)


def seen(request: HttpRequest) -> int | None:
    """Which version of the ticket the form was read with; None for a form that leans on nothing."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def in_place(request: HttpRequest) -> bool:
    """Did the page's own script send this form, to go on where it is?"""
    return request.headers.get("X-Yorisoi-In-Place") == "yes"


def to_ticket(number: int) -> HttpResponse:
    """Back to the ticket's page."""
    return HttpResponseRedirect(reverse("desk:ticket", args=[number]))
