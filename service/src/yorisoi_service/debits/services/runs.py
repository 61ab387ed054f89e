"""Writing the debit file of a month: once, proved by the independent reader, and again with the same bytes."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.billing.errors import Altered
from yorisoi_service.billing.models import Close
from yorisoi_service.billing.rules.booking import State as CloseState
from yorisoi_service.billing.services import proof
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import CannotExport
from yorisoi_service.debits.models import DebitRun
from yorisoi_service.debits.rules import calendar
from yorisoi_service.debits.rules.profile import BankProfile, Collection
from yorisoi_service.debits.services.asking import ask, owing
from yorisoi_service.debits.services.bank import bank_of
from yorisoi_service.debits.services.gathering import gather, net
from yorisoi_service.debits.services.turns import Left, Span, check_order, every_month, unanswered
from yorisoi_service.debits.services.writing import again, debits_of, proved
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require

Progress = Callable[[int, float], None]  # charges so far, share of the work (0 to 1)


@dataclass
class Exported:
    """A run and its file; empty bytes when nobody has anything to be debited. The rest is told on the first export
    only: customer numbers whose charges went to slips, and whose mandates are not usable yet."""

    run: DebitRun
    content: bytes = field(repr=False)
    again: bool = False
    to_slip: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)  # months whose results have not been taken
    given_up: Span | None = None  # before the first file only
    passed: Span | None = None  # between two files: what a bill has had


@transaction.atomic
def export(
    *,
    month: Month,
    collection: Collection,
    key: bytes,
    by: StaffMember,
    now: datetime,
    debit_date: date | None = None,
    first: bool = False,
    not_billed: bool = False,
    was_billed: bool = False,
    preview: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """The debit file for a closed month. `first` says, before the first file, that months closed earlier are collected
    in another way; without it they are exported first. `not_billed` says that the month's file for the internet bill,
    which was written, was never billed; `was_billed`, that the months between the last file and this one were, where
    their files do not tell what they were written for.

    First time: gathers what the month's run booked, nets credits, takes along what is carried over, sends to slips
    what has no mandate, writes and proves the file, and one audit row with the totals. Afterwards: the same bytes,
    whatever has changed since. Nothing delivered is ever rebuilt differently. With `preview` nothing is kept.
    """
    require(by, Deed.EXPORT_MONEY)
    profile = bank_of(collection)
    close = next((each for each in every_month() if each.month == month.first_day), None)
    run = DebitRun.objects.filter(month=month.first_day).first()
    if run is not None:
        if debit_date not in (None, run.debit_date):
            raise CannotExport(
                _("The file of %(month)s has been written for %(day)s. It is never written again differently.")
                % {"month": month, "day": run.debit_date}
            )
        return Exported(run, again(run, key=key), again=True)
    if close is None or close.state != CloseState.CLOSED:
        raise CannotExport(_("%(month)s is not closed yet. Close the month first.") % {"month": month})
    left = check_order(month, first=first, not_billed=not_billed, was_billed=was_billed)
    debited_on = _debit_date(month, collection.debit_day, debit_date, today=business_day(now))
    exported = _first(close, profile, debited_on, left, key=key, by=by, now=now, progress=progress)
    if preview:
        transaction.set_rollback(True)
    return exported


def _first(
    close: Close,
    profile: BankProfile,
    debited_on: date,
    left: Left,
    *,
    key: bytes,
    by: StaffMember,
    now: datetime,
    progress: Progress | None,
) -> Exported:
    month = Month.of(close.month)
    try:
        proof.agree(month)
    except Altered as found:
        raise CannotExport(found.sentence) from None
    gather(close, now=now)
    net(now=now)
    exported = Exported(
        DebitRun(
            month=month.first_day,
            debit_date=debited_on,
            profile=asdict(profile),
            sha256="",
            count=0,
            total=0,
            state=DebitRun.State.WRITTEN,
            written_by=by,
            written_at=now,
        ),
        b"",
        unanswered=unanswered(),
        given_up=left.given_up,
        passed=left.passed,
    )
    run = exported.run
    run.save()
    rows, of = 0, owing().count()
    for asked in ask(run, now=now):
        exported.to_slip += asked.to_slip
        exported.waiting += asked.waiting
        rows += asked.receivables
        if progress is not None:
            progress(rows, rows / of)
    debits = debits_of(run, key=key)
    if debits:
        exported.content = proved(profile, debited_on, debits)
    else:
        run.state = DebitRun.State.ANSWERED
    run.sha256 = hashlib.sha256(exported.content).hexdigest()
    run.count, run.total = len(debits), sum(each.amount for each in debits)
    run.save()
    record(
        event="debits.exported",
        by=by.actor,
        about=f"debits:{month}",
        facts={
            "count": run.count,
            "total": run.total,
            "debit_date": debited_on.isoformat(),
            "slips": run.without_mandate,
            "sha256": run.sha256,
            **left.facts(),
        },
        now=now,
    )
    return exported


def _debit_date(month: Month, debit_day: int, chosen: date | None, *, today: date) -> date:
    if chosen is None:
        usual = calendar.debit_date(month, debit_day)
        if usual <= today:  # the file has no year: a bank would take a day that is gone for next year's
            raise CannotExport(
                _(
                    "The usual debit date of %(month)s, %(day)s, is not after today. Next step: choose a bank business "
                    "day after today, with --debit-date or in the field of the page."
                )
                % {"month": month, "day": usual}
            )
        return usual
    if chosen <= today or chosen <= month.last_day or not calendar.is_bank_day(chosen):
        raise CannotExport(
            _("%(day)s cannot be the debit date. Choose a bank business day after today and after the month.")
            % {"day": chosen}
        )
    return chosen
