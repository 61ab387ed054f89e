"""A subscriber at the own page: what tests of it share."""

from django.test import Client

from yorisoi_service import clock
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.rules import access
from yorisoi_service.subscribers.services.access import make_key, print_code
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider


def code_for(subscriber: Subscriber, by: StaffMember) -> str:
    return print_code(subscriber=subscriber, by=by, now=NOON, draw=clock.draw)


def link_for(subscriber: Subscriber) -> str:
    return make_key(
        subscriber=subscriber, purpose="own_page", life=access.LINK_LIFE, by=None, now=NOON, draw=clock.draw
    )


def at_home(provider: Provider, subscriber: Subscriber | None = None, *, language: str = "en") -> Client:
    """A browser signed in to the own page by a link."""
    client = browser(language=language)
    answer = client.post("/my/open", {"token": link_for(subscriber or provider.subscriber)})
    assert answer.status_code == 302, answer.content.decode()
    return client
