"""Finding subscribers and lines: by number, telephone or name."""

from datetime import date

from django.db.models import Q

from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.rules.search import digits, folded

SHORTEST_PHONE = 4  # the last four digits are what callers say


def by_number(customer_number: str) -> Subscriber | None:
    """The subscriber with exactly this customer number."""
    return Subscriber.objects.filter(customer_number=customer_number.strip().upper()).first()


def by_phone(phone: str) -> list[Subscriber]:
    """Everybody reached under this telephone number, however it is written."""
    wanted = digits(phone)
    if not wanted:
        return []
    return list(Subscriber.objects.filter(Q(found_phone=wanted) | Q(found_mobile=wanted)).order_by("pk"))


def find(text: str, *, limit: int = 20) -> list[Subscriber]:
    """Subscribers whose number, telephone or name holds the text; nothing for an empty one, or one that is no name."""
    name, number = folded(text), digits(text)
    if not name or not is_name(text):  # a database may refuse what no name holds
        return []
    matches = Q(customer_number=text.strip().upper()) | Q(found_name__contains=name)
    if len(number) >= SHORTEST_PHONE and number == folded(text).replace("-", ""):
        matches |= Q(found_phone__endswith=number) | Q(found_mobile__endswith=number)
    return list(Subscriber.objects.filter(matches).order_by("customer_number")[:limit])


def lines_of(subscriber: Subscriber) -> list[Line]:
    """The subscriber's lines, by number."""
    return list(subscriber.lines.order_by("number"))


def is_open(line: Line, *, on: date) -> bool:
    """Is the line in service on this day?"""
    return line.opened_on <= on and (line.closed_on is None or on <= line.closed_on)
