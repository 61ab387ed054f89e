"""Fills an empty demo service; says so when there is nothing to do."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from yorisoi_service import clock

from yorisoi_practice import past_calls
from yorisoi_practice.seed import seed


class Command(BaseCommand):
    help = "Fill an empty demo service with staff, prices, subscribers and their contracts. Passwords are made anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--past", action="store_true", help="three weeks of calls too, for the desk's figures")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            filled = seed(
                sign_ins=settings.PRACTICE_SIGN_INS,
                provider=settings.PROVIDER,
                key=settings.DATA_KEY,
                now=clock.now(),
                draw=clock.draw,
            )
            if filled and options["past"]:
                past_calls.fill(now=clock.now(), provider=settings.PROVIDER, draw=clock.draw)
        if filled:
            self.stdout.write(f"The demo's sign-ins stand in {settings.PRACTICE_SIGN_INS}.")
