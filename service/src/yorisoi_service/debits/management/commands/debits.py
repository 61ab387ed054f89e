"""The accountant's debit files: write the month's request, take the bank's answer, list what is paid by slip."""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError

from yorisoi_service import clock
from yorisoi_service.billing.management import runner
from yorisoi_service.billing.management.place import check_place
from yorisoi_service.billing.management.progress import Bar
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import DebitError
from yorisoi_service.debits.management.handing_out import WRONG_INPUT, hand_out
from yorisoi_service.debits.rules import calendar
from yorisoi_service.debits.services import discarding, results, runs, slips
from yorisoi_service.debits.services.results import Taken
from yorisoi_service.debits.services.runs import Exported
from yorisoi_service.staff.rules.roles import Deed

MOST_BYTES = 200_000_000  # a million records and their line ends are 122 million
MEANINGS = {
    "0": "debited",
    "1": "not enough money",
    "2": "no such account",
    "3": "stopped by the account holder",
    "4": "no mandate at the bank",
    "8": "stopped by us",
    "9": "other",
}
BECAME = {
    "paid": "paid",
    "carried": "debited once more with the next month",
    "slip": "to be paid by slip",
    "written_off": "closed, not collected any more",
    "failed": "to be decided by a person",
}


class Command(BaseCommand):
    help = "Write a month's debit file, take the bank's answer, list payment slips. Exit status 2: bad input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        exporting = verbs.add_parser("export", help="write the debit file of a closed month")
        exporting.add_argument("month", help="the service month, like 2026-07")
        exporting.add_argument("--out", type=Path, help="the file to write")
        exporting.add_argument("--debit-date", metavar="DAY", help="another bank business day, like 2026-09-28")
        exporting.add_argument(
            "--first",
            action="store_true",
            help="say so: closed months before the first file are collected in another way",
        )
        exporting.add_argument(
            "--not-billed", action="store_true", help="say so: this month's file for the internet bill was never billed"
        )
        exporting.add_argument(
            "--was-billed",
            action="store_true",
            help="say so: months passed over since the last file were billed, though their files do not tell",
        )
        exporting.add_argument("--preview", action="store_true", help="say what would be requested, and keep nothing")
        taking = verbs.add_parser("import", help="take the bank's answer to a debit file")
        taking.add_argument("file", type=Path, help="the file from the bank")
        taking.add_argument("--dry-run", action="store_true", help="check everything and keep nothing")
        undoing = verbs.add_parser("discard", help="take back the newest file, which the bank never had")
        undoing.add_argument("month", help="the service month, like 2026-07")
        undoing.add_argument("--never-sent", action="store_true", help="say so: a file sent twice is debited twice")
        listing = verbs.add_parser("slips", help="write what is to be paid by slip as CSV")
        listing.add_argument("--out", type=Path, required=True, help="the file to write")
        listing.add_argument("--encoding", choices=("utf-8", "cp932"), default="utf-8")
        for writing in (exporting, listing):
            writing.add_argument("--force", action="store_true", help="replace another file of that name")
        for verb in (exporting, taking, undoing, listing):
            verb.add_argument("--by", metavar="USERNAME", help=runner.HELP)

    @no_translations  # an operator reads English here, with the refusals of services in it
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            match options["verb"]:
                case "export":
                    self._export(options)
                case "import":
                    self._import(options)
                case "discard":
                    self._discard(options)
                case _:
                    self._slips(options)
        except DebitError as refused:
            raise CommandError(str(refused.sentence), returncode=WRONG_INPUT) from None
        except DatabaseError:
            raise CommandError(
                "The database does not answer, or has no tables yet. Next step: check YORISOI_DATABASE_URL, run migrate; "
                "then start the same command again."
            ) from None

    def _export(self, options: dict[str, Any]) -> None:
        month, out, now = _month(options["month"]), options["out"], clock.now()
        if out is None and not options["preview"]:
            raise _refused("--out: expected the file to write, or --preview")
        if out is not None:
            check_place(out)
        bar = Bar(self.stderr, "charges")
        try:
            exported = runs.export(
                month=month,
                collection=settings.PROVIDER.collection,
                key=settings.DATA_KEY,
                by=runner.runner(options["by"], Deed.EXPORT_MONEY),
                now=now,
                debit_date=None if options["debit_date"] is None else _day(options["debit_date"]),
                first=options["first"],
                not_billed=options["not_billed"],
                was_billed=options["was_billed"],
                preview=options["preview"],
                progress=bar,
            )
        finally:
            bar.end()
        self._warn(exported, today=clock.business_day(now), preview=options["preview"])
        run = exported.run
        if run.count == 0:
            self.stdout.write(f"Nobody is to be debited for {month}: no file is needed.")
            return
        told = f"{run.count:,} debits, {run.total:,} yen, debit date {run.debit_date}"
        if options["preview"]:
            self.stdout.write(f"{month} would be requested with {told}. Nothing was kept.")
            return
        is_new = hand_out(exported.content, out, force=options["force"])
        said = "written" if is_new else "there already, the same to the byte"
        self.stdout.write(f"{out} is {said}: {told}, SHA-256 {run.sha256}")
        last = calendar.cut_off(run.debit_date, run.profile["cutoff_days"])
        first = calendar.result_on(run.debit_date, run.profile["result_days"])
        self.stdout.write(f"The bank takes it until {last}; its answer can be fetched from {first}.")

    def _warn(self, exported: Exported, *, today: date, preview: bool) -> None:
        run = exported.run
        for why, left in (
            ("Collected in another way, never by files from here", exported.given_up),
            ("Collected by the internet bill, never by files from here", exported.passed),
        ):
            if left is not None:
                self.stderr.write(f"{why}: {left.oldest} to {left.newest}, {left.yen:,} yen.")
        self._list("Without a mandate, to be paid by slip", exported.to_slip)
        self._list(f"Mandate not usable on {run.debit_date} yet, taken along later", exported.waiting)
        self._list("Months whose results have not been taken", exported.unanswered)
        last = calendar.cut_off(run.debit_date, run.profile["cutoff_days"])
        if run.count and run.state == run.State.WRITTEN and today > last:
            self.stderr.write(
                f"The bank took files for {run.debit_date} until {last}. Next step: ask your bank, "
                f"or {'' if preview else 'discard this file and '}export with --debit-date."
            )

    def _import(self, options: dict[str, Any]) -> None:
        taken = results.take(
            content=_content(options["file"]),
            collection=settings.PROVIDER.collection,
            by=runner.runner(options["by"], Deed.EXPORT_MONEY),
            now=clock.now(),
            dry_run=options["dry_run"],
        )
        month = Month.of(taken.run.month)
        if taken.again:
            self.stdout.write(f"This answer to {month} has been taken already; nothing was changed.")
            return
        self._tell(month, taken)
        self.stdout.write("Nothing was kept." if options["dry_run"] else f"The answer to {month} is taken.")

    def _tell(self, month: Month, taken: Taken) -> None:
        run = taken.run
        self.stdout.write(
            f"{month}, debit date {run.debit_date}: {run.done_count:,} debited, {run.done_total:,} yen; "
            f"{run.failed_count:,} failed, {run.failed_total:,} yen"
        )
        for code, count in taken.codes.items():
            self.stdout.write(f"  result {code}  {count:>8,}  {MEANINGS.get(code, 'not defined, treated like 9')}")
        for state, count in taken.states.items():
            self.stdout.write(f"  charges   {count:>8,}  {BECAME[state]}")
        self._list("The bank refused these mandates; call and renew", taken.renew)
        self._list("Ask the bank and decide", taken.decide)

    def _discard(self, options: dict[str, Any]) -> None:
        month = _month(options["month"])
        if not options["never_sent"]:
            raise _refused(
                "--never-sent: expected, when the bank never had this file. One sent twice is debited twice."
            )
        discarding.discard(month=month, by=runner.runner(options["by"], Deed.EXPORT_MONEY), now=clock.now())
        self.stdout.write(f"The file of {month} is discarded: destroy every copy. Export the month anew.")

    def _slips(self, options: dict[str, Any]) -> None:
        check_place(options["out"])
        listed = slips.list_slips(
            encoding=options["encoding"], by=runner.runner(options["by"], Deed.EXPORT_MONEY), now=clock.now()
        )
        is_new = hand_out(listed.content, options["out"], force=options["force"])
        said = "written" if is_new else "there already, the same to the byte"
        self.stdout.write(f"{options['out']} is {said}: {listed.count:,} slips, {listed.total:,} yen")

    def _list(self, title: str, names: Sequence[str]) -> None:
        if names:
            self.stderr.write(f"{title} ({len(names):,}): {', '.join(names)}")


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise _refused(f"{file}: too long; expected the bank's answer")
        return file.read_bytes()
    except OSError as error:
        raise _refused(f"{file}: {error.strerror or error}; expected a file that can be read") from None


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise _refused("month: expected a month like 2026-07") from None


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # 20260928 and 2026-W40-1 are days of ISO too
        raise _refused("--debit-date: expected a day like 2026-09-28")
    return day


def _refused(why: str) -> CommandError:
    return CommandError(why, returncode=WRONG_INPUT)
