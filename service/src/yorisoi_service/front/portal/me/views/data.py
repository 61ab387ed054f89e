"""One's own data: what is known, who looked at it, a copy to take along, and asking to correct or delete it.

Who asks is known from the sign-in; nothing more is asked of them.
"""

from contextlib import suppress
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yorisoi_service import clock
from yorisoi_service.front import forgetting
from yorisoi_service.front.portal.me import door
from yorisoi_service.front.portal.me.export import packed
from yorisoi_service.front.portal.me.keeping import what_goes, what_stays
from yorisoi_service.front.portal.me.looked import looks_of
from yorisoi_service.front.portal.me.slots import masked
from yorisoi_service.subscribers import queries as subscribers
from yorisoi_service.subscribers.errors import BadWish
from yorisoi_service.subscribers.models import Subscriber, Wish
from yorisoi_service.subscribers.rules.access import WishKind
from yorisoi_service.subscribers.services import signing_in, wishes


@require_safe
@door.subscriber_only
def data(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """What is known of them, and the ways to change it."""
    shown = {
        "phones": [masked(number) for number in (subscriber.phone, subscriber.mobile) if number],
        "members": subscribers.members_of(subscriber),
        "wishes": wishes_of(subscriber),
    }
    return door.page(request, "data", shown, me=subscriber)


@require_safe
@door.subscriber_only
def looks(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Who of the staff saw their record, and when."""
    return door.page(request, "looks", {"looks": looks_of(subscriber)}, me=subscriber)


@require_http_methods(["GET", "HEAD", "POST"])
@door.subscriber_only
def take_along(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """What the copy holds; a press on the button brings it. Only a form of this page brings it, never a link."""
    if request.method != "POST":
        return door.page(request, "take_along", me=subscriber)
    now = clock.now()
    name = f"{subscriber.customer_number}-{clock.business_day(now):%Y%m%d}.zip"
    return FileResponse(packed(subscriber, now=now), as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@door.subscriber_only
def correct(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Tell the office what is wrong."""
    text = request.POST.get("text", "")
    if request.method != "POST":
        return door.page(request, "correct", me=subscriber)
    try:
        wishes.ask_correction(subscriber=subscriber, text=text, now=clock.now())
    except BadWish as refused:
        shown = {"wrong": refused.sentence, "text": text[: 2 * wishes.LONGEST_TEXT]}
        response = door.page(request, "correct", shown, me=subscriber)
        response.status_code = 400
        return response
    return HttpResponseRedirect(reverse("portal:my_data"))


@require_http_methods(["GET", "HEAD", "POST"])
@door.subscriber_only
def delete(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """What would go, what stays and until when; and the request itself, with a box to tick."""
    now = clock.now()
    shown: dict[str, Any] = {
        "goes": what_goes(),
        "stays": what_stays(subscriber, now=now),
        "needs": forgetting.needs(subscriber=subscriber, now=now),
        "wish": open_deletion(subscriber),
    }
    status = 200
    if request.method == "POST":
        try:
            if request.POST.get("sure") != "yes":
                raise BadWish(_("Please tick the box first, if you are sure."))
            wishes.ask_deletion(subscriber=subscriber, now=now)
        except BadWish as refused:
            shown["wrong"], status = refused.sentence, 400
        else:
            return HttpResponseRedirect(reverse("portal:my_delete"))
    response = door.page(request, "delete", shown, me=subscriber)
    response.status_code = status
    return response


@require_POST
@door.subscriber_only
def withdraw(request: HttpRequest, subscriber: Subscriber, pk: int) -> HttpResponse:
    """Take a request back that the office has not answered yet."""
    wish = Wish.objects.filter(subscriber=subscriber, pk=pk).first()
    if wish is None:
        raise Http404(_("There is nothing here."))
    with suppress(BadWish):  # answered in this moment: the page says how it stands
        wishes.withdraw(wish=wish, now=clock.now())
    return HttpResponseRedirect(reverse("portal:my_data"))


@require_http_methods(["GET", "HEAD", "POST"])
@door.subscriber_only
def elsewhere(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Sign out in every browser: for who left one open somewhere."""
    if request.method == "POST":
        signing_in.sign_out_everywhere(subscriber=subscriber, now=clock.now())
        return door.let_out(request)
    return door.page(request, "elsewhere", me=subscriber)


def wishes_of(subscriber: Subscriber) -> list[Wish]:
    """Their requests to the office, the newest first."""
    return list(subscriber.wishes.order_by("-asked_at", "-pk")[:20])


def open_deletion(subscriber: Subscriber) -> Wish | None:
    """The request for deletion that the office has not answered yet."""
    return subscriber.wishes.filter(kind=WishKind.DELETION, done_at=None, withdrawn_at=None).first()
