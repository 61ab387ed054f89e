"""After the work: the outcome, its draft, and the letter about it on paper or as a link (a desk lead's; a clerk has it in the
office)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.desk.errors import DeskError
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import referrals, visits
from yorisoi_service.desk.services import outcome
from yorisoi_service.desk.services.visits import FIELDS, keep_draft
from yorisoi_service.front.console.steps import step, ticket_or_404, to_ticket
from yorisoi_service.front.entrance import member, staff_only, staff_only_json
from yorisoi_service.front.looking import saw
from yorisoi_service.hub import topics, wakes
from yorisoi_service.letters.errors import LetterError
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.kinds import Way
from yorisoi_service.letters.services import delivering
from yorisoi_service.staff.errors import StaffError
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed


@require_POST
@staff_only(Deed.WORK_TICKETS)
def finish(request: HttpRequest, number: int) -> HttpResponse:
    """How the ticket ended (R12). What was typed is kept first, so that a refusal costs nobody a word."""
    fields, now = _typed(request), clock.now()
    try:
        ticket, drafted = ticket_or_404(request, number), request.POST.get("drafted", "")
        keep_draft(ticket=ticket, fields=fields, seen=drafted, by=member(request), now=now)
    except (DeskError, StaffError) as refused:
        messages.error(request, refused.sentence)
        return to_ticket(number)
    place = _place(fields["referral"])

    def do(ticket: Ticket, by: StaffMember) -> None:
        given = {name: text for name, text in fields.items() if name != "referral"}
        outcome.set_outcome(ticket=ticket, referral=place, by=by, now=now, **given)

    return step(request, number, do, said=_("The ticket is finished."))


@require_POST
@staff_only_json(Deed.WORK_TICKETS)
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the form as typed: the page's script asks while somebody writes, the button without a script."""
    by_script = request.headers.get("Accept", "").startswith("application/json")
    ticket, now = ticket_or_404(request, number), clock.now()
    try:
        drafted = request.POST.get("drafted", "")
        kept = keep_draft(ticket=ticket, fields=_typed(request), seen=drafted, by=member(request), now=now)
    except (DeskError, StaffError) as refused:
        if by_script:
            return JsonResponse({"code": "not_kept", "sentence": str(refused.sentence)}, status=409)
        messages.error(request, refused.sentence)
        return to_ticket(number)
    if by_script:
        at = f"{clock.local(now):%H:%M}" if kept else ""
        return JsonResponse({"kept": at, "mark": visits.draft_mark(kept)})
    if kept:
        messages.success(request, _("The draft is kept."))
    return to_ticket(number)


@require_POST
@staff_only(Deed.HAND_OVER)
def deliver(request: HttpRequest, number: int) -> HttpResponse:
    """Print the letter, or send the link to its page once more. Every handing over is logged."""
    letter, way = _letter(request, number), request.POST.get("way", "")
    try:
        delivering.deliver(letter=letter, way=way, by=member(request), now=clock.now())
    except (LetterError, StaffError) as refused:
        messages.error(request, refused.sentence)
        return to_ticket(number)
    wakes.wake(topics.ticket(number))
    if way == Way.PAPER:
        return HttpResponseRedirect(reverse("desk:visit_letter", args=[number]))
    messages.success(request, _("The link goes out by mail within a minute."))
    return to_ticket(number)


@require_GET
@staff_only(Deed.HAND_OVER)
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """The letter as PDF, as it was handed over last."""
    row = _letter(request, number)
    if not row.deliveries.exists():
        raise Http404
    try:
        content = delivering.pdf(row)
    except LetterError as refused:
        messages.error(request, refused.sentence)
        return to_ticket(number)
    saw(request, row.subscriber_id)
    name = f'inline; filename="{row.number}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _letter(request: HttpRequest, number: int) -> Letter:
    note = visits.note_of(ticket_or_404(request, number))
    if note is None or note.letter is None:
        raise Http404
    return note.letter


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in FIELDS}


def _place(chosen: str) -> Referral | None:
    return referrals.find(int(chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
