"""The signer: follows the trail, refuses to sign what does not hold, writes checkpoints and copies them away.

It runs as a process of its own, best under an account of its own; the service never holds its key. Between two steps it
remembers the last row it has seen, so a database rolled back behind its back is found at the next step.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError

from yorisoi_service.audit import keys, queries
from yorisoi_service.audit.models import Row
from yorisoi_service.audit.rules import chain
from yorisoi_service.audit.rules.chain import GENESIS
from yorisoi_service.audit.services import record_checkpoint

SEEN = "last-seen"
_SEEN = re.compile(r"([0-9]{1,18}) ([0-9a-f]{64})\n")

log = logging.getLogger("yorisoi.audit")


class Tampered(Exception):
    """The trail does not hold; its text begins with the row."""


@dataclass
class Signer:
    """One key, one trail. `copy` is a file in a second place, appended to and never read for signing."""

    folder: Path
    copy: Path | None
    key: Ed25519PrivateKey
    signed_at: datetime | None = None

    def step(self, *, now: datetime, forced: bool = False) -> Row | None:
        """Look at what is new; write a checkpoint when it is time. Returns it, or None when it is too early.

        Raises Tampered, and signs nothing, when a row does not follow the ones this signer has seen.
        """
        seen, fresh = self._look()
        due = self.signed_at is None or now - self.signed_at >= timedelta(seconds=chain.SECONDS_BETWEEN_CHECKPOINTS)
        if not (forced or due or fresh >= chain.ROWS_BETWEEN_CHECKPOINTS):
            return None
        row = record_checkpoint(sign=self.key.sign, now=now)
        # Rows may have come between looking and signing: walk over them too before the checkpoint leaves the house.
        self._follow(seen)
        self.signed_at = now
        if self.copy is not None:
            with self.copy.open("a", encoding="utf-8") as file:
                file.write(chain.line(row.link()) + "\n")
        return row

    def _look(self) -> tuple[tuple[int, str], int]:
        start = self._seen()
        rows, _ = queries.head()
        if rows < start[0]:
            raise Tampered(f"row {rows}: the trail ends here, but {start[0]} rows were seen: it was cut")
        if start[0] and not Row.objects.filter(n=start[0] - 1, hash=start[1]).exists():
            raise Tampered(f"row {start[0] - 1}: it is not the row that was seen before: rewritten")
        last = queries.last_checkpoint()
        return self._follow(start), rows - (0 if last is None else last.n + 1)

    def _follow(self, start: tuple[int, str]) -> tuple[int, str]:
        is_signed = keys.verifier(self.key.public_key())
        report = chain.walk(queries.links(after=start[0] - 1), is_signed, start=start)
        if report.fault is not None:
            raise Tampered(report.fault)
        seen = (report.rows, report.head)
        if seen != start:
            fresh = self.folder / f"{SEEN}.new"  # a power cut leaves the old words or the new ones, never half of them
            fresh.write_text(f"{seen[0]} {seen[1]}\n")
            fresh.replace(self.folder / SEEN)
        return seen

    def _seen(self) -> tuple[int, str]:
        path = self.folder / SEEN
        if not path.exists():
            return (0, GENESIS)
        found = _SEEN.fullmatch(path.read_text())
        if found is None:
            raise Tampered(f"row 0: {path} does not say which row was seen last")
        return int(found[1]), found[2]


def run(signer: Signer, *, now: Callable[[], datetime], wait: Callable[[float], bool], every_s: float) -> None:
    """Sign at the start, step every `every_s` seconds until `wait` says stop, sign once more at the end.

    A database that is away is waited for; a trail that does not hold ends the signer (Tampered).
    """
    forced = True
    while True:
        try:
            signer.step(now=now(), forced=forced)
            forced = False
        except DatabaseError:
            log.warning("database_away")
        if wait(every_s):
            break
    signer.step(now=now(), forced=True)
