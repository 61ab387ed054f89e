"""Calls that ring, calls that were missed, and what a ticket knows of its call."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from yorisoi_service.desk.models.calls import UNHEARD, Call, CallBack
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.calls import STALE, State
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers import queries as subscribers
from yorisoi_service.subscribers.models import Subscriber

MOST_SHOWN = 50


def waiting(*, now: datetime, limit: int = MOST_SHOWN) -> list[Call]:
    """The calls that ring, the oldest first."""
    return list(_ringing(now).select_related("subscriber").order_by("rang_at", "pk")[:limit])


def number_waiting(*, now: datetime) -> int:
    """How many calls ring."""
    return _ringing(now).count()


def position_of(subscriber: Subscriber, *, now: datetime) -> int | None:
    """The place of this subscriber's ringing call in the queue, 1 for who is next; None: none of theirs rings.

    A caller is known by number only, so whoever calls from another telephone has no place here.
    """
    own = _ringing(now).filter(subscriber=subscriber).order_by("rang_at", "pk").first()
    if own is None:
        return None
    before = Q(rang_at__lt=own.rang_at) | Q(rang_at=own.rang_at, pk__lt=own.pk)
    return _ringing(now).filter(before).count() + 1


def missed(*, since: datetime, now: datetime, limit: int = MOST_SHOWN) -> list[Call]:
    """Calls nobody answered, the newest first, without those that are settled (looked at, asked to be called back,
    answered when the same number called again) and those known by their hang-up alone."""
    later = Call.objects.filter(number=OuterRef("number"), rang_at__gt=OuterRef("rang_at")).exclude(number="")
    asked = CallBack.objects.filter(call=OuterRef("pk"))
    # One range of the index for each of the two states; a disjunction would walk through all that were ever missed.
    rows = Call.objects.filter(state__in=[State.ABANDONED, State.RINGING], rang_at__gte=since, settled_at=None)
    rows = rows.exclude(state=State.RINGING, rang_at__gte=now - STALE).exclude(**UNHEARD)
    rows = rows.filter(~Exists(later.filter(answered_at__isnull=False)), ~Exists(asked))
    return list(rows.select_related("subscriber").order_by("-rang_at", "-pk")[:limit])


def answered_by(member: StaffMember) -> list[Call]:
    """The calls this person speaks on now, with their tickets, the newest first. A ticket that was handed over took its
    call along."""
    mine = {"ticket__finished_at": None, "ticket__holder": member}
    rows = Call.objects.filter(state=State.ANSWERED, answered_by=member, **mine)
    return list(rows.select_related("subscriber", "ticket").order_by("-answered_at", "-pk")[:MOST_SHOWN])


def find(pk: int) -> Call | None:
    """The call with its people, or None."""
    return Call.objects.select_related("subscriber", "ticket", "answered_by").filter(pk=pk).first()


def call_of(ticket: Ticket) -> Call | None:
    """The call this ticket was opened by; None: somebody opened it by hand."""
    return Call.objects.select_related("subscriber").filter(ticket=ticket).first()


def callers_of(call: Call) -> list[Subscriber]:
    """Everybody who is reached under the number of this call: choices, where they are several; nobody when withheld."""
    return subscribers.by_phone(call.number)


def earlier_tickets(subscriber: Subscriber, *, limit: int = 5, without: Ticket | None = None) -> list[Ticket]:
    """The subscriber's newest tickets, finished or not, without the one at hand."""
    rows = Ticket.objects.filter(subscriber=subscriber).select_related("subscriber", "line", "holder", "finished_by")
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    return list(rows.order_by("-opened_at", "-pk")[:limit])


def _ringing(now: datetime) -> QuerySet[Call]:
    return Call.objects.filter(state=State.RINGING, rang_at__gte=now - STALE)
