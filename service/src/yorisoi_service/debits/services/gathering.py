"""From the ledger to what each subscriber owes for a month, credits netted. Part of a run's own transaction."""

from datetime import datetime
from itertools import groupby

from django.db.models import F, Sum

from yorisoi_service.billing.models import Close, Entry
from yorisoi_service.debits.models import Receivable
from yorisoi_service.debits.rules.credit import Balance, netted
from yorisoi_service.debits.rules.receivable import CREDITABLE, State, Step, after

CHUNK = 500


def gather(close: Close, *, now: datetime) -> None:
    """One receivable for each subscriber whose entries of this run do not come to zero.

    An adjustment of an earlier month counts to the run that booked it. Entries never change once a month is closed,
    so each of them is gathered exactly once: a month whose file was discarded has its receivables already.
    """
    if Receivable.objects.filter(month=close.month).exists():
        return
    sums = (
        Entry.objects.filter(close=close)
        .values_list("subscriber_id")
        .annotate(amount=Sum("amount"))
        .exclude(amount=0)
        .order_by("subscriber_id")
    )
    waiting: list[Receivable] = []
    for subscriber_id, amount in sums.iterator(chunk_size=CHUNK):
        waiting.append(Receivable(subscriber_id=subscriber_id, month=close.month, amount=amount, since=now))
        if len(waiting) == CHUNK:
            Receivable.objects.bulk_create(waiting)
            waiting = []
    Receivable.objects.bulk_create(waiting)


def net(*, now: datetime) -> None:
    """Let the credits that wait meet what their subscribers owe, the oldest month first.

    What has been written off counts among it: a credit gives nothing back that was never paid. What is on its way at
    the bank is left alone. A receivable that is met in full is settled; written off stays written off.
    """
    credits_waiting = Receivable.objects.filter(amount__lt=0, state=State.OPEN)
    givers = list(credits_waiting.order_by("subscriber_id").values_list("subscriber_id", flat=True).distinct())
    for start in range(0, len(givers), CHUNK):
        rows = (
            Receivable.objects.filter(subscriber__in=givers[start : start + CHUNK])
            .filter(state__in=[str(state) for state in CREDITABLE])
            .exclude(amount=F("met"))
            .order_by("subscriber_id", "month")
            .select_for_update()  # somebody may be deciding about one of them right now
        )
        for _subscriber, own in groupby(rows, key=lambda row: row.subscriber_id):
            _net_one({row.pk: row for row in own}, now=now)


def _net_one(receivables: dict[int, Receivable], *, now: datetime) -> None:
    """One subscriber's, the oldest month first."""
    met = netted([Balance(row.pk, row.amount, row.met) for row in receivables.values()])
    for key, part in met.items():
        row = receivables[key]
        row.met += part
        if row.left == 0 and row.state != State.WRITTEN_OFF:
            row.state, row.since = after(State(row.state), Step.SETTLE), now
        row.save(update_fields=["met", "state", "since"])
