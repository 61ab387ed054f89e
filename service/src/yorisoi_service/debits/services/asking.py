"""What a run asks of whom: one record for each mandate, slips where there is none, patience where it is for later."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db.models import F, QuerySet

from yorisoi_service.debits.models import DebitItem, DebitPart, DebitRun, Mandate, Receivable
from yorisoi_service.debits.rules.receivable import COLLECTABLE, Step, after

CHUNK = 500


@dataclass
class Asked:
    """What became of a chunk's receivables: their count, and the customer numbers that were not asked by debit."""

    receivables: int
    to_slip: list[str] = field(default_factory=list)  # no mandate
    waiting: list[str] = field(default_factory=list)  # a mandate, but for later


def ask(run: DebitRun, *, now: datetime) -> Iterator[Asked]:
    """Ask everybody for what they owe, in a saved run whose count of slips grows (not saved here). Inside the caller's
    transaction; memory stays that of one chunk."""
    for chunk in _in_chunks():
        yield _request(run, chunk, now=now)


def owing() -> QuerySet[Receivable]:
    """What a run may collect now."""
    return Receivable.objects.filter(state__in=[str(state) for state in COLLECTABLE], amount__gt=0)


@dataclass
class _Owing:
    """One subscriber's part of a run."""

    subscriber_id: int
    customer_number: str
    receivables: list[Receivable]
    mandate: Mandate | None


def _in_chunks() -> Iterator[list[_Owing]]:
    """Everybody with something to collect, by subscriber. Read in slices by key: rows change state behind the cursor."""
    behind = 0
    while True:
        ahead = owing().filter(subscriber_id__gt=behind)
        subscribers = list(ahead.order_by("subscriber_id").values_list("subscriber_id", flat=True).distinct()[:CHUNK])
        if not subscribers:
            return
        rows = ahead.filter(subscriber_id__lte=subscribers[-1]).select_related("subscriber")
        mandates = {
            mandate.subscriber_id: mandate
            for mandate in Mandate.objects.filter(
                subscriber_id__gt=behind, subscriber_id__lte=subscribers[-1], ended_on=None
            )
        }
        chunk = []
        for subscriber_id, own in groupby(rows.order_by("subscriber_id", "month"), key=lambda row: row.subscriber_id):
            receivables = list(own)
            number = receivables[0].subscriber.customer_number
            chunk.append(_Owing(subscriber_id, number, receivables, mandates.get(subscriber_id)))
        yield chunk
        behind = subscribers[-1]


def _request(run: DebitRun, chunk: list[_Owing], *, now: datetime) -> Asked:
    """Write the chunk's records; what has no mandate goes to slips, what has one for later waits."""
    asked = Asked(sum(len(each.receivables) for each in chunk))
    ready, slips = [], []
    for each in chunk:
        if each.mandate is None:
            asked.to_slip.append(each.customer_number)
            slips += each.receivables
        elif each.mandate.valid_from > run.debit_date:
            asked.waiting.append(each.customer_number)
        else:
            ready.append((each.mandate, each.receivables))
    items = DebitItem.objects.bulk_create(
        DebitItem(
            run=run,
            mandate=mandate,
            customer_ref=mandate.customer_ref,
            amount=sum(row.left for row in receivables),
            new_code=mandate.new_code,
        )
        for mandate, receivables in ready
    )
    DebitPart.objects.bulk_create(
        DebitPart(item=item, receivable=row, amount=row.left)
        for item, (_mandate, receivables) in zip(items, ready, strict=True)
        for row in receivables
    )
    Mandate.objects.filter(pk__in=[mandate.pk for mandate, _rows in ready]).update(new_code="0")
    _move([row.pk for _mandate, receivables in ready for row in receivables], Step.REQUEST, now=now)
    _move([row.pk for row in slips], Step.SLIP, now=now)
    run.without_mandate += len(slips)
    return asked


def _move(keys: list[int], step: Step, *, now: datetime) -> None:
    for state in COLLECTABLE:
        moved = Receivable.objects.filter(pk__in=keys, state=state)
        if step is Step.REQUEST:
            moved.update(state=after(state, step), since=now, debits=F("debits") + 1)
        else:
            moved.update(state=after(state, step), since=now)
