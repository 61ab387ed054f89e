"""Writing down who looked at whose record: called by every page that shows one subscriber, once it knows whom."""

from django.http import HttpRequest

from yorisoi_service import clock
from yorisoi_service.front.entrance import member
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.services.looks import looked


def saw(request: HttpRequest, subscriber: Subscriber | int | None) -> None:
    """Whoever is signed in sees this subscriber's record now. Behind a guard only; one statement, none without a subscriber."""
    page = request.resolver_match.view_name if request.resolver_match is not None else ""
    looked(subscriber=subscriber, by=member(request), where=page, now=clock.now())
