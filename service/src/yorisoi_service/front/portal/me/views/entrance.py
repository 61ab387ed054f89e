"""The ways in: a link by mail, the code of the letter; and the way out. No password."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yorisoi_service import clock
from yorisoi_service.front.portal.me import door, postman
from yorisoi_service.front.portal.me.views import home
from yorisoi_service.subscribers.errors import BadKey, TooManyTries
from yorisoi_service.subscribers.rules.access import LINK_LIFE, LONGEST_TYPED, Purpose
from yorisoi_service.subscribers.services import access, links


@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """The own page, or the choice of ways in. A link by mail leads here; what is behind its # stays in the browser."""
    subscriber = door.visitor(request)
    if subscriber is not None:
        return home.home(request, subscriber)
    return door.page(request, "enter", {"by_mail": settings.MAIL_READY})


@require_POST
def open_link(request: HttpRequest) -> HttpResponse:
    """A link by mail, opened by a press on a button: programs that only look at mails do not spend it."""
    try:
        key = access.open_with(
            token=request.POST.get("token", ""),
            purpose=Purpose.OWN_PAGE,
            now=clock.now(),
            source=door.place(request),
        )
    except (BadKey, TooManyTries) as refused:
        return _refused(request, "enter", refused, {"by_mail": settings.MAIL_READY})
    return door.let_in(request, key)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is one sentence, whoever asks."""
    if not settings.MAIL_READY:
        return HttpResponseRedirect(reverse("portal:my_code"))
    minutes = int(LINK_LIFE.total_seconds() // 60)
    if request.method != "POST":
        return door.page(request, "link", {"minutes": minutes})
    email, number = request.POST.get("email", "").strip().replace("＠", "@"), request.POST.get("number", "").strip()
    typed = {"email": email[:LONGEST_TYPED], "number": number[:LONGEST_TYPED], "minutes": minutes}
    if "@" not in email or len(email) > LONGEST_TYPED or len(number) > LONGEST_TYPED:
        sentence = _("Please type your mail address, like hanako@example.jp.")
        return _again(request, "link", sentence, typed)
    try:
        links.ask_for_link(email=email, customer_number=number, source=door.place(request), now=clock.now())
    except TooManyTries as refused:
        return _refused(request, "link", refused, typed)
    transaction.on_commit(postman.wake)
    return door.page(request, "link_sent", {"minutes": minutes})


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Sign in with customer number and the code of the letter."""
    shown = {"by_mail": settings.MAIL_READY}
    if request.method != "POST":
        return door.page(request, "code", shown)
    number, typed = request.POST.get("number", ""), request.POST.get("code", "")
    shown |= {"number": number[:LONGEST_TYPED]}
    if not number.strip() or not typed.strip():
        return _again(request, "code", _("Please type both: the customer number and the code."), shown)
    try:
        key = access.open_with_code(customer_number=number, code=typed, now=clock.now(), source=door.place(request))
    except (BadKey, TooManyTries) as refused:
        return _refused(request, "code", refused, shown)
    return door.let_in(request, key)


@require_http_methods(["GET", "HEAD", "POST"])
def out(request: HttpRequest) -> HttpResponse:
    """Sign out, and the page that says so."""
    if request.method == "POST":
        return door.let_out(request)
    return door.page(request, "out")


def _refused(
    request: HttpRequest, template: str, refused: BadKey | TooManyTries, shown: dict[str, object]
) -> HttpResponse:
    status = 429 if isinstance(refused, TooManyTries) else 403
    return _again(request, template, str(refused.sentence), shown, status)


def _again(
    request: HttpRequest, template: str, sentence: str, shown: dict[str, object], status: int = 400
) -> HttpResponse:
    response = door.page(request, template, {**shown, "wrong": sentence})
    response.status_code = status
    return response
