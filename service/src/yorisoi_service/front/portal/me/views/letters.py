"""The subscriber's letters: each as a page to read and as a PDF to keep."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yorisoi_service.front.portal.me import door
from yorisoi_service.letters import queries
from yorisoi_service.letters.errors import LetterError
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.services import delivering
from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.subscribers.models import Subscriber


@require_safe
@door.subscriber_only
def letters(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Every letter written to them, the newest first."""
    found = Letter.objects.filter(subscriber=subscriber).select_related("corrected_by").order_by("-at", "-pk")
    return door.page(request, "letters", {"letters": list(found)}, me=subscriber)


@require_safe
@door.subscriber_only
def letter(request: HttpRequest, subscriber: Subscriber, number: str) -> HttpResponse:
    """One letter in the words it was issued with."""
    row = _own(subscriber, number)
    try:
        paper = delivering.paper_of(row)
    except LetterError as refused:
        return door.page(request, "sorry", {"sentence": refused.sentence}, me=subscriber)
    return door.page(request, "letter", {"letter": row, "paper": paper}, me=subscriber)


@require_safe
@door.subscriber_only
def letter_pdf(request: HttpRequest, subscriber: Subscriber, number: str) -> HttpResponse:
    """The same letter as PDF."""
    row = _own(subscriber, number)
    try:
        content = delivering.pdf(row)
    except LetterError:
        sentence = _(
            "The letter cannot be drawn just now. You can read it as a page, or ask our office for it on paper."
        )
        return door.page(request, "sorry", {"sentence": sentence}, me=subscriber)
    named = f'attachment; filename="{row.number}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": named})


def _own(subscriber: Subscriber, number: str) -> Letter:
    """The letter if it was written to them; whether somebody else has one of this number is not told."""
    row = queries.by_number(number) if is_name(number) else None  # a database may refuse what no number holds
    if row is None or row.subscriber_id != subscriber.pk:
        raise Http404(_("There is nothing here."))
    return row
