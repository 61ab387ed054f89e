"""Who is it? Typed, compared, shown as circles and crosses; nothing of what was typed comes back (R33)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yorisoi_service import clock
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.identity import Speaking, Typed
from yorisoi_service.desk.services import answers
from yorisoi_service.front.console import words
from yorisoi_service.front.console.marks import marked, remember
from yorisoi_service.front.console.steps import step
from yorisoi_service.front.entrance import staff_only
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed

OTHER = "other"


@require_POST
@staff_only(Deed.CHECK_IDENTITY)
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Compare what the caller says; with a name of their own, somebody else speaks for the subscriber."""

    def said(field: str) -> str:
        return request.POST.get(field, "")[:200]

    typed = Typed(**{field: said(field) for field in ("customer_number", "name", "address", "phone")})
    who = said("who")  # a relation under which the subscriber named somebody, "other", or empty: the subscriber
    own = Speaking(said("own_name"), said("relation") if who in ("", OTHER) else who)
    speaking = own if who or own.name.strip() or own.relation.strip() else None

    def compare(ticket: Ticket, by: StaffMember) -> None:
        marks = answers.check_identity(ticket=ticket, typed=typed, speaking=speaking, by=by, now=clock.now())
        found = marked(typed, marks)
        line = " / ".join(f"{words.MARKED[name]} {mark}" for name, mark in found)
        if marks.passed:
            remember(request, ticket, ())
            messages.success(request, _("Identity confirmed: %(marks)s") % {"marks": line})
        else:
            remember(request, ticket, found)
            messages.error(request, _("Identity not confirmed: %(marks)s") % {"marks": line})

    return step(request, number, compare)


@require_POST
@staff_only(Deed.CHECK_IDENTITY)
def to_call_back(request: HttpRequest, number: int) -> HttpResponse:
    """The paper is lost, or the subscriber is elsewhere: only a call back helps now."""
    return step(request, number, lambda ticket, by: answers.ask_to_call_back(ticket=ticket, by=by, now=clock.now()))


@require_POST
@staff_only(Deed.CHECK_IDENTITY)
def called_back(request: HttpRequest, number: int) -> HttpResponse:
    """The subscriber was reached under a registered number."""
    which = request.POST.get("number", "landline")
    return step(
        request,
        number,
        lambda ticket, by: answers.called_back(ticket=ticket, number=which, by=by, now=clock.now()),
    )
