"""Who looked at whose record."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from yorisoi_service.clock import BUSINESS_ZONE
from yorisoi_service.staff import queries as staff
from yorisoi_service.subscribers import queries

WRONG_INPUT = 2
MOST = 10_000


class Command(BaseCommand):
    help = (
        "List who looked at one subscriber's record, or whose records one of the staff looked at: the newest first, one "
        "line for each person, subscriber and hour. People stand in it by number."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked = parser.add_mutually_exclusive_group(required=True)
        asked.add_argument("--customer-number", metavar="NUMBER", help="whose record was looked at")
        asked.add_argument("--by", metavar="STAFF", help="the staff number of who looked")
        parser.add_argument("--limit", type=int, default=1_000, metavar="LINES", help="at most so many lines; 1000")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["limit"] <= MOST:
            raise CommandError(f"--limit takes 1 to {MOST}.", returncode=WRONG_INPUT)
        if options["by"] is not None:
            member = staff.by_number(options["by"])
            if member is None:
                raise CommandError(
                    "Nobody has this staff number. Next step: compare it with the list of staff.", returncode=2
                )
            found = queries.looks_by(member, limit=options["limit"])
        else:
            subscriber = queries.by_number(options["customer_number"])
            if subscriber is None:
                raise CommandError(
                    "Nobody has this customer number. Next step: compare it with the contract.", returncode=2
                )
            found = queries.looks_at(subscriber, limit=options["limit"])
        self.stdout.write("hour              staff   customer              page")
        for look in found:
            hour = look.hour.astimezone(BUSINESS_ZONE)
            self.stdout.write(
                f"{hour:%Y-%m-%d %H}:00  {look.by.number:<7} {look.subscriber.customer_number:<21} {look.where}"
            )
