"""Taking the bank's answer: once for each run, whole or not at all."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import ResultRefused
from yorisoi_service.debits.models import DebitItem, DebitPart, DebitRun, Mandate, Receivable, ResultFile
from yorisoi_service.debits.rules.profile import BankProfile, Collection
from yorisoi_service.debits.rules.receivable import ENDS_MANDATE, Code, State, after, steps_after
from yorisoi_service.debits.rules.zengin.read import Block, FileRefused, ReadDebit, read
from yorisoi_service.debits.services.bank import bank_of
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require

CHUNK = 500


@dataclass
class Taken:
    """What an answer said, and what became of it. `renew` and `decide` are customer numbers: whose mandate the bank
    refused, and whose failure only a person can judge."""

    run: DebitRun
    again: bool = False
    codes: dict[str, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)  # receivables by the state they came into
    renew: list[str] = field(default_factory=list)
    decide: list[str] = field(default_factory=list)


@transaction.atomic
def take(*, content: bytes, collection: Collection, by: StaffMember, now: datetime, dry_run: bool = False) -> Taken:
    """Book the bank's answer to a run; `dry_run` does everything and keeps nothing.

    The same file again changes nothing. Raises ResultRefused, with the record and the reason, for a file of another
    client or day, a second answer, and whatever does not agree with the request. Moves the receivables by
    `rules.receivable`, ends the mandates of results 2, 3 and 4, and writes one audit row with the totals.
    """
    require(by, Deed.EXPORT_MONEY)
    profile = bank_of(collection)
    # Locked before anything is read: of two takers at once the second finds what the first has done.
    waiting = list(DebitRun.objects.select_for_update().filter(state=DebitRun.State.WRITTEN).order_by("month"))
    sha256 = hashlib.sha256(content).hexdigest()
    known = ResultFile.objects.filter(sha256=sha256).select_related("run").first()
    if known is not None:
        return Taken(known.run, again=True)
    blocks = _blocks(content, profile)
    run = _run_of(blocks[0], waiting)
    said = _said(blocks, run, profile)
    taken = _book(run, said, now=now)
    ResultFile.objects.create(run=run, sha256=sha256, taken_by=by, taken_at=now)
    record(
        event="debits.answered",
        by=by.actor,
        about=f"debits:{Month.of(run.month)}",
        facts={
            "done_count": run.done_count,
            "done_total": run.done_total,
            "failed_count": run.failed_count,
            "failed_total": run.failed_total,
            "sha256": sha256,
        },
        now=now,
    )
    if dry_run:
        transaction.set_rollback(True)
    return taken


def _blocks(content: bytes, profile: BankProfile) -> list[Block]:
    try:
        blocks = read(content, "result" if profile.result_scope == "all" else "failed_only")
    except FileRefused as refused:
        raise _refused(refused.record, gettext(refused.message) % refused.values) from None
    first = blocks[0]
    for block in blocks:
        if block.client_code != profile.client_code:
            raise _refused(block.record, _("the client code is not ours: this is another company's file"))
        if block.debit_date != first.debit_date:
            raise _refused(block.record, _("a second debit date in one file; ask the bank for one file a date"))
    return blocks


def _run_of(block: Block, waiting: list[DebitRun]) -> DebitRun:
    """The run that asked: the one of this day that waits. A file says no year; it is the run's."""
    runs = [run for run in waiting if _is_of(run, block)]
    if len(runs) == 1:
        return runs[0]
    if runs:
        raise _refused(
            block.record, _("runs of several years wait for an answer of this day; take the older file first")
        )
    answered = DebitRun.objects.filter(state=DebitRun.State.ANSWERED, count__gt=0).order_by("-month")
    for run in answered:
        if _is_of(run, block):
            raise _refused(
                block.record,
                _("the run of %(month)s has been answered already, by another file") % {"month": Month.of(run.month)},
            )
    raise _refused(block.record, _("nothing was requested for the debit date %(day)s") % {"day": block.debit_date})


def _is_of(run: DebitRun, block: Block) -> bool:
    return f"{run.debit_date:%m%d}" == block.debit_date


def _said(blocks: list[Block], run: DebitRun, profile: BankProfile) -> dict[str, Code]:
    """The code of every customer reference of the run; what a bank leaves out of a failed-only answer was debited."""
    asked = dict(DebitItem.objects.filter(run=run).values_list("customer_ref", "amount"))
    said: dict[str, Code] = {}
    for block in blocks:
        for found in block.debits:
            _check(found, asked, said)
            said[found.customer_ref] = Code(found.result_code)
    if profile.result_scope == "all":
        if len(said) != len(asked):
            raise _refused(
                0,
                _("%(missing)d of the %(asked)d debits requested have no answer in it")
                % {"missing": len(asked) - len(said), "asked": len(asked)},
            )
        return said
    _check_left_out(blocks, run)
    return dict.fromkeys(asked, Code.DONE) | said


def _check(found: ReadDebit, asked: dict[str, int], said: dict[str, Code]) -> None:
    if found.customer_ref not in asked:
        raise _refused(found.record, _("the customer reference was not in the request"))
    if found.customer_ref in said:
        raise _refused(found.record, _("the customer reference stands in the file twice"))
    if found.amount != asked[found.customer_ref]:
        raise _refused(
            found.record,
            _("the amount is %(found)d yen, requested were %(asked)d yen")
            % {"found": found.amount, "asked": asked[found.customer_ref]},
        )


def _check_left_out(blocks: list[Block], run: DebitRun) -> None:
    """Where a failed-only answer also counts what was debited, the sums are those of the request."""
    if not any(block.done_count for block in blocks):
        return
    count, total = sum(block.count for block in blocks), sum(block.total for block in blocks)
    if (count, total) != (run.count, run.total):
        raise _refused(
            0,
            _("the trailers count %(count)d debits of %(total)d yen, requested were %(asked)d of %(asked_total)d yen")
            % {"count": count, "total": total, "asked": run.count, "asked_total": run.total},
        )


def _book(run: DebitRun, said: dict[str, Code], *, now: datetime) -> Taken:
    taken = Taken(run)
    items = DebitItem.objects.filter(run=run)
    items.update(result_code=Code.DONE)
    by_code: dict[Code, list[str]] = {}
    for reference, code in said.items():
        by_code.setdefault(code, []).append(reference)
    for code in by_code.keys() - {Code.DONE}:
        for start in range(0, len(by_code[code]), CHUNK):
            items.filter(customer_ref__in=by_code[code][start : start + CHUNK]).update(result_code=code)
    for code, count, total in (
        items.values_list("result_code").annotate(Count("id"), Sum("amount")).order_by("result_code")
    ):
        taken.codes[code] = count
        if code == Code.DONE:
            run.done_count, run.done_total = count, total
        else:
            run.failed_count, run.failed_total = run.failed_count + count, run.failed_total + total
    unclear = [code for code in Code if after(State.REQUESTED, *steps_after(code, debits=1)) is State.FAILED]
    taken.renew = _numbers(items.filter(result_code__in=ENDS_MANDATE, mandate__ended_on=None))
    taken.decide = _numbers(items.filter(result_code__in=unclear))
    Mandate.objects.filter(items__run=run, items__result_code__in=ENDS_MANDATE, ended_on=None).update(
        ended_on=business_day(now), ending=Mandate.Ending.REFUSED
    )
    taken.states = _move(run, now=now)
    run.state = DebitRun.State.ANSWERED
    run.save()
    return taken


def _numbers(items: QuerySet[DebitItem]) -> list[str]:
    return list(items.order_by("pk").values_list("mandate__subscriber__customer_number", flat=True))


def _move(run: DebitRun, *, now: datetime) -> dict[str, int]:
    """Each receivable of the run into the state its debit's code leads to: one UPDATE for each kind of case."""
    parts = DebitPart.objects.filter(item__run=run)
    cases = parts.values_list("item__result_code", "receivable__debits").distinct()
    moved: Counter[str] = Counter()
    for code, debits in list(cases):
        keys = parts.filter(item__result_code=code, receivable__debits=debits).values("receivable")
        state = after(State.REQUESTED, *steps_after(Code(code), debits=debits))
        moved[str(state)] += Receivable.objects.filter(pk__in=keys, state=State.REQUESTED).update(
            state=state, since=now
        )
    return dict(sorted(moved.items()))


def _refused(number: int, why: str | Promise) -> ResultRefused:
    if number:
        return ResultRefused(_("Record %(number)d: %(why)s. Nothing was taken.") % {"number": number, "why": why})
    return ResultRefused(_("The file is refused: %(why)s. Nothing was taken.") % {"why": why})
