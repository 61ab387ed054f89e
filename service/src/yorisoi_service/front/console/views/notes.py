"""Notes on a ticket: saved by themselves while they are typed, kept by a button."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from yorisoi_service import clock
from yorisoi_service.desk.errors import DeskError
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import notes
from yorisoi_service.front.console.steps import step, ticket_or_404
from yorisoi_service.front.entrance import member, staff_only, staff_only_json
from yorisoi_service.hub import topics, wakes
from yorisoi_service.staff.errors import StaffError
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed


@require_POST
@staff_only_json(Deed.WORK_TICKETS)
def save(request: HttpRequest, number: int) -> HttpResponse:
    """Save the note being written, as the script sends it; 409 with a sentence when it cannot be."""
    ticket = ticket_or_404(request, number)
    try:
        note = notes.save_note(
            ticket=ticket,
            text=request.POST.get("text", ""),
            seen=_saving(request),
            by=member(request),
            now=clock.now(),
        )
    except (DeskError, StaffError) as refused:
        return JsonResponse({"sentence": str(refused.sentence)}, status=409)
    wakes.wake(topics.ticket(number))
    return JsonResponse({"saving": note.version, "at": clock.local(note.at).strftime("%H:%M:%S")})


@require_POST
@staff_only(Deed.WORK_TICKETS)
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """The note is whole."""
    text, saving = request.POST.get("text", ""), _saving(request)

    def write(ticket: Ticket, by: StaffMember) -> None:
        notes.keep_note(ticket=ticket, text=text, seen=saving, by=by, now=clock.now())

    return step(request, number, write)


def _saving(request: HttpRequest) -> int:
    text = request.POST.get("saving", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
