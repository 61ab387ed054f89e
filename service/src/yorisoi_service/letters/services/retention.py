"""Letters whose time is over. What was issued is never changed, and goes whole: letter, deliveries and all."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime

from yorisoi_service.audit.purging import Child, Progress, Step, purge_steps, silent
from yorisoi_service.audit.rules.keeping import Counts, Periods
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.letters.rules.kinds import Kind
from yorisoi_service.subscribers.models import Subscriber


def purge(
    *,
    now: datetime,
    periods: Periods,
    past_subscribers: Callable[[Collection[int]], set[int]],
    dry_run: bool = False,
    told: Progress = silent,
) -> Counts:
    """Delete letters after a visit when the requests they tell of go, and every other letter issued longer ago than
    `contract_years`, once its subscriber is among `past_subscribers`: those without a contract for as long.

    A letter stays as long as one that corrects it. The numbers given are never given again.
    """
    standing = Letter.objects.filter(corrected_by=None)
    of_visits, others = Letter.objects.filter(kind=Kind.VISIT), Letter.objects.exclude(kind=Kind.VISIT)

    def among(keys: list[int]) -> list[int]:
        of = dict(Letter.objects.filter(pk__in=keys).values_list("pk", "subscriber_id"))
        past = past_subscribers(set(of.values()))
        return [key for key, subscriber in of.items() if subscriber in past]

    deliveries = (Child(Delivery, "letter"),)
    steps = (
        Step(
            standing.filter(kind=Kind.VISIT, at__lte=periods.cut("ticket_months", now)),
            "at",
            of_visits,
            children=deliveries,
            again=True,
        ),
        Step(
            standing.exclude(kind=Kind.VISIT).filter(at__lte=periods.cut("contract_years", now)),
            "at",
            others,
            children=deliveries,
            among=among,
            again=True,
        ),
    )
    return purge_steps("retention:letters", steps, now=now, dry_run=dry_run, told=told)


def forget(*, subscriber: Subscriber) -> Counter[str]:
    """Delete the letters after visits to this subscriber; no law asks to keep them. Inside the caller's transaction."""
    rows: Counter[str] = Counter()
    found = Letter.objects.filter(subscriber=subscriber, kind=Kind.VISIT)
    while keys := list(found.filter(corrected_by=None).values_list("pk", flat=True)):
        rows.update(Delivery.objects.filter(letter__in=keys).delete()[1])
        rows.update(Letter.objects.filter(pk__in=keys).delete()[1])
    return rows
