"""The opening hours as they stand: the provider file's, with the days on which a desk lead closed the desk (R34)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from yorisoi_service import clock
from yorisoi_service.desk.models.calls import Closure
from yorisoi_service.desk.rules.policy import DeskPolicy


def standing(policy: DeskPolicy, *, now: datetime) -> DeskPolicy:
    """The policy with every closure from yesterday on. Whoever asks whether the desk is open asks this one."""
    since = clock.business_day(now) - timedelta(days=1)
    days = Closure.objects.filter(lifted_at=None, day__gte=since).values_list("day", flat=True)
    hours = replace(policy.hours, closures=policy.hours.closures | frozenset(days))
    return replace(policy, hours=hours)


def closures(*, since: date) -> list[Closure]:
    """The closures in force from this day on, with who set them, by day."""
    return list(Closure.objects.filter(lifted_at=None, day__gte=since).select_related("by").order_by("day"))


def find(pk: int) -> Closure | None:
    """One closure, in force or lifted."""
    return Closure.objects.filter(pk=pk).first()
