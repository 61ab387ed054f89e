"""Lets the demo's telephone ring, answer or hang up, as a telephone system would: a signed request to the running service."""

import argparse
import json
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from yorisoi_service import clock
from yorisoi_service.desk.rules.calls import plain_number
from yorisoi_service.front.api.signature import sign

from yorisoi_practice.households import CALLER

TIMEOUT_S = 20


class Command(BaseCommand):
    help = "Let the telephone of the running demo ring. It prints the call's id, for --answer and --hang-up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--number", default=CALLER.phone, help="who calls; empty: withheld (the practice subscriber)"
        )
        parser.add_argument("--channel", choices=("landline", "mobile"), default="landline", help="which was dialled")
        parser.add_argument("--answer", metavar="ID", help="say that this call was answered, by --staff")
        parser.add_argument("--staff", default="12", help="staff number of who answered (12)")
        parser.add_argument("--hang-up", metavar="ID", help="say that this call is over")
        parser.add_argument("--at", default=settings.ORIGIN, help="where the demo runs (%(default)s)")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        if options["answer"]:
            told = self._tell("answer", options["at"], call_id=options["answer"], staff=options["staff"])
        elif options["hang_up"]:
            told = self._tell("hangup", options["at"], call_id=options["hang_up"])
        else:
            call_id = f"ring.{clock.draw(6).hex()}"
            told = self._tell(
                "new", options["at"], call_id=call_id, number=a_number(options["number"]), channel=options["channel"]
            )
        ticket = f", ticket #{told['ticket']}" if told["ticket"] else ""
        self.stdout.write(f"{told['call_id']} {told['state']}{ticket}")

    def _tell(self, event: str, origin: str, **words: str) -> dict[str, Any]:
        body, at = json.dumps(words).encode(), str(int(clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-Yorisoi-Timestamp": at,
            "X-Yorisoi-Signature": sign(settings.CALLS_KEY, at, body),
        }
        if not origin.startswith(("http://", "https://")):
            raise CommandError("--at takes an origin like http://localhost:8000.", returncode=2)
        request = urllib.request.Request(f"{origin}/api/calls/{event}", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as refused:
            raise CommandError(_hint(refused), returncode=2) from None
        except OSError:
            raise CommandError(
                f"Nothing answers at {origin}. Next step: start the demo with ./run, or name it: --at http://localhost:8100."
            ) from None


def a_number(typed: str) -> str:
    """What was typed, when a telephone can have it: digits, or nothing for a withheld number."""
    if typed.strip() and not plain_number(typed):
        raise CommandError("--number takes a telephone number, or nothing for a withheld one.", returncode=2)
    return typed


def _hint(refused: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(refused)["hint"])
    except (ValueError, KeyError):
        return f"The service answered {refused.code}."
