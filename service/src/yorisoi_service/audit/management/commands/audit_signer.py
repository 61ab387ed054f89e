"""The signer process: checkpoints over the audit trail, every 1,000 rows or ten minutes, at the start and the end."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from yorisoi_service import clock
from yorisoi_service.audit import keys
from yorisoi_service.audit.signer import Signer, Tampered, run


class Command(BaseCommand):
    help = (
        "Sign the audit trail. Best run under an account of its own, with a key folder the service cannot read. "
        "Ends on SIGTERM after a last checkpoint; exits 1 and signs nothing when the trail was altered."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keys", type=Path, default=settings.AUDIT_KEYS, help="folder of the signing key")
        parser.add_argument("--copy", type=Path, default=settings.AUDIT_COPY, help="file in a second place")
        parser.add_argument("--every", type=float, default=5.0, help="seconds between two looks")
        parser.add_argument("--once", action="store_true", help="write one checkpoint and end")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            signer = Signer(options["keys"], options["copy"], keys.private_key(options["keys"]))
        except OSError as refused:
            raise CommandError(f"The signing key cannot be used: {refused}") from None
        try:
            if options["once"]:
                signer.step(now=clock.now(), forced=True)
            else:
                stop = threading.Event()
                for number in (signal.SIGTERM, signal.SIGINT):
                    signal.signal(number, lambda *_: stop.set())

                def wait(seconds: float) -> bool:
                    close_old_connections()
                    return stop.wait(max(0.2, seconds))

                run(signer, now=clock.now, wait=wait, every_s=options["every"])
        except Tampered as found:
            raise CommandError(f"TAMPERED {found}") from None
        except OSError as refused:
            raise CommandError(
                f"{refused.filename} cannot be written: {refused.strerror}. "
                "Next step: make the key folder and the file of YORISOI_AUDIT_COPY writable for this account."
            ) from None
        except DatabaseError:
            raise CommandError(
                "The database does not answer, or has no tables yet. Next step: check YORISOI_DATABASE_URL, run migrate."
            ) from None
