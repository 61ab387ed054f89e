"""Ends offers past their ten minutes and sessions nobody came back to."""

from typing import Any

from django.core.management.base import BaseCommand

from yorisoi_service import clock
from yorisoi_service.remote.services.endings import end_due


class Command(BaseCommand):
    help = "End expired offers and lost sessions once. A running service does this by itself every few seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        for ended in end_due(now=clock.now()):
            self.stdout.write(f"{ended.session} {ended.reason}")
