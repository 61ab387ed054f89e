"""What was collected from accounts, and the accounts: gone when the books of their months are. Runs and the bank's
answers tell of nobody and stay."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from yorisoi_service.audit.purging import Child, Progress, Step, purge_steps, silent
from yorisoi_service.audit.rules.keeping import Counts, Periods
from yorisoi_service.clock import business_day
from yorisoi_service.debits.models import DebitItem, DebitPart, DebitRun, Mandate, Receivable
from yorisoi_service.debits.rules.receivable import State

SETTLED = (str(State.PAID), str(State.WRITTEN_OFF))


def purge(*, now: datetime, periods: Periods, dry_run: bool = False, told: Progress = silent) -> Counts:
    """Delete records of answered debit files, settled receivables and ended mandates older than `contract_years`. What
    is not paid, and the mandate and the records behind it, stay however old they are."""
    old = periods.cut_day("contract_years", business_day(now))
    unsettled = DebitPart.objects.exclude(receivable__state__in=SETTLED)
    items = DebitItem.objects.filter(run__month__lte=old, run__state=DebitRun.State.ANSWERED).exclude(
        Exists(unsettled.filter(item=OuterRef("pk")))
    )
    receivables = Receivable.objects.filter(month__lte=old, state__in=SETTLED, parts=None)
    mandates = Mandate.objects.filter(ended_on__lte=old, items=None)
    steps = (
        Step(items, "run__month", children=(Child(DebitPart, "item"),)),
        Step(receivables, "month"),
        Step(mandates, "valid_from"),
    )
    return purge_steps("retention:debits", steps, now=now, dry_run=dry_run, told=told)
