"""What pages and commands show of collecting. Nothing here opens a sealed account."""

from collections.abc import Sequence

from django.db.models import Count, F, QuerySet, Sum

from yorisoi_service.billing.models import Close
from yorisoi_service.billing.queries import billed, perhaps_billed
from yorisoi_service.billing.rules.booking import State as CloseState
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.models import DebitItem, DebitRun, Mandate, Receivable
from yorisoi_service.debits.rules.receivable import State


def mandate_of(subscriber_id: int) -> Mandate | None:
    """The mandate in force, or waiting to be; None when the subscriber pays by slip."""
    return Mandate.objects.filter(subscriber_id=subscriber_id, ended_on=None).first()


def runs() -> QuerySet[DebitRun]:
    """Every debit file written, the newest first."""
    return DebitRun.objects.order_by("-month")


def next_month() -> Month | None:
    """The month to export next: behind the newest file, or the oldest that is closed and went to no bill; None while
    there is none."""
    newest = runs().first()
    if newest is not None:
        return behind(newest)
    oldest = to_collect().order_by("month").first()
    return None if oldest is None else Month.of(oldest.month)


def to_collect() -> QuerySet[Close]:
    """Closed months of which it is not certain that they went to a bill."""
    return Close.objects.filter(state=CloseState.CLOSED).exclude(month__in=[month.first_day for month in billed()])


def behind(run: DebitRun) -> Month:
    """The month after a file's; months that a bill has had are passed over."""
    bills, month = billed(), Month.of(run.month).plus(1)
    while month in bills:
        month = month.plus(1)
    return month


def may_pass_over() -> bool:
    """Has somebody to say whether the next month was billed?"""
    return runs().exists() and next_month() in perhaps_billed()


def may_begin_later() -> bool:
    """Could the first file leave closed months behind?"""
    return not runs().exists() and to_collect().count() > 1


def results_of(run: DebitRun) -> list[tuple[str, int, int]]:
    """Result code ("" where none has come), records and yen of a run."""
    rows = DebitItem.objects.filter(run=run).values_list("result_code").annotate(Count("id"), Sum("amount"))
    return sorted((code, count, total) for code, count, total in rows)


def receivables_of(subscriber_id: int) -> list[Receivable]:
    """What one subscriber owed and was given, month by month."""
    return list(Receivable.objects.filter(subscriber_id=subscriber_id).order_by("month"))


def open_receivables(states: Sequence[State] = (State.OPEN, State.FAILED, State.CARRIED)) -> QuerySet[Receivable]:
    """What waits for the next file or for a decision, by customer number and month; credits that wait are among them."""
    return _listed(states)


def slips() -> QuerySet[Receivable]:
    """What is to be paid by slip, by customer number and month."""
    return _listed((State.SLIP,))


def to_decide() -> QuerySet[Receivable]:
    """Failed for a reason that only a person can judge (results 9 and 5 to 7)."""
    return _listed((State.FAILED,))


def refused_mandates() -> QuerySet[Mandate]:
    """Subscribers whose last mandate the bank refused and who have given no other: call them."""
    return (
        Mandate.objects.filter(ending=Mandate.Ending.REFUSED)
        .exclude(subscriber__mandates__sequence__gt=F("sequence"))
        .select_related("subscriber")
        .order_by("subscriber__customer_number")
    )


def _listed(states: Sequence[State]) -> QuerySet[Receivable]:
    return (
        Receivable.objects.filter(state__in=[str(state) for state in states])
        .select_related("subscriber")
        .order_by("subscriber__customer_number", "month")
    )
