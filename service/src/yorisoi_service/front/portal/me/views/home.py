"""The first page behind the door, and the place in the queue while a call waits."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yorisoi_service import clock
from yorisoi_service.contracts.queries import holds_contract
from yorisoi_service.desk.queries import callbacks, calls
from yorisoi_service.front.portal.me import door
from yorisoi_service.front.portal.me.hours import opening
from yorisoi_service.subscribers.models import Subscriber

AGAIN_S = 15


def home(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Where to call, whether the desk is open, and the ways on. The desk's numbers are for contract holders (R31)."""
    now = clock.now()
    shown = {
        "phones": settings.PROVIDER.phones if holds_contract(subscriber.pk, on=clock.business_day(now)) else None,
        "opening": opening(now=now),
        "place": calls.position_of(subscriber, now=now),
        "call_back": callbacks.open_of(subscriber),
    }
    return door.page(request, "home", shown, me=subscriber)


@require_safe
@door.subscriber_only
def waiting(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """The place of the call that rings; asks again by itself until somebody stops it."""
    found = calls.position_of(subscriber, now=clock.now())
    return door.page(request, "waiting", {"said": _said(found), "again_s": AGAIN_S}, me=subscriber)


@require_safe
def waiting_place(request: HttpRequest) -> HttpResponse:
    """The same sentence for the page's script. Asking shows nobody's presence: the idle time goes on."""
    subscriber = door.visitor(request, by_itself=True)
    if subscriber is None:
        return door.private(JsonResponse({"code": "not_signed_in"}, status=401))
    found = calls.position_of(subscriber, now=clock.now())
    return door.private(JsonResponse({"said": _said(found)}))


def _said(found: int | None) -> str:
    if found is None:
        return _("No call of yours is waiting just now.")
    if found == 1:
        return _("You are next. Please stay on the telephone.")
    return _("You are number %(place)s. Please stay on the telephone.") % {"place": found}
