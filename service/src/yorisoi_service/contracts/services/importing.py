"""Taking over subscribers, lines and contracts from the provider's billing system, in a file: all of it or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.errors import FileChanged
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.roster.columns import header
from yorisoi_service.contracts.rules.roster.complaint import Code, Complaint, FileRefused
from yorisoi_service.contracts.rules.roster.lines import Record, records
from yorisoi_service.contracts.rules.roster.rows import Days, Row, read
from yorisoi_service.contracts.services.roster.comparing import Known, compare
from yorisoi_service.contracts.services.roster.seen import Seen
from yorisoi_service.contracts.services.roster.writing import tell_stories, write
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require

CHUNK = 900  # rows; one question about so many numbers is still one statement on every database
SHOWN = 16  # digits of the file's hash by which story and audit trail name an import


@dataclass(frozen=True)
class Roster:
    """A file and how it is to be read.

    `opened` opens it anew each time. `agreed_start` counts for contracts that began nobody knows when (case 43).
    `closed`: the first and the last month that are closed. `scope`: whose free months hang together (T6).
    `terms_version`: the one in force, whether or not its text is kept yet. `rows`: how many there must be, None: any.
    """

    opened: Callable[[], BinaryIO]
    encoding: str = "utf-8"
    agreed_start: date | None = None
    closed: tuple[Month, Month] | None = None
    scope: str = "customer"
    terms_version: str = ""
    rows: int | None = None


@dataclass
class Totals:
    """What a file holds that is new, how many rows were here already, how many refused."""

    rows: int = 0
    subscribers: int = 0
    lines: int = 0
    contracts: int = 0
    here: int = 0
    refused: int = 0
    digest: str = ""


Complain = Callable[[Complaint], None]
Progress = Callable[[int, int], None]  # rows and bytes read so far


def check(roster: Roster, *, complain: Complain, progress: Progress, now: datetime) -> Totals:
    """Read the whole file and compare it with what is here; write nothing. Every reason against it is told, in the
    order of its lines; where the file cannot be read on, that is the last one."""
    totals, known = Totals(), Known.now(roster.closed, roster.scope, roster.terms_version)
    with roster.opened() as file, Seen() as seen:
        reading = _Reading(file)
        try:
            for rows, complaints in _chunks(reading, roster, now):
                totals.rows += len(rows) + len({each.line for each in complaints})
                fresh = compare(rows, known)
                for row in rows:
                    look = seen.look(row)
                    complaints += look.complaints
                    totals.subscribers += look.is_first and row.customer.customer_number in fresh.customers
                complaints += fresh.complaints
                totals.lines += len(fresh.connections)
                totals.contracts += len(fresh.agreements)
                totals.here += fresh.here
                totals.refused += len({each.line for each in complaints})
                for complaint in sorted(complaints, key=lambda each: each.line):
                    complain(complaint)
                progress(totals.rows, reading.bytes)
            if totals.rows == 0:
                raise FileRefused(1, Code.NO_ROWS)
            if roster.rows is not None and totals.rows != roster.rows:
                raise FileRefused(0, Code.ROWS_MISSING, found=totals.rows, expected=roster.rows)
        except FileRefused as refused:
            totals.refused += 1
            complain(refused.complaint)
        totals.digest = reading.digest
    return totals


@transaction.atomic
def take(roster: Roster, *, checked: Totals, progress: Progress, by: StaffMember, now: datetime) -> None:
    """Write what `check` found to be new: subscribers, lines, contracts, their story, what they are found by, and one
    audit row with the file's hash and counts. All of it, or nothing.

    FileChanged when the file is no longer the one that was checked, or somebody entered one of its rows meanwhile.
    """
    require(by, Deed.REGISTER_CONTRACT)
    known = Known.now(roster.closed, roster.scope, roster.terms_version)
    newest = Period.objects.aggregate(newest=Max("pk"))["newest"] or 0
    try:
        with roster.opened() as file:
            reading, done = _Reading(file), 0
            for rows, complaints in _chunks(reading, roster, now):
                fresh = compare(rows, known)
                if complaints or fresh.complaints:
                    raise FileChanged(_CHANGED)
                write(fresh, known, by=by, now=now)
                done += len(rows)
                progress(done, reading.bytes)
    except (FileRefused, IntegrityError):
        raise FileChanged(_CHANGED) from None
    if reading.digest != checked.digest:
        raise FileChanged(_CHANGED)
    record(
        event="roster.imported",
        by=by.actor,
        about=f"import:{checked.digest[:SHOWN]}",
        facts={
            "sha256": checked.digest,
            "rows": checked.rows,
            "subscribers": checked.subscribers,
            "lines": checked.lines,
            "contracts": checked.contracts,
            "here_already": checked.here,
            "agreed_start": roster.agreed_start.isoformat() if roster.agreed_start else "",
        },
        now=now,
    )
    tell_stories(after=newest, digest=checked.digest[:SHOWN], by=by, now=now)


_CHANGED = _("The file or the records changed while it was imported, so nothing was. Check it anew with --dry-run.")


class _Reading:
    """The file on its way through: how much was read, and the hash of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self.bytes = file, sha256(), 0

    def readline(self, size: int, /) -> bytes:
        raw = self._file.readline(size)
        self._hash.update(raw)
        self.bytes += len(raw)
        return raw

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def _chunks(reading: _Reading, roster: Roster, now: datetime) -> Iterator[tuple[list[Row], list[Complaint]]]:
    """The rows that are right in themselves, and what is wrong with the others; a bounded number at a time."""
    lines = records(reading, roster.encoding)
    first = next(lines, None)
    if first is None:  # records() has refused an empty file by now
        return
    columns, days = header(first), Days(business_day(now), roster.agreed_start)
    chunk: list[Record] = []
    try:
        for line in lines:
            chunk.append(line)
            if len(chunk) == CHUNK:
                yield _read(chunk, columns, days)
                chunk = []
    except FileRefused:  # what stands above the unreadable line is still judged
        if chunk:
            yield _read(chunk, columns, days)
        raise
    if chunk:
        yield _read(chunk, columns, days)


def _read(chunk: list[Record], columns: tuple[str, ...], days: Days) -> tuple[list[Row], list[Complaint]]:
    rows: list[Row] = []
    complaints: list[Complaint] = []
    for line in chunk:
        found = read(line, columns, days)
        if isinstance(found, Row):
            rows.append(found)
        else:
            complaints += found
    return rows, complaints
