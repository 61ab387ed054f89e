"""Writing down who looked at whose record: called by every page that shows one subscriber, once it knows whom."""

from django.http import HttpRequest

from yorisoi_service import clock
from yorisoi_service.front.entrance import member
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.services.looks import looked_at


def saw(request: HttpRequest, *subscribers: Subscriber | int | None) -> None:
    """Whoever is signed in sees these subscribers' records now. Behind a guard only; one statement, none for nobody."""
    page = request.resolver_match.view_name if request.resolver_match is not None else ""
    keys = [each if isinstance(each, int) else each.pk for each in subscribers if each is not None]
    looked_at(subscribers=keys, by=member(request), where=page, now=clock.now())
