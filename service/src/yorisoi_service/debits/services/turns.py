"""Whose turn it is: months are collected one after the other, and no file leaves a closed month behind unsaid."""

from dataclasses import dataclass

from django.db.models import Max, Min, Sum
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.billing.models import Close
from yorisoi_service.billing.queries import billed, perhaps_billed
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import CannotExport
from yorisoi_service.debits.models import DebitRun
from yorisoi_service.debits.queries import behind, to_collect


@dataclass(frozen=True)
class Span:
    """Closed months, and what they booked."""

    oldest: Month
    newest: Month
    yen: int


@dataclass(frozen=True)
class Left:
    """What no debit file ever asks for: before the first one, what is collected in another way; between two, what a
    bill has had."""

    given_up: Span | None = None
    passed: Span | None = None

    def facts(self) -> dict[str, Fact]:
        """What the audit row of the file says of it."""
        facts: dict[str, Fact] = {}
        for name, span in (("given_up", self.given_up), ("passed", self.passed)):
            if span is not None:
                facts |= {name: [str(span.oldest), str(span.newest)], f"{name}_yen": span.yen}
        return facts


def every_month() -> list[Close]:
    """Every month's run, locked, so that one file at a time is written or discarded: two files of different months would
    both take what is carried over. To be asked before any file is looked at; in one order, so that nobody waits for
    somebody who waits for him."""
    return list(Close.objects.select_for_update().order_by("month"))


def check_order(month: Month, *, first: bool, not_billed: bool, was_billed: bool) -> Left:
    """What this file leaves behind; raises CannotExport for a month out of turn, for one that a bill has had, and where
    that is not known of this month or of one before it and nobody says it."""
    last = DebitRun.objects.order_by("-month").first()
    passed = None if last is None else _passed(last, month, was_billed=was_billed)
    if month in billed() and not not_billed:
        raise CannotExport(
            _(
                "The file of %(month)s for the internet bill was written; a debit over the same charges would collect "
                "them twice. Next step: export the month after it; or, if that file was never billed, say so: with "
                "--not-billed, or by the tick on the page."
            )
            % {"month": month}
        )
    if month in perhaps_billed() and not not_billed:
        raise CannotExport(
            _(
                "A file of %(month)s was written, and it was not noted then whether it was for the internet bill. Next "
                "step: if it was never billed, say so: with --not-billed, or by the tick on the page; if it was, export "
                "the month after it, and say so there."
            )
            % {"month": month}
        )
    return Left(_given_up(month, first=first) if last is None else None, passed)


def _passed(last: DebitRun, month: Month, *, was_billed: bool) -> Span | None:
    """The months between the last file and this one, each of which a bill has had."""
    oldest, in_doubt = Month.of(last.month).plus(1), perhaps_billed()
    between, due = billed() | in_doubt, oldest
    while due != month and due in between:
        due = due.plus(1)
    if due != month:
        raise CannotExport(
            _("The next month to export is %(month)s: months are collected one after the other.")
            % {"month": behind(last)}
        )
    if month == oldest:
        return None
    unclear = min((each for each in in_doubt if oldest <= each < month), default=None)
    if unclear is not None and not was_billed:
        raise CannotExport(
            _(
                "A file of %(unclear)s was written, and it was not noted then whether it was for the internet bill; "
                "behind the debit file of %(month)s, no other would ask for it. Next step: if it was never billed, "
                "export %(unclear)s first, with --not-billed; if it was, say so: with --was-billed, or by the tick on "
                "the page."
            )
            % {"unclear": unclear, "month": month}
        )
    found = Close.objects.filter(month__gte=oldest.first_day, month__lt=month.first_day).aggregate(yen=Sum("total"))
    return Span(oldest, month.plus(-1), found["yen"] or 0)


def _given_up(month: Month, *, first: bool) -> Span | None:
    """The closed months before the first file that are collected in another way, on somebody's word."""
    older = to_collect().filter(month__lt=month.first_day)
    found = older.aggregate(oldest=Min("month"), newest=Max("month"), yen=Sum("total"))
    if found["oldest"] is None:
        return None
    given_up = Span(Month.of(found["oldest"]), Month.of(found["newest"]), found["yen"])
    if not first:
        raise CannotExport(
            _(
                "No debit file was written yet, and %(oldest)s to %(newest)s are closed too: with %(month)s as the first "
                "file, the %(yen)s yen booked there would never be collected from here. Next step: export %(oldest)s "
                "first; or, if those months are collected in another way, say so: with --first, or by the tick on the "
                "page."
            )
            % {
                "oldest": given_up.oldest,
                "newest": given_up.newest,
                "month": month,
                "yen": f"{given_up.yen:,}",
            }
        )
    return given_up


def unanswered() -> list[str]:
    """Months whose results have not been taken."""
    written = DebitRun.objects.filter(state=DebitRun.State.WRITTEN).order_by("month")
    return [str(Month.of(each)) for each in written.values_list("month", flat=True)]
