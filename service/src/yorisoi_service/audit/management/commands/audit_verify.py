"""Walks over the whole audit trail and says whether it holds."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from yorisoi_service.audit import keys, queries


class Command(BaseCommand):
    help = (
        "Verify the audit trail. Exit status 0: every row holds. Otherwise one line: TAMPERED row N: why. "
        "A trail cut at its end is found only with --expect: a checkpoint kept in a second place."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--public-key", type=Path, default=settings.AUDIT_KEYS, help="file or folder of the public key"
        )
        parser.add_argument(
            "--expect", default=None, help="a checkpoint line, or the file they are copied to (its last line counts)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            public = keys.public_key(options["public_key"])
        except (OSError, ValueError):
            raise CommandError(
                f"No public key in {options['public_key']}. Next step: start the signer once (audit_signer --once), "
                "or name its public key with --public-key."
            ) from None
        expect = _expected(options["expect"] or settings.AUDIT_COPY)
        try:
            report = queries.judge(keys.verifier(public), expect=expect)
        except DatabaseError:
            raise CommandError(
                "The database does not answer, or has no tables yet. Next step: check YORISOI_DATABASE_URL, run migrate."
            ) from None
        if report.fault is not None:
            raise CommandError(f"TAMPERED {report.fault}")
        custody = keys.custody(settings.AUDIT_KEYS, data=settings.DATA)
        self.stdout.write(
            json.dumps(
                {
                    "rows": report.rows,
                    "head": report.head,
                    "last_checkpoint": report.last_checkpoint,
                    "unsigned_tail": report.unsigned_tail,
                    "compared_with_copy": expect is not None,
                }
            )
        )
        if custody.shared:
            self.stdout.write(
                f"Note: {custody.why}. Whoever holds that account could rewrite the trail and sign it anew. "
                "Next step: run audit_signer under an account of its own, and copy checkpoints to a second place."
            )


def _expected(given: str | Path | None) -> str | None:
    if given is None:
        return None
    if isinstance(given, str) and given.lstrip().startswith("{"):
        return given.strip()
    try:
        lines = Path(given).read_text(encoding="utf-8").splitlines()
    except OSError as missing:
        raise CommandError(f"The copy of the checkpoints cannot be read: {missing}") from None
    return lines[-1].strip() if lines else None
