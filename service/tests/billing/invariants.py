"""What holds of the charge whatever the history: nine invariants and two more, each asked of any `Rules`.

The rules of the product must keep them (`test_invariants`), and rules with a fault in them must not (`test_faults`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from yorisoi_service.billing.rules import booking, table
from yorisoi_service.billing.rules import charge as charging
from yorisoi_service.billing.rules.booking import Booking, Kind
from yorisoi_service.billing.rules.charge import Reason
from yorisoi_service.billing.rules.policy import Campaign, Policy, Price, Tariff, Term
from yorisoi_service.billing.rules.table import Row
from yorisoi_service.contracts.rules import history
from yorisoi_service.contracts.rules.history import LineFacts, PeriodFacts, Suspension
from yorisoi_service.contracts.rules.month import Month, months_from

OPENED = date(2024, 1, 1)
FIRST, LAST = Month(2025, 10), Month(2027, 12)
TARIFF = Tariff(
    prices=(Price(Month(2000, 1), 550), Price(Month(2027, 1), 660)),
    campaigns={"half": Campaign("half", (Term(1, 1, 0), Term(2, 6, 275), Term(7, 8, 900)))},
)
POLICIES = st.builds(
    Policy,
    free_months=st.integers(0, 4),
    cancel_in_free_month=st.sampled_from(("free", "charge")),
    rejoin_inside_window=st.sampled_from(("persist", "forfeit")),
    first_time_scope=st.sampled_from(("customer", "line", "household")),
    line_suspension=st.sampled_from(("pause", "charge")),
)
# Gaps and lengths of days, so that one month often holds several periods and the window is often still open.
STEPS = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 70)), min_size=1, max_size=6)
STARTS = st.dates(date(2025, 11, 1), date(2026, 6, 30))
MOMENTS = st.dates(date(2025, 12, 1), date(2027, 6, 30))
CAMPAIGNS = st.sampled_from((None, None, "half"))

Lines, Periods = list[LineFacts], list[PeriodFacts]


@dataclass(frozen=True)
class Rules:
    """The modules that decide; a module with a fault in it may stand in for one of them."""

    history: Any = history
    charge: Any = charging
    table: Any = table
    booking: Any = booking

    def rows(
        self,
        lines: Lines,
        periods: Periods,
        policy: Policy | None = None,
        months: Iterable[Month] | None = None,
        tariff: Tariff = TARIFF,
    ) -> Iterator[Row]:
        """A row for each line and month, as the monthly run has them."""
        policy, asked = policy or Policy(), list(months_from(FIRST, LAST) if months is None else months)
        joined = self.history.chains(lines, periods, not_before_opening=policy.start_not_before_line_open)
        windows = self.charge.first_joins(joined, policy)
        for chain in joined:
            for month in asked:
                found = self.charge.charge(
                    chain, month, window=windows[chain.lines[0].id], policy=policy, tariff=tariff
                )
                # A copy of the module has reasons of its own, which are the same words.
                owed = charging.Charge(**{**vars(found), "reason": Reason(str(found.reason))})
                for line in chain.lines:
                    yield self.table.row_of(line.id, chain, month, owed)

    def owed(self, lines: Lines, periods: Periods, policy: Policy | None = None) -> dict[tuple[str, Month], int]:
        """Yen for each line and month."""
        return {(row.line, row.month): row.charge.amount for row in self.rows(lines, periods, policy)}

    def by_contract(self, lines: Lines, periods: Periods) -> dict[tuple[str, Month], tuple[int, Reason]]:
        """The same for each contract line, named by its oldest line, with the reason; what stands elsewhere left out."""
        oldest = {line.id: line.moved_from or line.id for line in lines}
        return {
            (oldest[row.line], row.month): (row.charge.amount, row.charge.reason)
            for row in self.rows(lines, periods)
            if row.charge.reason is not Reason.MOVED
        }


@st.composite
def periods_of(draw: st.DrawFn, line: str, campaigns: bool = False) -> Periods:
    day, found = draw(STARTS), []
    for gap, length in draw(STEPS):
        start = day + timedelta(days=gap)
        day = start + timedelta(days=length)
        found.append(PeriodFacts(line, start, day, draw(CAMPAIGNS) if campaigns else None))
    if draw(st.booleans()):
        found[-1] = replace(found[-1], end=None)
    return found


@st.composite
def histories(draw: st.DrawFn, campaigns: bool = False) -> tuple[Lines, Periods]:
    """Two lines of one customer, the first of which may rest, that cancel and rejoin in and around the free window."""
    rests = tuple(
        Suspension(start, start + timedelta(days=days))
        for start, days in draw(st.lists(st.tuples(STARTS, st.integers(0, 70)), max_size=2))
    )
    lines = [LineFacts("L1", "C1", OPENED, suspensions=rests), LineFacts("L2", "C1", OPENED)]
    return lines, draw(periods_of("L1", campaigns)) + draw(periods_of("L2", campaigns))


def moved(lines: Lines, on: date) -> Lines:
    """The same lines, the first of which got the number L3 on a day; its rests from then on are entered under that."""
    before = tuple(rest for rest in lines[0].suspensions if rest.first <= on)
    after = tuple(rest for rest in lines[0].suspensions if rest.first > on)
    old, new = replace(lines[0], closed=on, suspensions=before), LineFacts("L3", "C1", on, None, "L1", after)
    return [old, lines[1], new]


def a_charge_lies_between_nothing_and_the_price(rules: Rules, data: st.DataObject) -> None:
    lines, periods = data.draw(histories(campaigns=True))
    for (_, month), amount in rules.owed(lines, periods, data.draw(POLICIES)).items():
        assert 0 <= amount <= TARIFF.price_at(month).amount


def a_line_month_is_charged_once_at_most(rules: Rules, data: st.DataObject) -> None:
    """In the table and in what the runs book of it, also where a line was moved: then under one of its numbers."""
    (lines, periods), months = data.draw(histories(campaigns=True)), list(months_from(FIRST, Month(2026, 12)))
    lines = moved(lines, data.draw(MOMENTS))
    rows = list(rules.rows(lines, periods, months=months))
    assert len({(row.line, row.month) for row in rows}) == len(rows)
    ledger = [each for run in months for each in rules.booking.charges((r for r in rows if r.month == run), run)]
    assert len({each.charge_id for each in ledger}) == len(ledger)
    placed = [("L1" if each.line == "L3" else each.line, each.month) for each in ledger]
    assert len(set(placed)) == len(placed)


def who_pays_had_a_day_of_contract_in_that_month(rules: Rules, data: st.DataObject) -> None:
    (lines, periods), policy = data.draw(histories(campaigns=True)), data.draw(POLICIES)
    closed = data.draw(MOMENTS)
    lines = [replace(lines[0], closed=closed), lines[1]]
    last = {"L1": closed, "L2": date.max}
    for (line, month), amount in rules.owed(lines, periods, policy).items():
        assert not amount or any(
            each.line == line
            and each.start <= month.last_day
            and min(each.end or date.max, last[line]) >= max(each.start, month.first_day)
            for each in periods
        )


def cancelling_and_rejoining_inside_a_month_changes_nothing(rules: Rules, data: st.DataObject) -> None:
    lines, periods = data.draw(histories())
    chosen = data.draw(st.integers(0, len(periods) - 1))
    whole = periods[chosen]
    last = min(whole.end or LAST.last_day, LAST.last_day)
    day = whole.start + timedelta(days=data.draw(st.integers(0, max(0, (last - whole.start).days))))
    again = min(day + timedelta(days=data.draw(st.integers(0, 20))), Month.of(day).last_day, last)
    split = [
        *periods[:chosen],
        replace(whole, end=day),
        replace(whole, start=again),
        *periods[chosen + 1 :],
    ]
    assert rules.owed(lines, split) == rules.owed(lines, periods)


def the_day_of_joining_inside_its_month_changes_nothing(rules: Rules, data: st.DataObject) -> None:
    start, day = data.draw(STARTS), data.draw(st.integers(1, 28))
    end = data.draw(st.one_of(st.none(), st.dates(date(2026, 8, 1), date(2027, 6, 30))))
    lines = [LineFacts("L1", "C1", OPENED)]
    one, other = PeriodFacts("L1", start, end), PeriodFacts("L1", start.replace(day=day), end)
    assert rules.by_contract(lines, [one]) == rules.by_contract(lines, [other])


def a_move_changes_nothing(rules: Rules, data: st.DataObject) -> None:
    """Neither what is owed nor why, whichever of its numbers a period is entered under. The month of the move stands
    under the old one. (Devices, courses and banks are no part of a history at all.)"""
    (lines, periods), on = data.draw(histories()), data.draw(MOMENTS)
    named = [replace(each, line="L3") if each.line == "L1" and data.draw(st.booleans()) else each for each in periods]
    after = moved(lines, on)
    assert rules.by_contract(after, named) == rules.by_contract(lines, periods)
    for row in rules.rows(after, named):
        if row.line != "L2" and row.charge.amount:
            assert row.line == ("L1" if row.month <= Month.of(on) else "L3")


def a_customer_is_free_in_at_most_two_months_for_life(rules: Rules, data: st.DataObject) -> None:
    found = rules.rows(*data.draw(histories()))
    assert len({row.month for row in found if row.charge.reason is Reason.FREE}) <= 2


def later_events_never_change_a_month_that_is_over(rules: Rules, data: st.DataObject) -> None:
    """The same history, the same answer, on whichever day it is asked."""
    (lines, periods), today = data.draw(histories()), data.draw(MOMENTS)
    known = [
        replace(each, end=each.end if each.end is None or each.end < today else None)
        for each in periods
        if each.start < today
    ]
    for line in ("L1", "L2"):
        assert len([each for each in known if each.line == line and each.end is None]) <= 1
    before, after = rules.owed(lines, known), rules.owed(lines, periods)
    over = [place for place in after if place[1] < Month.of(today)]
    assert over
    assert {place: after[place] for place in over} == {place: before[place] for place in over}


def the_order_in_which_events_were_entered_changes_nothing(rules: Rules, data: st.DataObject) -> None:
    lines, periods = data.draw(histories())
    assert rules.by_contract(lines, data.draw(st.permutations(periods))) == rules.by_contract(lines, periods)


def what_comes_late_becomes_an_adjustment(rules: Rules, data: st.DataObject) -> None:
    """Two states of knowledge take turns between the runs. A run writes charges of its own month and differences of
    closed months, under ids that nothing has, so no entry is ever touched; and the ledger then says what is known."""
    (lines, one), (_, other) = data.draw(histories(campaigns=True)), data.draw(histories(campaigns=True))
    lines = moved(lines, data.draw(MOMENTS))
    states = data.draw(st.lists(st.sampled_from((one, other)), min_size=5, max_size=5))
    ledger: list[Booking] = []
    sums: dict[tuple[str, Month], int] = {}
    first = Month(2026, 1)
    before: Periods | None = None
    for number, known in enumerate(states):
        run = first.plus(number)
        rows = list(rules.rows(lines, known, months=months_from(first, run)))
        closed = [row for row in rows if row.month < run]
        written = [
            *rules.booking.charges((row for row in rows if row.month == run), run),
            *rules.booking.adjustments(closed, sums, run),
        ]
        for each in written:
            assert str(each.kind) == (Kind.CHARGE if each.month == run else Kind.ADJUSTMENT)
            assert each.was == sums.get((each.line, each.month), 0)
        assert before is not known or all(each.month == run for each in written)
        ledger += written
        assert len({each.charge_id for each in ledger}) == len(ledger)
        for each in written:
            sums[each.line, each.month] = sums.get((each.line, each.month), 0) + each.amount
        assert _paid(sums) == _paid({(row.line, row.month): row.charge.amount for row in rows})
        before = known


def _paid(sums: Mapping[tuple[str, Month], int]) -> dict[tuple[str, Month], int]:
    return {place: yen for place, yen in sums.items() if yen}


def one_more_contract_never_makes_a_month_cheaper(rules: Rules, data: st.DataObject) -> None:
    """Of several contracts in a month the largest fee is due: who joins again under a campaign still owes the month."""
    (lines, periods), policy = data.draw(histories(campaigns=True)), data.draw(POLICIES)
    periods = [replace(each, end=each.end or each.start) for each in periods]
    last = max(each.end for each in periods if each.line == "L1" and each.end is not None)
    more = PeriodFacts("L1", last + timedelta(days=data.draw(st.integers(0, 20))), None, data.draw(CAMPAIGNS))
    before, after = rules.owed(lines, periods, policy), rules.owed(lines, [*periods, more], policy)
    assert all(after[place] >= before[place] for place in before)


def who_gave_up_the_window_is_never_free_again(rules: Rules, data: st.DataObject) -> None:
    """T4, where a provider reads it so: free months belong to the first contract of the line alone."""
    lines, periods = data.draw(histories())
    first = {line.id: min((each for each in periods if each.line == line.id), key=_by_days) for line in lines}
    for row in rules.rows(lines, periods, Policy(rejoin_inside_window="forfeit")):
        if row.charge.reason is Reason.FREE:
            assert Month.of(first[row.line].end or date.max) >= row.month


def _by_days(each: PeriodFacts) -> tuple[date, date]:
    return each.start, each.end or date.max


Promise = Callable[[Rules, st.DataObject], None]
INVARIANTS: Sequence[Sequence[Promise]] = (
    (a_charge_lies_between_nothing_and_the_price,),
    (a_line_month_is_charged_once_at_most,),
    (who_pays_had_a_day_of_contract_in_that_month,),
    (cancelling_and_rejoining_inside_a_month_changes_nothing,),
    (the_day_of_joining_inside_its_month_changes_nothing,),
    (a_move_changes_nothing,),
    (a_customer_is_free_in_at_most_two_months_for_life,),
    (later_events_never_change_a_month_that_is_over, the_order_in_which_events_were_entered_changes_nothing),
    (what_comes_late_becomes_an_adjustment,),
)
PROMISES: Sequence[Promise] = (
    *(promise for each in INVARIANTS for promise in each),
    one_more_contract_never_makes_a_month_cheaper,
    who_gave_up_the_window_is_never_free_again,
)
