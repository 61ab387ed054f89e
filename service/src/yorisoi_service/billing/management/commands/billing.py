"""The accountant's month: close it, look at it, export it; and enter what it costs from a later month on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError

from yorisoi_service import clock
from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import BillingError
from yorisoi_service.billing.management import runner
from yorisoi_service.billing.management.place import WRONG_INPUT, check_place
from yorisoi_service.billing.management.progress import Bar
from yorisoi_service.billing.queries import Cell, Totals
from yorisoi_service.billing.rules.booking import State
from yorisoi_service.billing.services import export, month, proof, tariff
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.rules.roles import Deed

INTERRUPTED = 130
NO_ANSWER = (
    "The database does not answer, or has no tables yet. Next step: check YORISOI_DATABASE_URL, run migrate; "
    "then start the same command again, what is booked stays booked."
)


class Command(BaseCommand):
    help = (
        "Close a month, export it for the internet bill, see that it stands as booked, or set what later months cost. "
        "Exit status 2: bad input."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        closing = verbs.add_parser("close-month", help="charge every line once for a month that is over")
        closing.add_argument("month", help="like 2026-07")
        closing.add_argument("--preview", action="store_true", help="say what would be booked, and write nothing")
        closing.add_argument("--first", action="store_true", help="let the ledger begin with a month of long ago")
        exporting = verbs.add_parser("export", help="write a closed month as CSV for the internet bill")
        exporting.add_argument("month", help="like 2026-07")
        exporting.add_argument("--out", type=Path, required=True, help="the file to write")
        exporting.add_argument("--encoding", choices=("utf-8", "cp932"), default="utf-8")
        exporting.add_argument("--force", action="store_true", help="replace another file of that name")
        exporting.add_argument(
            "--for-books", action="store_true", help="for bookkeeping only, where debit files of our own collect"
        )
        verifying = verbs.add_parser(
            "verify", help="compare closed months with what was booked; exit status 1: one differs"
        )
        verifying.add_argument("month", nargs="?", help="like 2026-07")
        verifying.add_argument("--all", action="store_true", help="every closed month")
        price = verbs.add_parser("set-price", help="the fee from a later month on")
        price.add_argument("month", help="the first service month it holds for, like 2027-01")
        price.add_argument("yen", type=int, help="a month, tax included")
        tax = verbs.add_parser("set-tax", help="the tax rate inside the fee from a later month on")
        tax.add_argument("month", help="the first service month it holds for, like 2027-04")
        tax.add_argument("percent", type=int)
        for verb in (closing, exporting, price, tax):
            verb.add_argument("--by", metavar="USERNAME", help=runner.HELP)

    @no_translations  # an operator reads English here, with the refusals of services in it
    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "verify":
            self._verify(options["month"], options["all"])
            return
        chosen = _month(options["month"])
        if options["verb"] == "export":
            check_place(options["out"])
        try:
            provider = settings.PROVIDER
            tariff.seed(
                monthly_yen=provider.price.monthly_yen,
                tax_percent=provider.price.tax_percent,
                policy=provider.charge,
                now=clock.now(),
            )
            match options["verb"]:
                case "close-month" if options["preview"]:
                    self._preview(chosen)
                case "close-month":
                    self._close(chosen, options)
                case "export":
                    self._export(chosen, options)
                case _:
                    self._set(chosen, options)
        except BillingError as refused:
            raise CommandError(str(refused.sentence), returncode=WRONG_INPUT) from None
        except DatabaseError:
            raise CommandError(NO_ANSWER) from None

    def _close(self, chosen: Month, options: dict[str, Any]) -> None:
        by = runner.runner(options["by"], Deed.RUN_MONTH)
        standing = queries.month_totals(chosen)
        if standing is not None and standing.is_closed:
            self.stdout.write(f"{chosen} is closed already; nothing was changed.")
            return
        if not options["first"]:
            month.check_first(chosen, now=clock.now())
        is_over = chosen < Month.of(clock.business_day(clock.now()))
        if is_over and standing is None and queries.first_closed() is None:
            self.stderr.write(f"{chosen} is the first month closed here: earlier months will never be charged here.")
        if standing is not None:
            self.stderr.write(f"The run of {chosen} goes on behind {standing.rows:,} rows.")
        bar = Bar(self.stderr, "rows")
        try:
            month.close_month(chosen, by=by, now=clock.now(), progress=bar)
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. What is booked stays booked. Next step: the same command again.", returncode=INTERRUPTED
            ) from None
        finally:
            bar.end()
        totals = queries.month_totals(chosen)
        if totals is not None:
            self.stdout.write(f"{chosen} is closed.")
            self._tell(totals)

    def _preview(self, chosen: Month) -> None:
        bar = Bar(self.stderr, "rows")
        try:
            found = month.preview(chosen, now=clock.now(), progress=bar)
        finally:
            bar.end()
        if found.totals.is_closed:
            self.stdout.write(f"{chosen} is closed already; this is what was booked.")
        elif found.is_over:
            self.stdout.write(f"{chosen} would be closed with this. Nothing was written.")
        else:
            self.stdout.write(f"{chosen} is not over; closed today it would be this. Nothing was written.")
        self._tell(found.totals)
        if found.before is not None:
            self.stdout.write(f"{found.difference:+,} yen against {found.before.month}")

    def _tell(self, totals: Totals) -> None:
        def lines(kind: str, cells: dict[str, Cell]) -> None:
            for reason, cell in cells.items():
                self.stdout.write(f"  {kind:<10} {reason:<15} {cell.rows:>10,} rows {cell.yen:>14,} yen")

        lines("charge", dict(totals.charges))
        lines("adjustment", dict(totals.adjustments))
        self.stdout.write(f"  {'together':<26} {totals.rows:>10,} rows {totals.total:>14,} yen")

    def _export(self, chosen: Month, options: dict[str, Any]) -> None:
        by = runner.runner(options["by"], Deed.EXPORT_MONEY)
        out: Path = options["out"]
        try:
            done = export.export_month(
                chosen,
                out=out,
                encoding=options["encoding"],
                force=options["force"],
                by=by,
                now=clock.now(),
                debited=settings.PROVIDER.collection.mode == "own_debit",
                for_books=options["for_books"],
            )
        except OSError as error:
            raise CommandError(
                f"--out: {error.strerror or error}; expected a file in a folder that can be written to",
                returncode=WRONG_INPUT,
            ) from None
        said = "written" if done.is_new else "there already, the same to the byte"
        self.stdout.write(f"{out} is {said}: {done.rows:,} rows, {done.total:,} yen, SHA-256 {done.sha256}")

    def _verify(self, named: str | None, every: bool) -> None:
        if (named is None) != every:
            raise CommandError("verify: expected a month like 2026-07, or --all", returncode=WRONG_INPUT)
        wrong: list[str] = []
        try:
            closed = [Month.of(close.month) for close in queries.closes() if close.state == State.CLOSED]
            for chosen in [_month(named)] if named is not None else reversed(closed):
                bar = Bar(self.stderr, "rows")
                try:
                    found = proof.verify(chosen, progress=bar)
                finally:
                    bar.end()
                self._judge(found)
                wrong += [str(chosen)] if found.differences else []
        except BillingError as refused:
            raise CommandError(str(refused.sentence), returncode=WRONG_INPUT) from None
        except DatabaseError:
            raise CommandError(NO_ANSWER, returncode=WRONG_INPUT) from None
        if wrong:
            raise CommandError(
                f"The ledger of {', '.join(wrong)} is not what was booked. Next step: compare it with a backup, and run "
                "audit verify, which proves the trail it was held against.",
                returncode=1,
            )

    def _judge(self, found: proof.Verdict) -> None:
        if found.differences:
            said = "NOT as booked"
        elif found.deleted:
            said = f"{found.deleted:,} more were deleted by retention, so what stands beside them cannot be judged"
        elif found.is_proved:
            said = "as booked"
        else:
            said = "as booked by rows and yen (an older version closed it, without a digest)"
        self.stdout.write(f"{found.month}: {found.rows:,} rows, {found.yen:,} yen, {said}")
        for difference in found.differences:
            self.stdout.write(f"  {difference}")

    def _set(self, chosen: Month, options: dict[str, Any]) -> None:
        by, now = runner.runner(options["by"], Deed.EDIT_TARIFF), clock.now()
        if options["verb"] == "set-price":
            tariff.add_price(since=chosen, amount=options["yen"], by=by, now=now)
            self.stdout.write(f"From {chosen} on the fee is {options['yen']:,} yen, tax included.")
        else:
            tariff.add_tax(since=chosen, percent=options["percent"], by=by, now=now)
            self.stdout.write(f"From {chosen} on the fee holds {options['percent']} % of tax.")


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise CommandError("month: expected a month like 2026-07", returncode=WRONG_INPUT) from None
