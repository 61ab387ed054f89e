"""Deleting what is due beside a running service: in chunks, each a short transaction of its own, audited by its counts.

A purge that ends in the middle has done whole chunks; the next one goes on where rows are still due.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Min, Model, QuerySet

from yorisoi_service.audit.rules.keeping import Counts, Fate, Gone, facts
from yorisoi_service.audit.services import record

CHUNK = 500
PURGED = "retention.purged"

Progress = Callable[[str, int], None]  # table, rows done so far


class Child(NamedTuple):
    """Rows that go with those they belong to: `lookup` leads from them to the key of the row that is due. By `age` the
    oldest that stays is told."""

    model: type[Model]
    lookup: str
    age: str = ""


@dataclass(frozen=True)
class Step:
    """One table's turn. `due` are the rows whose time is over, whatever else changes meanwhile: each chunk asks again.

    Without `values` they are deleted, after their `children` in this order; what else refers to one of them makes the
    purge fail, so nothing is lost by the way. With `values` they are blanked. `also` runs for each chunk before.
    `age` is the column by which the oldest row that stays is told, among `rest` (every row, where it is None).
    """

    due: QuerySet[Any]
    age: str = ""
    rest: QuerySet[Any] | None = None
    children: Sequence[Child] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    also: Callable[[list[Any]], None] | None = None
    among: Callable[[list[Any]], Iterable[Any]] | None = None  # which of a chunk's keys really may go
    again: bool = False  # what goes makes further rows due: look anew until nothing goes
    stays: bool = False  # only the children go

    @property
    def label(self) -> str:
        return str(self.due.model._meta.label)

    @property
    def fate(self) -> Fate:
        return Fate.BLANK if self.values else Fate.DELETE


def silent(table: str, done: int) -> None:
    """Tells nobody."""


def purge_steps(about: str, steps: Iterable[Step], *, now: datetime, dry_run: bool, told: Progress = silent) -> Counts:
    """Take the steps in turn and say what went (or would go, with nothing changed). One audit row with the counts, also
    when a step fails; none when nothing went."""
    counts: list[Gone] = []
    went: Counter[tuple[str, Fate]] = Counter()
    try:
        for step in steps:
            counts.extend(_would(step) if dry_run else _done(step, told, went))
    finally:
        if not dry_run and (found := facts(Gone(table, fate, rows) for (table, fate), rows in went.items())):
            with transaction.atomic():
                record(event=PURGED, by="service", about=about, facts=found, now=now)
    return merged(counts)


def merged(counts: Iterable[Gone]) -> Counts:
    """One line for each table and fate, in the order in which they first came."""
    found: dict[tuple[str, Fate], Gone] = {}
    for each in counts:
        key = (each.table, each.fate)
        before = found.get(key, Gone(each.table, each.fate, 0))
        known = [moment for moment in (before.oldest, each.oldest) if moment is not None]
        found[key] = Gone(each.table, each.fate, before.rows + each.rows, min(known, default=None))
    return tuple(found.values())


def _would(step: Step) -> list[Gone]:
    rows: Counter[str] = Counter()
    for keys in _pages(step):
        if not step.stays:
            rows[step.label] += len(keys)
        for model, lookup, _age in step.children:
            rows[str(model._meta.label)] += model._default_manager.filter(**{f"{lookup}__in": keys}).count()
    return _told(step, rows, without=step.due)


def _done(step: Step, told: Progress, sums: Counter[tuple[str, Fate]]) -> list[Gone]:
    rows: Counter[str] = Counter()
    while True:
        before = rows.total()
        for went in _round(step):
            rows.update(went)
            sums.update({(table, step.fate): count for table, count in went.items()})
            told(step.label, rows[step.label])
        if not step.again or rows.total() == before:
            return _told(step, rows, without=None)


def _round(step: Step) -> Iterator[Counter[str]]:
    """Once over everything that is due; what went with each chunk."""
    last: Any = None
    while True:
        with transaction.atomic():
            seen = _page(step, last, lock=True)
            if not seen:
                return
            keys = seen if step.among is None else sorted(set(step.among(seen)))
            went = _act(step, keys) if keys else Counter[str]()
        yield went
        last = seen[-1]


def _pages(step: Step) -> Iterable[list[Any]]:
    last: Any = None
    while seen := _page(step, last, lock=False):
        yield seen if step.among is None else sorted(set(step.among(seen)))
        last = seen[-1]


def _page(step: Step, last: Any, *, lock: bool) -> list[Any]:
    """The next keys that are due; rows somebody else holds locked are left for the next time."""
    ahead = step.due if last is None else step.due.filter(pk__gt=last)
    if lock:
        ahead = ahead.select_for_update(skip_locked=True, of=("self",))
    return list(ahead.order_by("pk").values_list("pk", flat=True)[:CHUNK])


def _act(step: Step, keys: list[Any]) -> Counter[str]:
    """Guards of single rows are for people; this is the one place where time may delete."""
    if step.also is not None:
        step.also(keys)
    mine = step.due.model._default_manager.filter(pk__in=keys)
    if step.values:
        return Counter({step.label: mine.update(**step.values)})
    rows: Counter[str] = Counter()
    for model, lookup, _age in step.children:
        rows.update(model._default_manager.filter(**{f"{lookup}__in": keys}).delete()[1])
    if not step.stays:
        rows.update(mine.delete()[1])
    return rows


def _told(step: Step, rows: Counter[str], *, without: QuerySet[Any] | None) -> list[Gone]:
    found: list[Gone] = []
    if not step.stays:
        rest = step.due.model._default_manager.all() if step.rest is None else step.rest
        kept = rest if without is None else rest.exclude(pk__in=without.values("pk"))
        found.append(Gone(step.label, step.fate, rows[step.label], _oldest(kept, step.age)))
    told = {step.label}
    for model, lookup, age in step.children:
        if model._meta.label in told:
            continue
        told.add(model._meta.label)
        every = model._default_manager.all()
        kept = every if without is None else every.exclude(**{f"{lookup}__in": without.values("pk")})
        found.append(Gone(model._meta.label, Fate.DELETE, rows[model._meta.label], _oldest(kept, age)))
    return found


def _oldest(rows: QuerySet[Any], age: str) -> Any:
    return rows.aggregate(oldest=Min(age))["oldest"] if age else None
