"""Requests to be called back: which are due, which come later."""

from datetime import datetime

from django.db.models import QuerySet

from yorisoi_service.desk.models.calls import CallBack, Closing
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.subscribers.models import Subscriber

MOST_SHOWN = 50


def due(*, now: datetime, limit: int = MOST_SHOWN) -> list[CallBack]:
    """Open requests whose time has come, the longest waiting first."""
    return list(_open().filter(wanted_from__lte=now).order_by("wanted_from", "pk")[:limit])


def coming(*, now: datetime, limit: int = MOST_SHOWN) -> list[CallBack]:
    """Open requests for later, the next first."""
    return list(_open().filter(wanted_from__gt=now).order_by("wanted_from", "pk")[:limit])


def open_of(subscriber: Subscriber) -> CallBack | None:
    """The open request of this subscriber."""
    return _open().filter(subscriber=subscriber).first()


def wanted_between(first: datetime, end: datetime) -> int:
    """How many open requests are for a moment from `first` to before `end`."""
    return CallBack.objects.filter(done_at=None, wanted_from__gte=first, wanted_from__lt=end).count()


def we_called(ticket: Ticket) -> bool:
    """Did this ticket come from a call that we made?"""
    return CallBack.objects.filter(ticket=ticket, closing=Closing.REACHED).exists()


def find(pk: int) -> CallBack | None:
    """The request with its people, or None."""
    return _whole().filter(pk=pk).first()


def _open() -> QuerySet[CallBack]:
    return _whole().filter(done_at=None)


def _whole() -> QuerySet[CallBack]:
    return CallBack.objects.select_related("subscriber", "taken_by", "asked_by", "done_by", "ticket")
