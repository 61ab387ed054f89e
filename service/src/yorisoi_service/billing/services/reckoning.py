"""What a run would book for the next lines: read at one moment, decided by the rules, nothing written. The run and its
preview share it, so that a preview cannot differ from what is then booked."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from yorisoi_service.billing import queries
from yorisoi_service.billing.models import PolicyRow, PriceRow
from yorisoi_service.billing.rules import booking
from yorisoi_service.billing.rules.booking import Booking, Kind
from yorisoi_service.billing.rules.issuer import Rounding
from yorisoi_service.billing.rules.payer import Succession, payer
from yorisoi_service.billing.rules.plan import Plan, owed
from yorisoi_service.billing.rules.told import CAUSES
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.rules.history import LineFacts
from yorisoi_service.contracts.rules.month import Month, months_from
from yorisoi_service.subscribers.models import Line, Subscriber

MOST_CAUSES = 3
PAGE = 100_000


@dataclass(frozen=True)
class Bill:
    """Who pays, and under which account of the internet."""

    subscriber: int
    account: str


class Late:
    """First holders with events since the last run, in order, read in pages: none to a million of them."""

    def __init__(self, since_event: int, scope: str) -> None:
        self._since_event, self._scope = since_event, scope
        self._page: list[int] = []
        self._goes_on = True

    def behind(self, after: int, limit: int) -> list[int]:
        """The next `limit` of them behind a first holder, which never goes back."""
        start = bisect_right(self._page, after)
        if self._goes_on and start + limit > len(self._page):
            self._page = contracts.touched_holders(
                since_event=self._since_event, after=after, limit=PAGE, scope=self._scope
            )
            self._goes_on, start = len(self._page) == PAGE, 0
        return self._page[start : start + limit]


@dataclass(frozen=True)
class Task:
    """What a run has to do: its month, the months closed before it, and who changed since the last run: `late` has
    seen events behind `since_event`. What was entered after `told_before`, when the last run began, is news."""

    month: Month
    closed: tuple[Month, ...]
    late: Late
    since_event: int
    told_before: datetime | None


@dataclass(frozen=True)
class Basis:
    """What decides besides the history, with the rows it came from and the campaigns' names. Read anew for each chunk:
    what holds for the run's months cannot change meanwhile, but new campaigns may come."""

    plan: Plan = field(default_factory=Plan)
    prices: dict[Month, int] = field(default_factory=dict)
    policies: dict[Month, int] = field(default_factory=dict)
    campaigns: dict[str, dict[str, str]] = field(default_factory=dict)
    rounding: Rounding = "floor"


@dataclass(frozen=True)
class Chunk:
    """The bookings of some holders. `upto` is the last of them, None when no holder is left."""

    upto: int | None
    bookings: tuple[Booking, ...] = ()
    basis: Basis = field(default_factory=Basis)
    bills: tuple[Bill, ...] = ()  # of each booking
    numbers: dict[str, str] = field(default_factory=dict)  # line -> what stands on paper
    causes: dict[int, list[dict[str, Any]]] = field(default_factory=dict)  # by the line's first holder
    holders: dict[str, int] = field(default_factory=dict)  # line -> its first holder


def task(month: Month) -> Task:
    """Everything a run of this month needs to know before it looks at lines."""
    earlier = [close for close in queries.closes() if Month.of(close.month) < month]
    since_event = earlier[0].events_until if earlier else 0
    return Task(
        month=month,
        closed=tuple(months_from(Month.of(earlier[-1].month), month.plus(-1))) if earlier else (),
        late=Late(since_event, queries.plan().scope),
        since_event=since_event,
        told_before=earlier[0].started_at if earlier else None,
    )


def reckon(work: Task, *, after: int, limit: int) -> Chunk:
    """The bookings of the next `limit` first holders behind `after`: the month's charges, and for those whose story went
    on since the last run the adjustments of every closed month."""
    with snapshot():
        holders, late = _next_holders(work, after, limit)
        if not holders:
            return Chunk(None)
        basis = _basis()
        plan = basis.plan
        found = contracts.histories(holders=holders, scope=plan.scope)
        held, numbers = _held(holders)
        lines_late = [int(line) for line, holder in held.items() if holder in late]
        before = queries.booked(lines_late, before=work.month) if lines_late else {}
        payers = Payers.of(holders, found.lines)
        causes = _causes(sorted(late), work) if late else {}
    # A household's other lines come along for the free months only; they are booked with their own holder.
    rows = (row for row in owed(found.lines, found.periods, (work.month,), plan) if row.line in held)
    bookings = list(booking.charges(rows, work.month))
    if late and work.closed:
        again = owed(_beside(found.lines, late), found.periods, work.closed, plan)
        mine = (row for row in again if held.get(row.line) in late)
        sums = {key: standing.yen for key, standing in before.items()}
        bookings += booking.adjustments(mine, sums, work.month)
    bills = _bills([_payer(each, before, payers) for each in bookings])
    return Chunk(holders[-1], tuple(bookings), basis, bills, numbers, causes, held)


@dataclass(frozen=True)
class Payers:
    """Who held which contract until when. A contract is named by the oldest of its lines."""

    contract: dict[str, str]  # line -> oldest line of its contract
    now: dict[str, int]
    successions: dict[str, list[Succession]]

    @classmethod
    def of(cls, holders: Sequence[int], lines: Sequence[LineFacts]) -> "Payers":
        older = {line.id: line.moved_from for line in lines}
        contract, newest = {}, {}
        for line in lines:
            root = line.id
            while (before := older[root]) is not None:
                root = before
            contract[line.id] = root
        replaced = {line.moved_from for line in lines}
        newest = {line.id: contract[line.id] for line in lines if line.id not in replaced}
        held = Line.objects.filter(pk__in=[int(line) for line in newest]).values_list("pk", "subscriber_id")
        successions: dict[str, list[Succession]] = {}
        for line_id, on, subscriber in contracts.successions(holders):
            successions.setdefault(contract[str(line_id)], []).append(Succession(on, subscriber))
        return cls(contract, {newest[str(pk)]: subscriber for pk, subscriber in held}, successions)

    def payer(self, line: str, month: Month) -> int:
        root = self.contract[line]
        return payer(month, self.successions.get(root, ()), self.now[root])


def _payer(each: Booking, before: Mapping[tuple[str, Month], queries.Booked], payers: Payers) -> int:
    """A correction goes to whom the month was booked on, everything else to who held the line."""
    standing = before.get((each.line, each.month)) if each.kind is Kind.ADJUSTMENT else None
    return payers.payer(each.line, each.month) if standing is None else standing.subscriber


def _bills(payers: Sequence[int]) -> tuple[Bill, ...]:
    found = Subscriber.objects.filter(pk__in=set(payers)).values_list("pk", "billing_account", "customer_number")
    bills = {pk: Bill(pk, account or customer) for pk, account, customer in found}
    return tuple(bills[pk] for pk in payers)


def _basis() -> Basis:
    return Basis(
        plan=queries.plan(),
        prices={Month.of(row.since): row.pk for row in queries.newest(PriceRow)},
        policies={Month.of(row.since): row.pk for row in queries.newest(PolicyRow)},
        campaigns={each.code: each.name for each in contracts.campaigns()},
        rounding=queries.rounding(),
    )


def _next_holders(work: Task, after: int, limit: int) -> tuple[list[int], set[int]]:
    """The next first holders to look at, and those of them with late events."""
    having = contracts.holders_with_contracts(after=after, limit=limit)
    late = work.late.behind(after, limit) if work.closed else []
    holders = sorted({*having, *late})[:limit]
    return holders, set(late).intersection(holders)


def _beside(lines: Sequence[LineFacts], holders: set[int]) -> list[LineFacts]:
    """The lines of these first holders and of their household mates: all that decides what they owe."""
    names = {str(holder) for holder in holders}
    homes = {line.household for line in lines if line.customer in names} - {None}
    return [line for line in lines if line.customer in names or line.household in homes]


def _held(holders: Sequence[int]) -> tuple[dict[str, int], dict[str, str]]:
    """The lines these first held, with their first holders, and with their numbers."""
    found = list(Line.objects.filter(first_holder_id__in=holders).values_list("pk", "first_holder_id", "number"))
    return {str(pk): holder for pk, holder, _ in found}, {str(pk): number for pk, _, number in found}


def _causes(holders: Sequence[int], work: Task) -> dict[int, list[dict[str, Any]]]:
    """What was entered since the last run began, by first holder: the newest few."""
    causes: dict[int, list[dict[str, Any]]] = {}
    for event in queries.late_events(holders, since_event=work.since_event):
        if event.kind not in CAUSES or (work.told_before is not None and event.entered_at < work.told_before):
            continue
        told = {
            "kind": event.kind,
            "on": event.on.isoformat(),
            "entered": business_day(event.entered_at).isoformat(),
            "line": event.line.number,
        }
        causes.setdefault(event.line.first_holder_id, []).append(told)
    return {holder: told[-MOST_CAUSES:] for holder, told in causes.items()}


def facts_of(each: Booking, chunk: Chunk) -> dict[str, Any]:
    """What an entry keeps, so that it can be explained for ever from itself."""
    facts = booking.kept(each.charge)
    if chunk.basis.rounding != "floor":
        facts["rounding"] = chunk.basis.rounding
    if each.charge.campaign is not None:
        facts["campaign"] = {"id": each.charge.campaign, **chunk.basis.campaigns[each.charge.campaign]}
    if each.kind is Kind.ADJUSTMENT:
        facts["was"] = each.was
        if each.instead:
            facts["instead"] = chunk.numbers[each.instead]
        if because := chunk.causes.get(chunk.holders[each.line]):
            facts["because"] = because
    return facts


@contextmanager
def snapshot() -> Iterator[None]:
    """Several queries that see one moment: what commits meanwhile is wholly there or wholly not. Holds no row."""
    whole = connection.in_atomic_block  # then the caller's transaction decides
    with transaction.atomic():
        if connection.vendor == "postgresql" and not whole:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
