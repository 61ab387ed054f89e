"""Reading what is owed: the dated decisions, the months closed, the ledger."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language, gettext

from yorisoi_service.audit.models import Row
from yorisoi_service.billing.models import Close, Dated, Entry, PolicyRow, PriceRow, TaxRow
from yorisoi_service.billing.rules import told
from yorisoi_service.billing.rules.booking import Kind, State, Sums
from yorisoi_service.billing.rules.explain import Explanation
from yorisoi_service.billing.rules.issuer import Rounding
from yorisoi_service.billing.rules.plan import Plan
from yorisoi_service.billing.rules.policy import Campaign, Policy, Tariff, Term
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Event
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.subscribers.models import Line, Subscriber

D = TypeVar("D", bound=Dated)
BATCH = 2_000


def tariff() -> Tariff:
    """Prices, tax rates and campaigns as they stand."""
    return Tariff(
        prices=tuple(row.value() for row in newest(PriceRow)),
        tax_rates=tuple(row.value() for row in newest(TaxRow)),
        campaigns={
            each.code: Campaign(
                each.code,
                tuple(Term(term["from_month"], term["to_month"], term["amount"]) for term in each.terms),
            )
            for each in contracts.campaigns()
        },
    )


def plan() -> Plan:
    """Everything besides the history that decides what lines owe."""
    return Plan(tariff(), tuple((Month.of(row.since), row.value()) for row in newest(PolicyRow)))


def rounding() -> Rounding:
    """How the tax inside an amount is rounded: as on the issuer's invoices."""
    chosen: Rounding = settings.PROVIDER.issuer.rounding
    return chosen


def policy_at(month: Month) -> Policy:
    """The settings of a service month. LookupError while there are none."""
    return plan().policy_at(month)


def newest(model: type[D]) -> list[D]:
    """The rows that hold, in order of `since`: of two for one month the newer."""
    return list({row.since: row for row in model.objects.order_by("since", "pk")}.values())


def last_closed() -> Month | None:
    """The newest month whose run has ended."""
    close = Close.objects.filter(state=State.CLOSED).order_by("-month").first()
    return None if close is None else Month.of(close.month)


def first_closed() -> Month | None:
    """The oldest month there is a run of, ended or not; months before it are never charged here."""
    close = Close.objects.order_by("month").first()
    return None if close is None else Month.of(close.month)


def first_open() -> Month | None:
    """The month to be closed next; None before the first one was chosen."""
    last = last_closed()
    return None if last is None else last.plus(1)


def running() -> Close | None:
    """The run that was begun and has not ended."""
    return Close.objects.filter(state=State.RUNNING).first()


def closes() -> list[Close]:
    """Every run, the newest first."""
    return list(Close.objects.select_related("by").order_by("-month"))


def billed() -> set[Month]:
    """Months whose file was written for the internet bill, and not for the books only: its row says so."""
    return {month for month, for_books in _written() if for_books is False}


def perhaps_billed() -> set[Month]:
    """Months whose file was written before it was noted what for: who collects by debits had it for the books perhaps."""
    return {month for month, for_books in _written() if for_books is None} - billed()


def _written() -> list[tuple[Month, bool | None]]:
    """The month of each file written, and whether it was for the books only; None where its row does not tell."""
    rows = Row.objects.filter(event="month.exported").values_list("about", "facts")
    return [(Month.parse(about.removeprefix("month:")), json.loads(facts).get("for_books")) for about, facts in rows]


def debited(month: Month) -> bool:
    """Does a debit file ask for the month? One that was discarded does not."""
    rows = Row.objects.filter(about=f"debits:{month}", event__in=("debits.exported", "debits.discarded"))
    last = rows.order_by("-n").first()
    return last is not None and last.event == "debits.exported"


def entries_of(line_id: int) -> list[Entry]:
    """Everything booked on a line, by service month; a month's adjustments after its charge."""
    return list(Entry.objects.filter(line_id=line_id).select_related("close").order_by("month", "pk"))


def is_booked(line_id: int) -> bool:
    """Does anything stand in the ledger for the line, be it 0 yen?"""
    return Entry.objects.filter(line_id=line_id).exists()


def entries_of_lines(line_ids: Sequence[int]) -> list[Entry]:
    """Everything booked on several lines, by service month."""
    return list(Entry.objects.filter(line_id__in=line_ids).select_related("close", "line").order_by("month", "pk"))


@dataclass(frozen=True)
class Booked:
    """What a line-month's entries come to, and on whom the first of them was booked."""

    yen: int
    subscriber: int


def booked(line_ids: Sequence[int], *, before: Month) -> dict[tuple[str, Month], Booked]:
    """What runs before that of `before` booked for each line-month; no key where nothing was booked."""
    found: dict[tuple[str, Month], Booked] = {}
    entries = Entry.objects.filter(line_id__in=line_ids, close__month__lt=before.first_day).order_by("pk")
    for line, day, yen, subscriber in entries.values_list("line_id", "month", "amount", "subscriber_id").iterator():
        key = (str(line), Month.of(day))
        so_far = found.get(key)
        found[key] = Booked(yen, subscriber) if so_far is None else Booked(so_far.yen + yen, so_far.subscriber)
    return found


def line_numbers(line_ids: Sequence[int]) -> dict[str, str]:
    """The numbers on lines, by their id as the rules write it."""
    return {str(pk): number for pk, number in Line.objects.filter(pk__in=line_ids).values_list("pk", "number")}


def late_events(holders: Sequence[int], *, since_event: int) -> list[Event]:
    """The story of these first holders' lines since an event, the oldest first."""
    found = Event.objects.filter(pk__gt=since_event, line__first_holder_id__in=holders)
    return list(found.select_related("line").order_by("pk"))


def account_entries(account: str, month: Month) -> list[Entry]:
    """What the run of `month` put on one internet bill, adjustments of earlier months included."""
    found = Entry.objects.filter(account=account, close__month=month.first_day)
    return list(found.select_related("close", "line").order_by("month", "line_id", "pk"))


def entries_for_invoice(subscriber_id: int, month: Month) -> list[Entry]:
    """What the run of `month` booked for one subscriber, adjustments of earlier months included."""
    found = Entry.objects.filter(subscriber_id=subscriber_id, close__month=month.first_day)
    return list(found.select_related("close", "line").order_by("month", "line_id", "pk"))


def search(
    *,
    first: Month | None = None,
    last: Month | None = None,
    least: int | None = None,
    most: int | None = None,
    counterparty: str = "",
    after: int = 0,
    limit: int = 50,
) -> list[Entry]:
    """Entries by service month, amount and counterparty (3.5), each where given: an account or a customer number as it
    stands, or the beginning of a name. In the order of booking behind entry `after`."""
    found = Entry.objects.filter(pk__gt=after)
    if first is not None:
        found = found.filter(month__gte=first.first_day)
    if last is not None:
        found = found.filter(month__lte=last.first_day)
    if least is not None:
        found = found.filter(amount__gte=least)
    if most is not None:
        found = found.filter(amount__lte=most)
    if counterparty:
        people = Subscriber.objects.filter(Q(customer_number=counterparty) | Q(name__startswith=counterparty))
        found = found.filter(Q(account=counterparty) | Q(subscriber__in=people.values("pk")))
    return list(found.select_related("line", "subscriber", "close").order_by("pk")[:limit])


def entries_of_run(month: Month) -> Iterator[Entry]:
    """Every entry of one run in the order of booking, without holding them all in memory."""
    after = 0
    while True:
        found = Entry.objects.filter(close__month=month.first_day, pk__gt=after).order_by("close_id", "pk")
        batch = list(found.select_related("line", "subscriber")[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1].pk


def booked_values(close: Close, names: Sequence[str]) -> Iterator[tuple[int, Sequence[Any]]]:
    """The line's first holder and the named values of every entry of a run, in the order of booking, page by page."""
    after = 0
    while True:
        found = Entry.objects.filter(close=close, pk__gt=after).order_by("close_id", "pk")
        page = list(found.values_list("pk", "line__first_holder_id", *names)[:BATCH])
        for row in page:
            yield row[1], row[2:]
        if len(page) < BATCH:
            return
        after = page[-1][0]


@dataclass(frozen=True)
class Cell:
    """So many rows, so many yen."""

    rows: int
    yen: int


@dataclass(frozen=True)
class Totals:
    """What a run booked: `charges` by reason, `adjustments` by the reason that now holds."""

    month: Month
    is_closed: bool
    rows: int
    total: int
    charges: Mapping[str, Cell]
    adjustments: Mapping[str, Cell]

    @property
    def adjusted(self) -> int:
        return sum(cell.yen for cell in self.adjustments.values())


def month_totals(month: Month) -> Totals | None:
    """The totals of a month's run, from the run's own row; None where none was begun."""
    close = Close.objects.filter(month=month.first_day).first()
    return None if close is None else totals(month, Sums(close.sums), is_closed=close.state == State.CLOSED)


def totals(month: Month, sums: Sums, *, is_closed: bool) -> Totals:
    """Sums as pages show them."""

    def cells(kind: Kind) -> dict[str, Cell]:
        return {reason: Cell(*cell) for reason, cell in sorted(sums.by.get(str(kind), {}).items())}

    return Totals(month, is_closed, sums.rows(), sums.yen(), cells(Kind.CHARGE), cells(Kind.ADJUSTMENT))


def month_chart(first: Month, last: Month) -> list[Totals]:
    """The totals of every run from the first to the last month, in order."""
    found = Close.objects.filter(month__gte=first.first_day, month__lte=last.first_day).order_by("month")
    return [totals(Month.of(close.month), Sums(close.sums), is_closed=close.state == State.CLOSED) for close in found]


def explanation(entry: Entry) -> list[Explanation]:
    """Why this entry is what it is, in the language that is on: from nothing but the entry, so the same for ever.

    A charge has one sentence; an adjustment says what changed, what is owed and why, and what was entered late."""
    return told.entry(
        kind=Kind(entry.kind),
        amount=entry.amount,
        reason=entry.reason,
        month=Month.of(entry.month),
        tax_percent=entry.tax_percent,
        facts=entry.facts,
        language=(get_language() or "ja").partition("-")[0],
    )


def words(entry: Entry) -> str:
    """The explanation as one text in the language that is on."""
    return " ".join(said(each) for each in explanation(entry))


def said(why: Explanation) -> str:
    """One explanation in the language that is on."""
    return gettext(why.message) % why.values
