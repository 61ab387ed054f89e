"""Walks over the whole audit trail and says whether it holds."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from yorisoi_service import clock
from yorisoi_service.audit import keys, queries
from yorisoi_service.audit.rules.chain import is_neglected


class Command(BaseCommand):
    help = (
        "Verify the audit trail. Exit status 0: every row holds. Otherwise one line: TAMPERED row N: why, or "
        "UNSIGNED: rows that wait too long for the signer. "
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
        except PermissionError as refused:
            raise CommandError(
                f"{refused.filename} is out of this account's reach. Next step: open the signer's folder for passing "
                "through (chmod 711; the private key stays 600), or name a copy of the public key with --public-key."
            ) from None
        except (OSError, ValueError):
            raise CommandError(
                f"No public key in {options['public_key']}. Next step: start the signer once (audit_signer --once), "
                "or name its public key with --public-key."
            ) from None
        expect = _expected(options["expect"] or settings.AUDIT_COPY)
        try:
            report = queries.judge(keys.verifier(public), expect=expect)
            oldest = queries.oldest_unsigned(behind=-1 if report.last_checkpoint is None else report.last_checkpoint)
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
        if oldest is not None and is_neglected(report.unsigned_tail, oldest, now=clock.now()):
            raise CommandError(
                f"UNSIGNED: the chain holds, but {report.unsigned_tail} rows wait for a checkpoint, the oldest since "
                f"{oldest.isoformat(timespec='seconds')}. Next step: start audit_signer again, and see why it ended."
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
    if not lines or not lines[-1].strip():
        raise CommandError(
            f"The copy of the checkpoints, {given}, ends with nothing: there is no checkpoint to compare with. "
            "Next step: bring its last line back, or find out who emptied it."
        )
    return lines[-1].strip()
