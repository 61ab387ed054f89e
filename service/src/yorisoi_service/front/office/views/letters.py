"""Letters handed over: printed or mailed, each time logged, only to what is registered (R28)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.contracts.models import Period
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.looking import saw
from yorisoi_service.front.office.steps import REFUSALS
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.kinds import Kind, Way
from yorisoi_service.letters.services import delivering
from yorisoi_service.letters.services.codes import letter_with_code
from yorisoi_service.staff.rules.roles import Deed


@require_POST
@staff_only(Deed.PRINT_LETTERS)
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Log the handing over; paper leads on to the PDF, mail is sent. A welcome letter on paper comes at once: the code
    printed in it is kept nowhere, so no other address could bring it. Who may print no code gets it without one."""
    letter = get_object_or_404(Letter, pk=pk)
    way = request.POST.get("way", "")
    try:
        if letter.kind == Kind.WELCOME and way == Way.PAPER and member(request).may(Deed.PRINT_CODES):
            saw(request, letter.subscriber_id)
            return as_pdf(
                letter_with_code(letter=letter, by=member(request), now=clock.now(), draw=clock.draw), letter.number
            )
        delivering.deliver(letter=letter, way=way, by=member(request), now=clock.now())
    except REFUSALS as refused:
        messages.error(request, refused.sentence)
        return _back(letter)
    if way == "paper":
        return HttpResponseRedirect(reverse("office:letter", args=[pk]))
    messages.success(
        request,
        _("The link goes out by mail within a minute.") if way == Way.LINK else _("The mail is on its way."),
    )
    return _back(letter)


@require_GET
@staff_only(Deed.PRINT_LETTERS)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of a letter that was handed over, as it was the last time."""
    row = get_object_or_404(Letter, pk=pk)
    if not member(request).may(delivering.deed_of(row)):
        raise PermissionDenied
    if not row.deliveries.exists():
        raise Http404
    try:
        content = delivering.pdf(row)
    except REFUSALS as refused:
        messages.error(request, refused.sentence)
        return _back(row)
    saw(request, row.subscriber_id)
    return as_pdf(content, row.number)


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF to look at in the browser and to print."""
    shown = f'inline; filename="{name}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": shown})


def _back(letter: Letter) -> HttpResponse:
    """To the page the letter belongs to: the invoices, the contract it tells of, or its subscriber."""
    if letter.kind == Kind.INVOICE:
        return HttpResponseRedirect(reverse("office:invoices"))
    what, _colon, number = letter.about.partition(":")
    if what == "period" and number.isdecimal():
        line = get_object_or_404(Period, pk=int(number)).line_id
        return HttpResponseRedirect(reverse("office:contract", args=[line]))
    return HttpResponseRedirect(reverse("office:subscriber", args=[letter.subscriber_id]))
