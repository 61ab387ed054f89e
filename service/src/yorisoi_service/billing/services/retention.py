"""The ledger and the contracts it was reckoned from: together and whole, since a later look at half of them would book
the other half anew."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from yorisoi_service.audit.purging import Child, Progress, Step, purge_steps, silent
from yorisoi_service.audit.rules.keeping import Counts, Periods
from yorisoi_service.billing.models import Entry
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.services import retention as contracts


def purge(*, now: datetime, periods: Periods, dry_run: bool = False, told: Progress = silent) -> Counts:
    """Delete what was charged and the contracts behind it, for each first holder whose last contract ended more than
    `contract_years` ago and on whose lines nothing was booked or entered since. Runs of months keep their sums. Comes after the contracts' turn."""
    since = periods.cut_day("contract_years", business_day(now))
    booked = Entry.objects.filter(line__first_holder=OuterRef("pk"), close__month__gt=since)
    holders = contracts.past_holders(since=since, entered_until=periods.cut("contract_years", now))
    step = Step(
        holders.exclude(Exists(booked)),
        children=(Child(Entry, "line__first_holder", "month"), *contracts.OF_A_HOLDER),
        also=contracts.let_go,
        stays=True,
    )
    return purge_steps("retention:billing", [step], now=now, dry_run=dry_run, told=told)
