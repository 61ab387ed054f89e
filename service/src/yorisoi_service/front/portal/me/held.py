"""Who held a line when (T16), and what of a row is whose: a successor learns nothing of the time before, and whoever
held the line before keeps what was theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yorisoi_service.billing.models import Entry as Charge
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Event
from yorisoi_service.contracts.rules.story import Kind
from yorisoi_service.subscribers.models import Line, Subscriber

Row = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """A line through all its moves, held from `since` until the day before `until`; None: from the beginning, still."""

    lines: tuple[int, ...]
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Was the line theirs on this day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def last(self) -> date | None:
        """The last day it was theirs."""
        return None if self.until is None else self.until - timedelta(days=1)


def held_by(subscriber: Subscriber) -> Iterator[Held]:
    """Every line that is or was theirs: held now, held first, or charged to them in between."""
    found = set(Line.objects.filter(subscriber=subscriber).values_list("pk", flat=True))
    found |= set(Line.objects.filter(first_holder=subscriber).values_list("pk", flat=True))
    found |= set(Charge.objects.filter(subscriber=subscriber).values_list("line", flat=True).distinct())
    while found:
        chain = tuple(contracts.followed(min(found)))
        found -= set(chain)
        yield from _of_chain(chain, subscriber)


def _of_chain(chain: tuple[int, ...], subscriber: Subscriber) -> Iterator[Held]:
    told = Event.objects.filter(kind=Kind.LINE_INHERITED, line__in=chain).order_by("on", "pk")
    changes = list(told.values_list("on", "facts"))
    if not changes:
        if Line.objects.filter(pk=chain[-1], subscriber=subscriber).exists():
            yield Held(chain, None, None)
        return
    holders = [changes[0][1]["from"], *(facts["to"] for _on, facts in changes)]
    days = [None, *(on for on, _facts in changes), None]
    for nth, holder in enumerate(holders):
        if holder == subscriber.pk:
            yield Held(chain, days[nth], days[nth + 1])


def rest(row: Row, held: Held) -> Row | None:
    """A rest of the line, as long as it was theirs."""
    first, last = row["first_on"], row["last_on"]
    if held.since is not None:
        first = max(first, held.since)
    if held.last is not None:
        last = min(last, held.last)
    return None if last < first else row | {"first_on": first, "last_on": last}


def contract(row: Row, held: Held) -> Row | None:
    """A contract without the form of somebody else, and without the end it had with somebody else."""
    ended = row["end_on"]
    if held.until is not None and held.until <= row["form_on"]:
        return None
    if held.since is not None and ended is not None and ended < held.since:
        return None
    if not held.holds(row["form_on"]):
        row |= {"form_on": None, "start_on": held.since, "channel": "", "solicited": None, "entered_at": None}
    if held.last is not None and (ended is None or ended > held.last):
        row |= {"end_on": held.last, "requested_end_on": None, "end_cause": "", "void_on": None}
    return row


def application(row: Row, held: Held) -> Row | None:
    """An application received while the line was theirs."""
    return row if held.holds(row["received_on"]) else None


def acceptance(row: Row, held: Held) -> Row | None:
    """Terms accepted while the line was theirs."""
    return row if held.holds(row["accepted_on"]) else None


def event(row: Row, held: Held) -> Row | None:
    """What happened while the line was theirs, or was told of then though it was to come; its going to another too."""
    if row["kind"] == Kind.LINE_INHERITED and row["on"] == held.until:
        return row
    return row if held.holds(min(row["on"], business_day(row["entered_at"]))) else None
