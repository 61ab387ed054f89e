"""Deletes what is kept longer than the provider file says, or says what would go."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError
from django.db.models import ProtectedError

from yorisoi_service import clock
from yorisoi_service.audit.rules.keeping import Gone
from yorisoi_service.front.retention import left_open, purge_all


class Command(BaseCommand):
    help = (
        "Delete, or blank, what is kept longer than section [retention] of the provider file says; docs/operate/retention.md "
        "tells of each table. Safe beside a running service, and as often as one likes. Exit status 1 when something "
        "could not be deleted; what was deleted before stays deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="delete nothing, only count what is due")

    @no_translations  # an operator reads English here
    def handle(self, *args: Any, **options: Any) -> None:
        dry_run, verb = options["dry_run"], "would go" if options["dry_run"] else "gone"
        total, now, periods = 0, clock.now(), settings.PROVIDER.retention
        try:
            turns = purge_all(now=now, periods=periods, dry_run=dry_run, told=self._progress)
            for app, counts in turns:
                self._wipe()
                self.stdout.write(f"{app:<46} {verb:>9}   oldest kept")
                for each in counts:
                    self.stdout.write(_line(each))
                total += sum(each.rows for each in counts)
            waiting = left_open(now=now, periods=periods)
        except ProtectedError as refused:
            tables = sorted({row._meta.label for row in refused.protected_objects})
            raise CommandError(
                f"Rows of {', '.join(tables)} still name what is due, so it was left. Next step: report this to whoever "
                "maintains the service; nothing was lost.",
                returncode=1,
            ) from None
        except DatabaseError:
            raise CommandError(
                "The database does not answer, is busy, or has no tables yet. Next step: check YORISOI_DATABASE_URL, run "
                "migrate, then this command again; it goes on where it stopped.",
                returncode=1,
            ) from None
        self.stdout.write(f"{total} rows {verb}.")
        if waiting:
            self.stdout.write(
                f"Requests that are open and untouched for {periods.ticket_months} months: {waiting}. They stay until "
                "somebody finishes them; the desk lead's first page lists them."
            )

    def _progress(self, table: str, done: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{table}: {done}   ", ending="")

    def _wipe(self) -> None:
        if sys.stderr.isatty():
            self.stderr.write("\r" + " " * 60 + "\r", ending="")


def _line(each: Gone) -> str:
    oldest = "-" if each.oldest is None else f"{each.oldest:%Y-%m-%d}"
    return f"  {each.table + ' ' + each.fate:<44} {each.rows:>9}   {oldest}"
