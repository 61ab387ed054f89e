"""Who of the staff saw a subscriber's record, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from yorisoi_service.staff.models import ROLE_NAMES
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers.models import Look, Subscriber

MOST_SHOWN = 200


@dataclass(frozen=True)
class LookTold:
    """One hour in which somebody saw the record: their staff number and what they do here, never more."""

    hour: datetime
    number: str
    role: str | Promise


def looks_of(subscriber: Subscriber) -> list[LookTold]:
    """The newest looks first."""
    rows = Look.objects.filter(subscriber=subscriber).select_related("by").order_by("-hour", "-pk")[:MOST_SHOWN]
    return [LookTold(row.hour, row.by.number, ROLE_NAMES[Role(row.by.role)]) for row in rows]
