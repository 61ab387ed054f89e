"""Which customers and lines the file named before, and on which line of it.

A file may be longer than memory, so this is a database of its own: temporary, unnamed, removed by the system even when
the program is killed. It holds digests, nobody's number or name.
"""

import sqlite3
from hashlib import blake2b
from types import TracebackType
from typing import NamedTuple, Self

from yorisoi_service.contracts.rules.roster.complaint import Code, Complaint
from yorisoi_service.contracts.rules.roster.rows import Row


class Look(NamedTuple):
    """`is_first`: the row's customer did not stand in the file before."""

    is_first: bool
    complaints: list[Complaint]


class Seen:
    """Say `look` once for each row, in the order of the file; a context manager."""

    def __enter__(self) -> Self:
        self._database = sqlite3.connect("", isolation_level=None)  # no name: a temporary file, deleted when opened
        self._database.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;
            CREATE TABLE customer (number BLOB PRIMARY KEY, told BLOB, line INTEGER, lines INTEGER) WITHOUT ROWID;
            CREATE TABLE connection (number BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID;
            BEGIN;
            """
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._database.close()

    def look(self, row: Row) -> Look:
        """What this row repeats or contradicts."""
        is_first, complaint = self._customer(row)
        return Look(is_first, [each for each in (complaint, self._connection(row)) if each is not None])

    def _customer(self, row: Row) -> tuple[bool, Complaint | None]:
        number, told = _digest(row.customer.customer_number), _digest(repr(row.customer))
        has_line = int(row.connection is not None)
        found = self._database.execute("SELECT told, line, lines FROM customer WHERE number = ?", (number,)).fetchone()
        if found is None:
            self._database.execute("INSERT INTO customer VALUES (?, ?, ?, ?)", (number, told, row.line, has_line))
            return True, None
        if found[0] != told:
            return False, Complaint(row.line, Code.CUSTOMER_DIFFERS_IN_FILE, "customer_number", {"other": found[1]})
        if not has_line or not found[2]:  # one of the two rows says nothing that the other does not
            return False, Complaint(row.line, Code.TWICE_IN_FILE, "customer_number", {"other": found[1]})
        return False, None

    def _connection(self, row: Row) -> Complaint | None:
        if row.connection is None:
            return None
        number = _digest(row.connection.number)
        added = self._database.execute("INSERT OR IGNORE INTO connection VALUES (?, ?)", (number, row.line))
        if added.rowcount:
            return None
        (line,) = self._database.execute("SELECT line FROM connection WHERE number = ?", (number,)).fetchone()
        return Complaint(row.line, Code.TWICE_IN_FILE, "line_number", {"other": line})


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
