"""What was asked of the desk so far, and asking to be called back under a registered number."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yorisoi_service import clock
from yorisoi_service.contracts.queries import holds_contract
from yorisoi_service.desk.errors import BadCallBack, DeskError
from yorisoi_service.desk.queries import callbacks
from yorisoi_service.desk.services import callbacks as asking
from yorisoi_service.front.portal.me import door
from yorisoi_service.front.portal.me.helped import request_of, requests_of
from yorisoi_service.front.portal.me.hours import opening
from yorisoi_service.front.portal.me.slots import registered_of, slots
from yorisoi_service.subscribers.models import Subscriber


@require_safe
@door.subscriber_only
def requests(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Every request, the newest first."""
    return door.page(request, "requests", {"requests": requests_of(subscriber)}, me=subscriber)


@require_safe
@door.subscriber_only
def one_request(request: HttpRequest, subscriber: Subscriber, number: int) -> HttpResponse:
    """One request: what was done, who connected when, every consent, how it ended."""
    found = request_of(subscriber, number)
    if found is None:
        raise Http404(_("There is nothing here."))
    return door.page(request, "request", {"told": found}, me=subscriber)


@require_http_methods(["GET", "HEAD", "POST"])
@door.subscriber_only
def call_back(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Ask to be called back; or see what was asked for, and withdraw it."""
    now = clock.now()
    shown: dict[str, Any] = {
        "call_back": callbacks.open_of(subscriber),
        "numbers": registered_of(subscriber),
        "slots": slots(now=now),
        "opening": opening(now=now),
        "may_ask": holds_contract(subscriber.pk, on=clock.business_day(now)),
        "chosen": request.POST.get("registered", ""),
        "wanted": request.POST.get("wanted_from", ""),
    }
    status = 200
    if request.method == "POST" and shown["may_ask"]:
        try:
            asking.ask(
                subscriber=subscriber,
                registered=request.POST.get("registered", ""),
                wanted_from=_moment(request.POST.get("wanted_from", "")),
                by=None,
                policy=settings.PROVIDER.desk,
                now=now,
            )
        except DeskError as refused:
            shown["wrong"], status = refused.sentence, 400
        else:
            return HttpResponseRedirect(reverse("portal:my_call_back"))
    response = door.page(request, "call_back", shown, me=subscriber)
    response.status_code = status
    return response


@require_POST
@door.subscriber_only
def withdraw_call_back(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """No call is wanted any more."""
    found = callbacks.open_of(subscriber)
    if found is not None:
        with suppress(DeskError):  # settled in this moment: the page says how it stands
            asking.withdraw(call_back=found, by=None, now=clock.now())
    return HttpResponseRedirect(reverse("portal:my_call_back"))


def _moment(typed: str) -> datetime | None:
    """The chosen moment; None for "as soon as possible". BadCallBack for what is no moment."""
    try:
        found = datetime.fromisoformat(typed) if typed else None
        if found is None or found.tzinfo is not None:
            return None if found is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadCallBack(_("Choose a moment from the list."))
