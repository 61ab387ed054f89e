"""Ends offers past their ten minutes and sessions nobody came back to; forgets where old ones came from."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from yorisoi_service import clock
from yorisoi_service.remote.services.endings import end_due
from yorisoi_service.remote.services.retention import forget_due


def _address_life() -> timedelta:
    return timedelta(days=settings.PROVIDER.retention.address_days)


class Command(BaseCommand):
    help = "End expired offers and lost sessions once, and forget old addresses. A running service does this by itself every few seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            ended, forgotten = end_due(now=now), forget_due(now=now, life=_address_life())
        except DatabaseError:
            raise CommandError(
                "The database does not answer, or has no tables yet. Next step: check YORISOI_DATABASE_URL, run migrate."
            ) from None
        for one in ended:
            self.stdout.write(f"{one.session} {one.reason}")
        if forgotten:
            self.stdout.write(f"{forgotten} addresses forgotten")
