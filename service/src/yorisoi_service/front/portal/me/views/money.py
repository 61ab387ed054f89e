"""Contract and fee, as the books have them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yorisoi_service import clock
from yorisoi_service.front.portal.me import door
from yorisoi_service.front.portal.me.contracts import charges_told, lines_told
from yorisoi_service.subscribers.models import Subscriber


@require_safe
@door.subscriber_only
def contract(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """How each line's contract stands, and what it costs from this month on."""
    today = clock.business_day(clock.now())
    shown = {
        "lines": lines_told(subscriber, on=today),
        "today": today,
        "with_internet_bill": settings.PROVIDER.collection.mode == "export",
        "debit_day": settings.PROVIDER.collection.debit_day,
    }
    return door.page(request, "contract", shown, me=subscriber)


@require_safe
@door.subscriber_only
def charges(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """What was charged so far, each amount with its reason."""
    return door.page(request, "charges", {"charges": charges_told(subscriber)}, me=subscriber)
