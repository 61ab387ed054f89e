"""Choices for a call back: the registered numbers, shown in part, and the hours in which the desk is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from yorisoi_service import clock
from yorisoi_service.desk.queries.hours import standing
from yorisoi_service.subscribers.models import Subscriber

DAYS = 3
SHOWN_DIGITS = 4
HIDDEN = "●"


@dataclass(frozen=True)
class Number:
    """One registered number: its code for the form, and its last digits."""

    code: str
    masked: str


def registered_of(subscriber: Subscriber) -> list[Number]:
    """The registered numbers. Somebody who looks over a shoulder learns none."""
    both = (("landline", subscriber.phone), ("mobile", subscriber.mobile))
    return [Number(code, masked(number)) for code, number in both if number]


def masked(number: str) -> str:
    """The number with its last four digits left, to be looked at only."""
    left = sum(c.isdigit() for c in number) - SHOWN_DIGITS
    found = ""
    for character in number:
        hide = character.isdigit() and left > 0
        left -= character.isdigit()
        found += HIDDEN if hide else character
    return found.replace("-", "\N{NON-BREAKING HYPHEN}")  # a number stands on one line


def slots(*, now: datetime) -> list[datetime]:
    """The full hours of the next days in which the desk is open, as wall clock moments."""
    hours = standing(settings.PROVIDER.desk, now=now).hours
    local = clock.local(now)
    first = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    last = local.date() + timedelta(days=DAYS - 1)
    found = []
    while first.date() <= last:
        if hours.is_open(first):
            found.append(first)
        first += timedelta(hours=1)
    return found
