"""The stock of nameplates: giving out the one longest at rest, and putting it to rest. Inside the caller's transaction."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Max

from yorisoi_service.audit.services import record
from yorisoi_service.remote.models import Nameplate
from yorisoi_service.remote.rules import nameplate as rules


def allot(*, now: datetime, draw: Callable[[int], bytes]) -> str | None:
    """The next nameplate, or None when every one is in use. The first call lays out the stock in a drawn order."""
    if not Nameplate.objects.exists():
        ranks = {number: rank for rank, number in enumerate(rules.first_order(draw))}
        # In the order of the numbers: two processes that lay out the stock at once wait for each other, not in a circle.
        Nameplate.objects.bulk_create(
            [Nameplate(number=number, rest_rank=ranks[number]) for number in sorted(ranks)],
            batch_size=500,
            ignore_conflicts=True,
        )
    free = Nameplate.objects.select_for_update(skip_locked=True).filter(in_use=False).order_by("rest_rank", "number")
    plate = free.first()
    if plate is None:
        return None
    Nameplate.objects.filter(pk=plate.pk).update(in_use=True)
    in_use = Nameplate.objects.filter(in_use=True).count()
    if in_use == rules.ALARM_AT:
        record(event="nameplates.half_in_use", by="service", about="nameplates", facts={"in_use": in_use}, now=now)
    return plate.number


def put_to_rest(number: str) -> None:
    """The nameplate goes behind all that rest."""
    last = Nameplate.objects.aggregate(last=Max("rest_rank"))["last"] or 0
    Nameplate.objects.filter(number=number).update(in_use=False, rest_rank=last + 1)


def in_use() -> int:
    return Nameplate.objects.filter(in_use=True).count()
