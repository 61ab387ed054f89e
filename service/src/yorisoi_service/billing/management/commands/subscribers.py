"""Takes over existing subscribers, lines and contracts from a CSV file. Stands in billing, the lowest place that knows
which months are closed: no imported contract may reach into one."""

import csv
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext

from yorisoi_service import clock
from yorisoi_service.billing import queries
from yorisoi_service.billing.management import runner
from yorisoi_service.billing.management.progress import Bar
from yorisoi_service.billing.management.roster_words import next_step, why
from yorisoi_service.contracts.errors import ContractError
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.roster.complaint import Complaint
from yorisoi_service.contracts.rules.roster.lines import ENCODINGS
from yorisoi_service.contracts.services import importing
from yorisoi_service.contracts.services.importing import Roster, Totals
from yorisoi_service.staff.rules.roles import Deed

WRONG_INPUT, INTERRUPTED = 2, 130
MOST_SHOWN = 20  # refusals on the screen; --report has them all


class Command(BaseCommand):
    help = "Take over subscribers, lines and contracts from a CSV file, all or nothing. Exit status 2: bad input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verb = parser.add_subparsers(dest="verb", required=True).add_parser(
            "import", help="check a file, and take it over when every row is right"
        )
        verb.add_argument("file", type=Path, help="CSV with a header; docs/operate/import.md lists the columns")
        verb.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
        verb.add_argument("--encoding", choices=ENCODINGS, default="utf-8")
        verb.add_argument("--report", type=Path, help="write every refused row and why into this CSV file")
        verb.add_argument(
            "--agreed-start", type=_day, metavar="DAY", help="from when contracts count whose start is unknown"
        )
        verb.add_argument("--rows", type=int, help="refuse the file unless it holds so many rows")
        verb.add_argument("--language", choices=("ja", "en"), default=settings.LANGUAGE_CODE, help="of the reasons")
        verb.add_argument("--by", metavar="USERNAME", help=runner.HELP)

    def handle(self, *args: Any, **options: Any) -> None:
        roster, size = self._roster(options)
        by = None if options["dry_run"] else runner.runner(options["by"], Deed.REGISTER_CONTRACT)
        now = clock.now()
        try:
            with translation.override(options["language"]):
                checked = self._check(roster, size, options["report"])
                self.stdout.write(_summary(checked))
                if checked.refused:
                    raise CommandError(
                        gettext("Nothing was imported. Mend what is listed and check again with --dry-run."),
                        returncode=WRONG_INPUT,
                    )
                if by is None:
                    self.stdout.write(gettext("This was a check; nothing was written."))
                elif checked.rows == checked.here:
                    self.stdout.write(gettext("Everything is here already; nothing was written."))
                else:
                    with self._bar(gettext("rows written")) as bar:
                        progress = partial(_advance, bar, size)
                        importing.take(roster, checked=checked, progress=progress, by=by, now=now)
                    self.stdout.write(gettext("Imported."))
        except ContractError as refused:
            raise CommandError(str(refused.sentence), returncode=WRONG_INPUT) from None
        except OSError as error:
            raise _refused(f"{error.filename or options['file']}: {error.strerror or error}") from None
        except DatabaseError as error:
            raise CommandError(
                f"The database refused ({type(error).__name__}), so nothing was imported. Next step: "
                "see that it runs, was migrated and has room, then start the import again."
            ) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped; nothing was imported.", returncode=INTERRUPTED) from None

    def _roster(self, options: dict[str, Any]) -> tuple[Roster, int]:
        """The file as it is to be read, and its size."""
        file, report = options["file"], options["report"]
        if not file.is_file():
            raise _refused(f"{file}: expected a file that can be read; it is read twice, so no pipe")
        if report is not None and report.exists() and report.samefile(file):
            raise _refused("--report names the file that is to be imported; expected another one")
        opening = partial(file.open, "rb")
        closed = queries.first_closed()
        running = queries.running()
        last = Month.of(running.month) if running is not None else queries.last_closed()
        roster = Roster(
            opened=opening,
            encoding=options["encoding"],
            agreed_start=options["agreed_start"],
            closed=(closed, last) if closed is not None and last is not None else None,
            scope=_scope(),
            terms_version=settings.PROVIDER.terms.version,
            rows=options["rows"],
        )
        return roster, file.stat().st_size

    def _check(self, roster: Roster, size: int, report: Path | None) -> Totals:
        """Read the file; say the first refusals on the screen and all of them in the report."""
        told = 0
        with nullcontext() if report is None else report.open("w", encoding="utf-8-sig", newline="") as out:
            write = _report(out)

            def complain(complaint: Complaint) -> None:
                nonlocal told
                told += 1
                write(complaint)
                if told <= MOST_SHOWN:
                    self.stderr.write(_shown(complaint))

            with self._bar(gettext("rows checked")) as bar:
                progress = partial(_advance, bar, size)
                checked = importing.check(roster, complain=complain, progress=progress, now=clock.now())
        if told > MOST_SHOWN:
            more = gettext("... and %(number)d more; --report FILE lists them all.") % {"number": told - MOST_SHOWN}
            self.stderr.write(more)
        return checked

    @contextmanager
    def _bar(self, unit: str) -> Iterator[Bar]:
        bar = Bar(self.stderr, unit)
        try:
            yield bar
        finally:
            bar.end()


def _report(out: TextIO | None) -> Any:
    """What writes a line of the report: place, column and reason, never what stands in the file."""
    if out is None:
        return lambda complaint: None
    writer = csv.writer(out)
    writer.writerow(["line", "column", "reason", "why", "next_step"])
    return lambda each: writer.writerow([each.line or "", each.column, each.code, why(each), next_step(each)])


def _shown(complaint: Complaint) -> str:
    place = gettext("line %(line)d") % {"line": complaint.line} if complaint.line else gettext("the file")
    column = f" {complaint.column}" if complaint.column else ""
    return f"{place}{column}: {why(complaint)} {next_step(complaint)}"


def _summary(totals: Totals) -> str:
    return gettext(
        "%(rows)d rows: new are %(subscribers)d customers, %(lines)d lines and %(contracts)d contracts; "
        "%(here)d rows are here already, %(refused)d refused."
    ) % vars(totals)


def _advance(bar: Bar, size: int, rows: int, read: int) -> None:
    bar(rows, min(1.0, read / size) if size else 1.0)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("expected a day like 2026-04-01") from None


def _refused(why: str) -> CommandError:
    return CommandError(why, returncode=WRONG_INPUT)


def _scope() -> str:
    try:
        return queries.plan().scope
    except LookupError:  # no settings are entered yet, so nothing has been charged
        return "customer"
