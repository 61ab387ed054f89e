"""What a form needs that asks for a call back, and what is read aloud in one."""

from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yorisoi_service import clock
from yorisoi_service.desk.queries.hours import standing
from yorisoi_service.front.console.words import REGISTERED
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Subscriber


def call_back_fields(subscriber: Subscriber | None, *, now: datetime) -> dict[str, object]:
    """What `console/call_back_form.html` expects as `call_back`. One query."""
    hours = standing(settings.PROVIDER.desk, now=now).hours
    earliest = hours.next_open(clock.local(now))
    return {
        "numbers": [] if subscriber is None else numbers(subscriber),
        "earliest": "" if earliest is None else f"{earliest:%Y-%m-%dT%H:%M}",
        "hours": hours,
    }


def numbers(subscriber: Subscriber) -> list[tuple[str, str | Promise, str]]:
    """The registered numbers: code, word, digits."""
    held = {"landline": subscriber.phone, "mobile": subscriber.mobile}
    return [(code, REGISTERED[code], number) for code, number in held.items() if number]


def greeting(by: StaffMember) -> str:
    """What is said first in a call that we made: who calls, on whose wish, and that one may hang up (D1, D9)."""
    return _(
        "This is %(who)s of the support desk of %(provider)s. You asked us to call back, so I am calling. If you did "
        "not, please hang up. I will not ask for any number or password."
    ) % {"who": by.display_name, "provider": settings.PROVIDER.name_in((get_language() or "ja")[:2])}
