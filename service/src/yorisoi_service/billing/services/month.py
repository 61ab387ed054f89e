"""Closing a month: every line with a contract is charged once, whatever happens to the run.

    (nothing) -> running -> closed

A run goes from first holder to first holder in chunks. A chunk is one transaction: its entries, the cursor behind them
and one audit row with count, total and digest; so a run that is killed leaves whole chunks and goes on behind them. Of two runs
at once the second finds the cursor moved and takes the next chunk. Contracts that change after their month was closed
are never edited in the ledger: the next run looks again at every first holder with events since the last one, in every
closed month, and books the difference.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import BadMonth, NoTariff
from yorisoi_service.billing.models import Close, Entry
from yorisoi_service.billing.queries import Totals
from yorisoi_service.billing.rules.booking import Booking, State, Sums
from yorisoi_service.billing.services import tariff
from yorisoi_service.billing.services.proof import record_end, record_part
from yorisoi_service.billing.services.reckoning import Bill, Chunk, facts_of, reckon, task
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Subscriber

CHUNK = 2_000
FIRST_AGO = 3  # months back that the ledger may begin unasked
# An event gets its number before its transaction commits, so a smaller number may become visible after a greater one.
# A run therefore counts as having seen only what was entered a day before it began: no transaction takes that long,
# and looking twice books nothing twice.
MARGIN = timedelta(days=1)

Progress = Callable[[int, float], None]  # rows so far, share of the work done (0 to 1)


@dataclass(frozen=True)
class Preview:
    """What closing the month now would book. `before` is the run of the month before, None where there is none."""

    totals: Totals
    before: Totals | None
    is_over: bool

    @property
    def difference(self) -> int | None:
        """Yen more (or less) than the run before."""
        return None if self.before is None else self.totals.total - self.before.total


def close_month(
    month: Month, *, by: StaffMember, now: datetime, progress: Progress | None = None, chunk: int = CHUNK
) -> Close:
    """Book every charge of the month and every adjustment due, and close it. May be started again at any time.

    Raises BadMonth for a month that is not over or not the next one, NoTariff when nothing says what it costs. A month
    closed already is given back as it is. Owns one transaction a chunk; call it outside of any.
    """
    require(by, Deed.RUN_MONTH)
    close = _begin(month, by=by, now=now)
    if close.state == State.CLOSED:
        return close
    work, last = task(month), _last_holder()
    while close.state == State.RUNNING:
        found = reckon(work, after=close.cursor, limit=chunk)
        close = _book(close, found, by=by, now=now)
        if progress is not None:
            progress(close.rows, 1.0 if close.state == State.CLOSED else close.cursor / max(last, close.cursor, 1))
    return close


def preview(month: Month, *, now: datetime, progress: Progress | None = None, chunk: int = CHUNK) -> Preview:
    """What `close_month` would book now, by the same code; writes nothing. The running month can be previewed too.

    A month closed already answers with what was booked. Raises BadMonth, NoTariff.
    """
    before = queries.month_totals(month.plus(-1))
    is_over = month < Month.of(business_day(now))
    booked = queries.month_totals(month)
    if booked is not None and booked.is_closed:
        return Preview(booked, before, is_over)
    _check_order(month)
    _check_tariff(month)
    work, last, sums, after = task(month), _last_holder(), Sums(), 0
    while (found := reckon(work, after=after, limit=chunk)).upto is not None:
        sums.add(found.bookings)
        after = found.upto
        if progress is not None:
            progress(sums.rows(), min(1.0, after / max(last, 1)))
    return Preview(queries.totals(month, sums, is_closed=False), before, is_over)


def check_first(month: Month, *, now: datetime) -> None:
    """Raises BadMonth when the ledger would begin with this month and it lies more than three months back.

    Asked wherever a person chooses the month: there is no way back from a mistyped year. `close_month` does not ask.
    """
    this = Month.of(business_day(now))
    if month >= this.plus(-FIRST_AGO) or queries.first_closed() is not None:
        return
    raise BadMonth(
        _(
            "%(month)s would be the first month closed here, and it lies more than three months back: every month from "
            "it on is then charged, and there is no way back. Next step: another month, or, if this is the one, "
            "./run manage billing close-month %(month)s --first"
        )
        % {"month": month}
    )


def _begin(month: Month, *, by: StaffMember, now: datetime) -> Close:
    """The month's run, new or as it stands."""
    standing = Close.objects.filter(month=month.first_day).first()
    if standing is not None:
        return standing
    if month >= Month.of(business_day(now)):
        raise BadMonth(
            _("%(month)s is not over yet. Close it from %(day)s on.")
            % {"month": month, "day": month.plus(1).first_day.isoformat()}
        )
    try:
        with transaction.atomic():
            tariff.lock()
            _check_order(month)
            _check_tariff(month)
            close = Close.objects.create(
                month=month.first_day,
                state=State.RUNNING,
                events_until=contracts.newest_event(entered_until=now - MARGIN),
                started_at=now,
                by=by,
            )
            record(event="month.begun", by=by.actor, about=f"month:{month}", now=now)
    except IntegrityError:  # somebody was faster
        return Close.objects.get(month=month.first_day)
    return close


def _book(close: Close, found: Chunk, *, by: StaffMember, now: datetime) -> Close:
    """One chunk, whole or not at all: entries, cursor, audit row. Nothing where another run booked it meanwhile."""
    with transaction.atomic():
        locked = Close.objects.select_for_update().get(pk=close.pk)
        if locked.cursor != close.cursor or locked.state != State.RUNNING:
            return locked
        if found.upto is None:
            return _end(locked, by=by, now=now)
        entries = [
            _entry(locked, found, each, bill, now) for each, bill in zip(found.bookings, found.bills, strict=True)
        ]
        Entry.objects.bulk_create(entries)
        sums = Sums(locked.sums)
        sums.add(found.bookings)
        locked.cursor, locked.sums = found.upto, sums.by
        locked.rows, locked.total = sums.rows(), sums.yen()
        locked.save(update_fields=["cursor", "rows", "total", "sums"])
        record_part(locked, entries, after=close.cursor, upto=found.upto, by=by, now=now)
    return locked


def _end(locked: Close, *, by: StaffMember, now: datetime) -> Close:
    locked.state, locked.closed_at = State.CLOSED, now
    locked.save(update_fields=["state", "closed_at"])
    record_end(locked, by=by, now=now)
    return locked


def _entry(close: Close, found: Chunk, each: Booking, bill: Bill, now: datetime) -> Entry:
    basis, price = found.basis, each.charge.price
    return Entry(
        charge_id=each.charge_id,
        line_id=int(each.line),
        subscriber_id=bill.subscriber,
        account=bill.account,
        month=each.month.first_day,
        kind=each.kind,
        amount=each.amount,
        reason=each.charge.reason,
        price_id=None if price is None else basis.prices[price.since],
        policy_id=basis.policies[basis.plan.since(each.month)],
        tax_percent=basis.plan.tariff.tax_at(each.month).percent,
        close=close,
        facts=facts_of(each, found),
        at=now,
    )


def _check_order(month: Month) -> None:
    running = queries.running()
    if running is not None and Month.of(running.month) != month:
        raise BadMonth(
            _("The run of %(running)s was begun and has not ended. Next step: close-month %(running)s")
            % {"running": Month.of(running.month)}
        )
    due = queries.first_open()
    if running is None and due is not None and month != due:
        raise BadMonth(
            _("Months are closed in order, and %(due)s comes next. Next step: close-month %(due)s") % {"due": due}
        )


def _check_tariff(month: Month) -> None:
    plan = queries.plan()
    try:
        plan.policy_at(month), plan.tariff.price_at(month), plan.tariff.tax_at(month)
    except LookupError:
        raise NoTariff(
            _("No price, tax rate or settings are entered for %(month)s. Next step: enter them.") % {"month": month}
        ) from None


def _last_holder() -> int:
    newest = Subscriber.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
