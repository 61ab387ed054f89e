"""The letter after a visit as a page, and two questions. Whoever has the link or the code needs no password.

Nothing stays signed in: each page carries the token on in a form, and what it shows is stored nowhere.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yorisoi_service import clock
from yorisoi_service.desk.errors import BadSurvey
from yorisoi_service.desk.queries import survey as queries
from yorisoi_service.desk.rules.survey import LONGEST_TEXT, shown_code
from yorisoi_service.desk.services import survey
from yorisoi_service.front.portal.visit.opening import Opened, by_code, by_link
from yorisoi_service.front.portal.visit.words import HELP, SOLVED
from yorisoi_service.letters.errors import LetterError
from yorisoi_service.letters.rules.paper import Numbers, Paper, Section
from yorisoi_service.letters.services import delivering
from yorisoi_service.subscribers.errors import BadKey, TooManyTries

View = Callable[[HttpRequest], HttpResponse]
REFUSALS = (BadKey, TooManyTries, BadSurvey)


@require_safe
@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """A script turns the link's token into a form and sends it; a code is typed."""
    return render(request, "portal/visit/door.html")


@never_cache
def letter(request: HttpRequest) -> HttpResponse:
    """The letter in large type. Asked for without a token, by a bookmark or another language, the door stands here."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:visit"))
    try:
        opened = by_link(request, _token(request), now=clock.now())
    except REFUSALS as refused:
        return _refused(request, refused.sentence)
    return _letter(request, opened)


@require_POST
@never_cache
def pdf(request: HttpRequest) -> HttpResponse:
    """The same words on A4, to keep or to print."""
    try:
        opened = by_link(request, _token(request), now=clock.now())
        assert opened.letter is not None
        content = delivering.pdf(opened.letter)
    except (*REFUSALS, LetterError) as refused:
        return _refused(request, refused.sentence)
    name = f'attachment; filename="{opened.letter.number}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@never_cache
def questions(request: HttpRequest) -> HttpResponse:
    """The two questions, for who typed the code of a paper letter. Nothing of the letter is shown."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:visit"))
    try:
        opened = by_code(request, request.POST.get("code", ""), now=clock.now())
    except REFUSALS as refused:
        return _refused(request, refused.sentence)
    return render(request, "portal/visit/questions.html", _asked(request, opened))


@never_cache
def answer(request: HttpRequest) -> HttpResponse:
    """Keep the answers; what is missing is said above what was typed."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:visit"))
    now, said = clock.now(), {name: request.POST.get(name, "") for name in ("solved", "help", "text")}
    try:
        opened = (
            by_link(request, _token(request), now=now) if _token(request) else by_code(request, _code(request), now=now)
        )
    except REFUSALS as refused:
        return _refused(request, refused.sentence)
    try:
        survey.answer(
            note=opened.note,
            solved=said["solved"],
            rating=said["help"],
            text=said["text"],
            until=opened.until,
            now=now,
        )
    except BadSurvey as refused:
        page = _asked(request, opened) | {"said": said, "wrong": refused.sentence}
        return render(request, "portal/visit/questions.html", page, status=422)
    return render(request, "portal/visit/thanks.html", {"token": _token(request)})


def _letter(request: HttpRequest, opened: Opened) -> HttpResponse:
    assert opened.letter is not None
    try:
        paper = delivering.paper_of(opened.letter)
    except LetterError as refused:
        return _refused(request, refused.sentence)
    page = _asked(request, opened) | {
        "paper": paper,
        "sections": without_code(paper, shown_code(opened.note.survey_code or "")),
        "name": paper.honorific % {"name": opened.letter.subscriber.name},
        "until": clock.business_day(opened.until),
    }
    return render(request, "portal/visit/letter.html", page)


def without_code(paper: Paper, code: str) -> list[Section]:
    """The sections but the one that leads here by a code: the questions themselves stand on the page."""

    def leads_here(section: Section) -> bool:
        numbers = [block for block in section.blocks if isinstance(block, Numbers)]
        return any(entry.value == code for block in numbers for entry in block.entries)

    return [section for section in paper.sections if not leads_here(section)]


def _asked(request: HttpRequest, opened: Opened) -> dict[str, Any]:
    before = queries.of_ticket(opened.note.ticket)
    # A code stands on paper, which others read: what was answered is shown to who has the link alone.
    is_shown = before is not None and opened.letter is not None
    said = {"solved": before.solved, "help": str(before.help), "text": before.text} if before and is_shown else {}
    return {
        "token": _token(request),
        "code": _code(request),
        "said": said,
        "was_answered": before is not None,
        "is_open": clock.now() < opened.until,
        "solved": SOLVED.items(),
        "help": HELP.items(),
        "longest": LONGEST_TEXT,
    }


def _refused(request: HttpRequest, sentence: object) -> HttpResponse:
    return render(request, "portal/visit/door.html", {"wrong": sentence}, status=403)


def _token(request: HttpRequest) -> str:
    return request.POST.get("token", "")


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "")
