"""Ends offers past their ten minutes and sessions nobody came back to; forgets where old ones came from."""

from typing import Any

from django.core.management.base import BaseCommand

from yorisoi_service import clock
from yorisoi_service.remote.services.endings import end_due
from yorisoi_service.remote.services.retention import forget_due


class Command(BaseCommand):
    help = "End expired offers and lost sessions once, and forget old addresses. A running service does this by itself every few seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        for ended in end_due(now=now):
            self.stdout.write(f"{ended.session} {ended.reason}")
        forgotten = forget_due(now=now)
        if forgotten:
            self.stdout.write(f"{forgotten} addresses forgotten")
