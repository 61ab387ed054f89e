"""The file with which the internet bill takes over what a month's run booked: one row an entry, keyed by the account.

The same month gives the same bytes whenever it is asked, since the ledger behind it never changes.
"""

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import BadMonth, Debited, FileStands, NotWritable
from yorisoi_service.billing.models import Entry
from yorisoi_service.billing.services import proof
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require

Encoding = Literal["utf-8", "cp932"]
COLUMNS = (
    "charge_id",
    "billing_account",
    "line",
    "service_month",
    "billing_month",
    "kind",
    "reason",
    "amount_yen",
    "tax_percent",
)
BLOCK = 1 << 20


@dataclass(frozen=True)
class Exported:
    """`is_new` is False when exactly this file stood there already."""

    rows: int
    total: int
    sha256: str
    is_new: bool


def export_month(
    month: Month,
    *,
    out: Path,
    encoding: Encoding,
    force: bool,
    by: StaffMember,
    now: datetime,
    debited: bool = False,
    for_books: bool = False,
) -> Exported:
    """Write the file, whole or not at all, readable by its owner only, with an audit row that holds its checksum.

    Where debit files of the provider's own collect (`debited`), or one has asked for this month, it is written only
    `for_books`, never for a bill.
    Raises BadMonth for a month that is not closed, Debited, Altered where the ledger is not what was booked, FileStands
    for another file of that name unless `force`, NotWritable for a character the encoding does not have, and OSError
    where the folder cannot be written.
    """
    require(by, Deed.EXPORT_MONEY)
    if debited and not for_books:
        raise Debited(
            _(
                "This provider collects by debit files of its own; a bill over the same rows would collect %(month)s "
                "twice. Next step: debits export %(month)s; or, for bookkeeping only, billing export with --for-books."
            )
            % {"month": month}
        )
    if queries.debited(month) and not for_books:
        raise Debited(
            _(
                "A debit file has asked for %(month)s; a bill over the same rows would collect it twice. Next step: "
                "for bookkeeping only, billing export with --for-books."
            )
            % {"month": month}
        )
    booked = queries.month_totals(month)
    if booked is None or not booked.is_closed:
        first = queries.first_closed()
        if first is not None and month < first:
            raise BadMonth(
                _("The ledger begins with %(first)s, so %(month)s was never charged here.")
                % {"first": first, "month": month}
            )
        raise BadMonth(_("%(month)s is not closed. Next step: close-month %(month)s") % {"month": month})
    handle, made = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    fresh = Path(made)
    try:
        with os.fdopen(handle, "wb") as file:
            digest = hashlib.sha256()
            watch = proof.Watch(month)
            for block in _blocks(_encoded(watch.over(queries.entries_of_run(month)), month, encoding)):
                digest.update(block)
                file.write(block)
            watch.agree()
            file.flush()
            os.fsync(file.fileno())
        is_new = not out.exists() or _checksum(out) != digest.digest()
        if is_new and out.exists() and not force:
            raise FileStands(
                _("Another file stands at %(path)s. Next step: name another one, or replace it with --force.")
                % {"path": out}
            )
        with transaction.atomic():
            facts = {
                "rows": booked.rows,
                "yen": booked.total,
                "encoding": encoding,
                "sha256": digest.hexdigest(),
                "for_books": for_books,
            }
            record(event="month.exported", by=by.actor, about=f"month:{month}", facts=facts, now=now)
            if is_new:
                fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)
    return Exported(booked.rows, booked.total, digest.hexdigest(), is_new)


def _encoded(entries: Iterable[Entry], month: Month, encoding: Encoding) -> Iterator[bytes]:
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    yield _taken(line).encode("ascii")
    for entry in entries:
        writer.writerow(
            (
                entry.charge_id,
                entry.account,
                entry.line.number,
                Month.of(entry.month),
                month,
                entry.kind,
                entry.reason,
                entry.amount,
                entry.tax_percent,
            )
        )
        try:
            yield _taken(line).encode(encoding)
        except UnicodeEncodeError as error:
            raise NotWritable(
                _(
                    "Subscriber %(number)s: the character %(character)s does not exist in %(encoding)s. "
                    "Next step: correct the account or the line number, or export as UTF-8."
                )
                % {
                    "number": entry.subscriber.customer_number,
                    "character": ascii(error.object[error.start]),
                    "encoding": encoding,
                }
            ) from None


def _taken(line: io.StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


def _blocks(rows: Iterable[bytes]) -> Iterator[bytes]:
    """The rows in pieces of a size that is quick to write."""
    held, size = [], 0
    for row in rows:
        held.append(row)
        size += len(row)
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _checksum(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
