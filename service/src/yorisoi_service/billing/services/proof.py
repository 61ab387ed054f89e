"""Tamper evidence of the ledger: what a run books goes into the audit trail with a SHA-256, and is held against it.

Whether the trail itself is whole is for `audit_verify` to say. Entries are read page by page, so a run of a million
takes no more memory than a small one.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.models import Row
from yorisoi_service.audit.purging import PURGED
from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.rules.keeping import Fate
from yorisoi_service.audit.services import record
from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import Altered, BadMonth
from yorisoi_service.billing.models import Close, Entry
from yorisoi_service.billing.rules.booking import State
from yorisoi_service.billing.rules.proof import FIELDS, Check, Digest, Part, Told, over_all
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.models import StaffMember

BOOKED, CLOSED = "month.booked", "month.closed"
RETENTION = "retention:billing"
MONTHS_KEPT = 7 * 12  # no setting deletes anything of the books earlier

Progress = Callable[[int, float], None]  # rows so far, share of the work done (0 to 1)


@dataclass(frozen=True)
class Verdict:
    """What a look at a closed run found. `is_proved` is False where only rows and yen can be compared, since an older
    version closed the month. `deleted` entries were let go by retention, and what is left beside them cannot be judged."""

    month: Month
    rows: int
    yen: int
    is_proved: bool
    deleted: int
    differences: tuple[str, ...]


def record_part(
    close: Close, entries: Iterable[Entry], *, after: int, upto: int, by: StaffMember, now: datetime
) -> None:
    """The audit row of a part of the run: the entries of first holders behind `after` up to `upto`, as they are booked.
    Part of the transaction that books them."""
    digest = Digest()
    for entry in entries:
        digest.add(_values(entry))
    facts: dict[str, Fact] = {
        "after": after,
        "upto": upto,
        "rows": digest.rows,
        "yen": digest.yen,
        "sha256": digest.sha256,
    }
    record(event=BOOKED, by=by.actor, about=_about(close), facts=facts, now=now)


def record_end(close: Close, *, by: StaffMember, now: datetime) -> None:
    """The audit row of the run's end, with one digest over those of its parts; without where an older version began it."""
    facts: dict[str, Fact] = {"rows": close.rows, "yen": close.total}
    digests = [each.get("sha256") for each in _facts(close, BOOKED)]
    if None not in digests:
        facts["sha256"] = over_all([str(each) for each in digests])
    record(event=CLOSED, by=by.actor, about=_about(close), facts=facts, now=now)


def verify(month: Month, *, progress: Progress | None = None) -> Verdict:
    """Reckon a closed run's digest anew and compare. Raises BadMonth for a month that is not closed."""
    close = Close.objects.filter(month=month.first_day, state=State.CLOSED).first()
    if close is None:
        raise BadMonth(_("%(month)s is not closed. Next step: close-month %(month)s") % {"month": month})
    told = _told(close)
    if told is None:
        said = ("the audit trail does not hold exactly one end of this run",)
        return Verdict(month, close.rows, close.total, is_proved=False, deleted=0, differences=said)
    check = Check(told, _deleted(month))
    for holder, values in queries.booked_values(close, FIELDS):
        check.add(holder, values)
        if progress is not None and check.rows % queries.BATCH == 0:
            progress(check.rows, min(1.0, check.rows / max(told.rows, 1)))
    return _verdict(close, check)


class Watch:
    """Entries of a closed run on their way into a file. `agree` when the last one has gone by."""

    def __init__(self, month: Month) -> None:
        self._close = Close.objects.get(month=month.first_day, state=State.CLOSED)
        told = _told(self._close)
        if told is None:
            raise _altered(month)
        self._check = Check(told)

    def over(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The same entries, looked at."""
        for entry in entries:
            self._check.add(entry.line.first_holder_id, _values(entry))
            yield entry

    def agree(self) -> None:
        """Raises Altered unless all of them went by as they were booked."""
        verdict = _verdict(self._close, self._check)
        if verdict.differences:
            raise _altered(verdict.month)


def agree(month: Month) -> None:
    """Raises Altered unless a closed run's entries stand as they were booked, every one of them."""
    verdict = verify(month)
    if verdict.differences or verdict.deleted:
        raise _altered(month)


def _altered(month: Month) -> Altered:
    return Altered(
        _(
            "What the ledger holds of %(month)s is not what was booked, so nothing is written from it. Next step: "
            "billing verify %(month)s says what differs; then compare with a backup."
        )
        % {"month": month}
    )


def _verdict(close: Close, check: Check) -> Verdict:
    differences = check.differences(sums=close.sums)
    if (close.rows, close.total) != (check.told.rows, check.told.yen):
        differences.append(
            f"the run says {close.rows:,} rows, {close.total:,} yen; the audit trail says {check.told.rows:,} rows, "
            f"{check.told.yen:,} yen"
        )
    is_proved = check.told.sha256 is not None
    return Verdict(Month.of(close.month), check.rows, check.yen, is_proved, check.deleted, tuple(differences))


def _told(close: Close) -> Told | None:
    """What the trail says of the run; None unless it holds its end once."""
    ends = list(_facts(close, CLOSED))
    if len(ends) != 1:
        return None
    parts = tuple(
        Part(each["after"], each["upto"], each["rows"], each["yen"], each.get("sha256"))
        for each in _facts(close, BOOKED)
    )
    return Told(parts, ends[0]["rows"], ends[0]["yen"], ends[0].get("sha256"))


def _deleted(month: Month) -> int:
    """Entries that retention has deleted since it may delete any of this month: how many of this month's is unknown."""
    rows = 0
    for at, facts in Row.objects.filter(event=PURGED, about=RETENTION).values_list("at", "facts"):
        if Month.of(business_day(datetime.fromisoformat(at))) >= month.plus(MONTHS_KEPT):
            rows += json.loads(facts).get(f"{Entry._meta.label} {Fate.DELETE}", 0)
    return rows


def _facts(close: Close, event: str) -> Iterator[dict[str, Any]]:
    rows = Row.objects.filter(about=_about(close), event=event).order_by("n")
    return (json.loads(facts) for facts in rows.values_list("facts", flat=True))


def _about(close: Close) -> str:
    return f"month:{Month.of(close.month)}"


def _values(entry: Entry) -> tuple[Any, ...]:
    return tuple(getattr(entry, name) for name in FIELDS)
