"""Writing the debit file of a month: once, proved by the independent reader, and again with the same bytes."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.billing.models import Close
from yorisoi_service.billing.rules.booking import State as CloseState
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import CannotExport, NotSetUp
from yorisoi_service.debits.models import DebitItem, DebitPart, DebitRun, Mandate, Receivable
from yorisoi_service.debits.rules import calendar
from yorisoi_service.debits.rules.profile import BankProfile, Collection
from yorisoi_service.debits.rules.receivable import COLLECTABLE, Step, after
from yorisoi_service.debits.rules.zengin.kana import UnknownCharacter, half_width
from yorisoi_service.debits.rules.zengin.proof import NotWhatWasOrdered, prove
from yorisoi_service.debits.rules.zengin.write import CannotWrite, Debit, request_file
from yorisoi_service.debits.seal import CannotUnseal
from yorisoi_service.debits.services.gathering import gather, net
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require

CHUNK = 500
Progress = Callable[[int, float], None]  # charges so far, share of the work (0 to 1)
MOST_NAMED = 20  # customer numbers in one sentence


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


def bank_of(collection: Collection) -> BankProfile:
    """The bank's profile. Raises NotSetUp when the provider collects through its own internet bill."""
    if collection.mode != "own_debit" or collection.bank is None:
        raise NotSetUp(
            _(
                "This provider collects with its internet bill, not by debit files of its own. Use billing export, "
                'or set mode = "own_debit" and the bank in [collection] of the provider file.'
            )
        )
    return collection.bank


@transaction.atomic
def export(
    *,
    month: Month,
    collection: Collection,
    key: bytes,
    by: StaffMember,
    now: datetime,
    debit_date: date | None = None,
    preview: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """The debit file for a closed month.

    First time: gathers what the month's run booked, nets credits, takes along what is carried over, sends to slips
    what has no mandate, writes and proves the file, and one audit row with the totals. Afterwards: the same bytes,
    whatever has changed since. Nothing delivered is ever rebuilt differently. With `preview` nothing is kept.
    """
    require(by, Deed.EXPORT_MONEY)
    profile = bank_of(collection)
    # The month's row is the lock: two exports at once make one run.
    close = Close.objects.select_for_update().filter(month=month.first_day).first()
    run = DebitRun.objects.filter(month=month.first_day).first()
    if run is not None:
        if debit_date not in (None, run.debit_date):
            raise CannotExport(
                _("The file of %(month)s has been written for %(day)s. It is never written again differently.")
                % {"month": month, "day": run.debit_date}
            )
        return Exported(run, _again(run, key=key), again=True)
    if close is None or close.state != CloseState.CLOSED:
        raise CannotExport(_("%(month)s is not closed yet. Close the month first.") % {"month": month})
    debited_on = _debit_date(month, collection.debit_day, debit_date, today=business_day(now))
    exported = _first(close, profile, debited_on, key=key, by=by, now=now, progress=progress)
    if preview:
        transaction.set_rollback(True)
    return exported


def _first(
    close: Close,
    profile: BankProfile,
    debited_on: date,
    *,
    key: bytes,
    by: StaffMember,
    now: datetime,
    progress: Progress | None,
) -> Exported:
    month = Month.of(close.month)
    unanswered = _check_order(month)
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
        unanswered=unanswered,
    )
    run = exported.run
    run.save()
    owing = Receivable.objects.filter(state__in=[str(state) for state in COLLECTABLE], amount__gt=0)
    rows, of = 0, owing.count()
    for chunk in _in_chunks():
        _request(chunk, exported, now=now)
        rows += sum(len(each.receivables) for each in chunk)
        if progress is not None:
            progress(rows, rows / of)
    debits = _debits(run, key=key)
    if debits:
        exported.content = _proved(profile, debited_on, debits)
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
        },
        now=now,
    )
    return exported


def _check_order(month: Month) -> list[str]:
    last = DebitRun.objects.order_by("-month").first()
    if last is not None and Month.of(last.month).plus(1) != month:
        raise CannotExport(
            _("The next month to export is %(month)s: months are collected one after the other.")
            % {"month": Month.of(last.month).plus(1)}
        )
    written = DebitRun.objects.filter(state=DebitRun.State.WRITTEN).order_by("month")
    return [str(Month.of(each)) for each in written.values_list("month", flat=True)]


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
        owing = Receivable.objects.filter(
            state__in=[str(state) for state in COLLECTABLE], amount__gt=0, subscriber_id__gt=behind
        )
        subscribers = list(owing.order_by("subscriber_id").values_list("subscriber_id", flat=True).distinct()[:CHUNK])
        if not subscribers:
            return
        rows = owing.filter(subscriber_id__lte=subscribers[-1]).select_related("subscriber")
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


def _request(chunk: list[_Owing], exported: Exported, *, now: datetime) -> None:
    """Write the chunk's records; what has no mandate goes to slips, what has one for later waits."""
    run = exported.run
    ready, slips = [], []
    for owing in chunk:
        if owing.mandate is None:
            exported.to_slip.append(owing.customer_number)
            slips += owing.receivables
        elif owing.mandate.valid_from > run.debit_date:
            exported.waiting.append(owing.customer_number)
        else:
            ready.append((owing.mandate, owing.receivables))
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


def _move(keys: list[int], step: Step, *, now: datetime) -> None:
    for state in COLLECTABLE:
        moved = Receivable.objects.filter(pk__in=keys, state=state)
        if step is Step.REQUEST:
            moved.update(state=after(state, step), since=now, debits=F("debits") + 1)
        else:
            moved.update(state=after(state, step), since=now)


def _debits(run: DebitRun, *, key: bytes) -> list[Debit]:
    """The records of a run with their accounts opened, in the order of the file."""
    profile = BankProfile(**run.profile)
    found, foreign = [], []
    items = DebitItem.objects.filter(run=run).select_related("mandate__subscriber").order_by("pk")
    for item in items.iterator(chunk_size=CHUNK):
        try:
            account = item.mandate.account(key=key)
        except CannotUnseal:
            raise CannotExport(
                _(
                    "The bank data of %(number)s cannot be opened: it was sealed with another key, or altered. Bring back "
                    "the data key that belongs to this database."
                )
                % {"number": item.mandate.subscriber.customer_number}
            ) from None
        try:
            holder = half_width(account.holder, symbols=profile.symbols, small_wo=profile.small_wo)
        except UnknownCharacter:  # the mandate was registered under another profile
            foreign.append(item.mandate.subscriber.customer_number)
            continue
        found.append(
            Debit(
                bank_code=item.mandate.bank_code,
                branch_code=item.mandate.branch_code,
                account_type=item.mandate.account_type,
                account_number=account.number,
                holder=holder,
                amount=item.amount,
                new_code=item.new_code,
                customer_ref=item.customer_ref,
            )
        )
    if foreign:
        raise CannotExport(
            _(
                "The account holder's name of these subscribers has a character that this bank does not take: %(numbers)s. "
                "Renew their mandates with the name as the bank writes it."
            )
            % {"numbers": _named(foreign)}
        )
    return found


def _proved(profile: BankProfile, debited_on: date, debits: list[Debit]) -> bytes:
    try:
        content = request_file(profile, debited_on, debits)
        prove(content, profile, debited_on, debits)
    except CannotWrite as refused:
        if not refused.customer_ref:
            raise CannotExport(
                _("The bank profile in the provider file cannot be written (%(why)s). Correct it there.")
                % {"why": refused.why}
            ) from None
        mandate = Mandate.objects.filter(customer_ref=refused.customer_ref).latest("sequence")
        raise CannotExport(
            _("The record of %(number)s cannot be written (%(why)s). Correct the mandate.")
            % {"number": mandate.subscriber.customer_number, "why": refused.why}
        ) from None
    except NotWhatWasOrdered as fault:
        raise CannotExport(
            _("The written file did not stand its own check (%(why)s). Nothing was handed out; report this fault.")
            % {"why": fault}
        ) from fault
    return content


def _again(run: DebitRun, *, key: bytes) -> bytes:
    debits = _debits(run, key=key)
    content = _proved(BankProfile(**run.profile), run.debit_date, debits) if debits else b""
    if hashlib.sha256(content).hexdigest() != run.sha256:
        raise CannotExport(
            _(
                "The file of %(month)s cannot be written again as it was. Use the copy that was kept; nothing was written."
            )
            % {"month": Month.of(run.month)}
        )
    return content


def _named(numbers: list[str]) -> str:
    more = len(numbers) - MOST_NAMED
    return ", ".join(numbers[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
