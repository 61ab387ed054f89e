"""Whose turn it is: months are collected one after the other, and the first file leaves no closed month behind unsaid."""

from dataclasses import dataclass

from django.db.models import Max, Min, Sum
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.billing.models import Close
from yorisoi_service.billing.queries import billed
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import CannotExport
from yorisoi_service.debits.models import DebitRun
from yorisoi_service.debits.queries import behind, to_collect


@dataclass(frozen=True)
class GivenUp:
    """Closed months before the first file, which no file of ours and no bill ever asks for, and what they booked."""

    oldest: Month
    newest: Month
    yen: int


def every_month() -> list[Close]:
    """Every month's run, locked, so that one file at a time is written or discarded: two files of different months would
    both take what is carried over. To be asked before any file is looked at; in one order, so that nobody waits for
    somebody who waits for him."""
    return list(Close.objects.select_for_update().order_by("month"))


def check_order(month: Month, *, first: bool, not_billed: bool) -> GivenUp | None:
    """What the first file leaves behind; raises CannotExport for a month out of turn, or one that a bill has had."""
    last = DebitRun.objects.order_by("-month").first()
    if last is not None and month != (due := behind(last, until=month)):
        raise CannotExport(
            _("The next month to export is %(month)s: months are collected one after the other.") % {"month": due}
        )
    if month in billed() and not not_billed:
        raise CannotExport(
            _(
                "The file of %(month)s for the internet bill was written; a debit over the same charges would collect "
                "them twice. Next step: export the month after it; or, if that file was never billed, say so: with "
                "--not-billed, or by the tick on the page."
            )
            % {"month": month}
        )
    older = to_collect().filter(month__lt=month.first_day)
    found = older.aggregate(oldest=Min("month"), newest=Max("month"), yen=Sum("total"))
    if last is not None or found["oldest"] is None:
        return None
    given_up = GivenUp(Month.of(found["oldest"]), Month.of(found["newest"]), found["yen"])
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


def facts_of(given_up: GivenUp | None) -> dict[str, Fact]:
    """What the audit row of the first file says of the months before it."""
    if given_up is None:
        return {}
    return {"given_up": [str(given_up.oldest), str(given_up.newest)], "given_up_yen": given_up.yen}


def unanswered() -> list[str]:
    """Months whose results have not been taken."""
    written = DebitRun.objects.filter(state=DebitRun.State.WRITTEN).order_by("month")
    return [str(Month.of(each)) for each in written.values_list("month", flat=True)]
