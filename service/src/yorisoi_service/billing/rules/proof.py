"""What proves that the entries of a run stand as they were booked.

A run books in parts; the audit trail holds rows, yen and a SHA-256 of each part, and of the whole run one SHA-256 over
those of its parts. Here they are made, and held against what the ledger has now.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

# What a digest covers of an entry, in this order; the run it belongs to is the one whose digest it is.
FIELDS = (
    "charge_id",
    "line_id",
    "subscriber_id",
    "account",
    "month",
    "kind",
    "amount",
    "reason",
    "price_id",
    "policy_id",
    "tax_percent",
    "facts",
    "at",
)
CHARGE_ID, KIND, AMOUNT, REASON = (FIELDS.index(name) for name in ("charge_id", "kind", "amount", "reason"))
MOST_TOLD = 20

Values = Sequence[Any]


def _spelled(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


_encode = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_spelled
).encode


class Digest:
    """Rows, yen and SHA-256 of entries, one after the other in the order of booking."""

    def __init__(self) -> None:
        self.rows = self.yen = 0
        self.first = self.last = ""
        self._sha = sha256(b"yorisoi booked entries 1\n")

    def add(self, values: Values) -> None:
        """An entry by the values of FIELDS."""
        self.rows += 1
        self.yen += values[AMOUNT]
        self.first, self.last = self.first or values[CHARGE_ID], values[CHARGE_ID]
        self._sha.update(_encode(list(values)).encode() + b"\n")

    @property
    def sha256(self) -> str:
        return self._sha.hexdigest()


def over_all(parts: Sequence[str]) -> str:
    """The digest of a run from those of its parts."""
    return sha256("".join(f"{each}\n" for each in parts).encode()).hexdigest()


@dataclass(frozen=True)
class Part:
    """First holders behind `after` up to `upto`, and what was booked for them. No digest: booked by an older version."""

    after: int
    upto: int
    rows: int
    yen: int
    sha256: str | None


@dataclass(frozen=True)
class Told:
    """What the audit trail says of a run that has ended. No digest: closed by an older version."""

    parts: tuple[Part, ...]
    rows: int
    yen: int
    sha256: str | None

    def faults(self) -> Iterator[str]:
        """Where the trail's own rows disagree with one another."""
        if (sum(part.rows for part in self.parts), sum(part.yen for part in self.parts)) != (self.rows, self.yen):
            yield f"in the audit trail the parts do not add up to the run's {self.rows:,} rows, {self.yen:,} yen"
        every = [part.sha256 for part in self.parts if part.sha256 is not None]
        if self.sha256 is not None and (len(every) != len(self.parts) or over_all(every) != self.sha256):
            yield "in the audit trail the digests of the parts are not those of the run"


@dataclass
class Check:
    """The entries of a run held against what was told, one after the other; memory grows with the parts only.

    `may_miss` is how many entries of so old a run the retention has deleted: parts that lack no more are not judged.
    """

    told: Told
    may_miss: int = 0
    rows: int = 0
    yen: int = 0
    deleted: int = 0  # found by `differences`
    sums: dict[str, dict[str, list[int]]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        self._upto = [part.upto for part in self.told.parts]
        self._found = [Digest() for _ in self.told.parts]
        self._beside = Digest()

    def add(self, holder: int, values: Values) -> None:
        """An entry of a line that this first holder has."""
        at = bisect_left(self._upto, holder)
        is_inside = at < len(self._upto) and holder > self.told.parts[at].after
        (self._found[at] if is_inside else self._beside).add(values)
        self.rows += 1
        self.yen += values[AMOUNT]
        cell = self.sums[values[KIND]].setdefault(values[REASON], [0, 0])
        cell[0] += 1
        cell[1] += values[AMOUNT]

    def differences(self, *, sums: Mapping[str, Mapping[str, Sequence[int]]]) -> list[str]:
        """What is not as it was booked, in words for an operator; `sums` is what the run itself says of its rows."""
        found = list(self.told.faults())
        parts = zip(self.told.parts, self._found, strict=True)
        self.deleted = sum(max(part.rows - now.rows, 0) for part, now in parts) if self.may_miss else 0
        if self.deleted > self.may_miss:
            self.deleted = 0
        for nth, (part, now) in enumerate(zip(self.told.parts, self._found, strict=True), 1):
            if not (self.deleted and now.rows < part.rows):
                found += _different(nth, part, now)
        if self._beside.rows:
            found.append(f"{_span(self._beside)}: the run booked nothing for these subscribers")
        if not self.deleted and {kind: dict(cells) for kind, cells in sums.items()} != self.sums:
            found.append("the run's own sums by reason are not those of its entries")
        return found[:MOST_TOLD] + ([f"and {len(found) - MOST_TOLD:,} more"] if len(found) > MOST_TOLD else [])


def _different(nth: int, part: Part, now: Digest) -> Iterator[str]:
    if (now.rows, now.yen) != (part.rows, part.yen):
        yield (
            f"part {nth}, {_span(now)}: {now.rows:,} rows, {now.yen:,} yen; booked were {part.rows:,} rows, "
            f"{part.yen:,} yen"
        )
    elif part.sha256 is not None and now.sha256 != part.sha256:
        yield f"part {nth}, {_span(now)}: rows and yen agree, but something else in them was changed"


def _span(entries: Digest) -> str:
    return f"entries {entries.first} to {entries.last}" if entries.rows else "no entry"
