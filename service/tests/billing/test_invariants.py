"""The nine invariants of the charge, on histories that cancel, rejoin, move and pause inside and around the free window."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.billing.rules.charge import Reason, charge, first_joins
from yorisoi_service.billing.rules.policy import Campaign, Policy, Price, Tariff, Term
from yorisoi_service.contracts.rules.history import LineFacts, PeriodFacts, Suspension, chains
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
CAMPAIGNS = st.sampled_from((None, None, "half"))


@st.composite
def periods_of(draw: st.DrawFn, line: str, campaigns: bool = False) -> list[PeriodFacts]:
    day, found = draw(STARTS), []
    for gap, length in draw(STEPS):
        start = day + timedelta(days=gap)
        day = start + timedelta(days=length)
        found.append(PeriodFacts(line, start, day, draw(CAMPAIGNS) if campaigns else None))
    if draw(st.booleans()):
        found[-1] = replace(found[-1], end=None)
    return found


@st.composite
def histories(draw: st.DrawFn, campaigns: bool = False) -> tuple[list[LineFacts], list[PeriodFacts]]:
    rests = tuple(
        Suspension(start, start + timedelta(days=days))
        for start, days in draw(st.lists(st.tuples(STARTS, st.integers(0, 70)), max_size=2))
    )
    lines = [LineFacts("L1", "C1", OPENED, suspensions=rests), LineFacts("L2", "C1", OPENED)]
    return lines, draw(periods_of("L1", campaigns)) + draw(periods_of("L2", campaigns))


def amounts(
    lines: list[LineFacts], periods: list[PeriodFacts], policy: Policy | None = None, tariff: Tariff = TARIFF
) -> dict[tuple[str, Month], tuple[int, Reason]]:
    policy = policy or Policy()
    joined = chains(lines, periods, not_before_opening=policy.start_not_before_line_open)
    windows = first_joins(joined, policy)
    told = {}
    for chain in joined:
        for month in months_from(FIRST, LAST):
            owed = charge(chain, month, window=windows[chain.lines[0].id], policy=policy, tariff=tariff)
            told[chain.lines[0].id, month] = (owed.amount, owed.reason)
    return told


@given(histories(campaigns=True), POLICIES)
def test_a_charge_lies_between_nothing_and_the_price(history: tuple[list, list], policy: Policy) -> None:
    for (_, month), (amount, _reason) in amounts(*history, policy).items():
        assert 0 <= amount <= TARIFF.price_at(month).amount


@given(histories(campaigns=True), POLICIES)
def test_who_pays_had_a_day_of_contract_in_that_month(history: tuple[list, list], policy: Policy) -> None:
    lines, periods = history
    for (line, month), (amount, _) in amounts(lines, periods, policy).items():
        if amount:
            assert any(
                each.line == line and each.start <= month.last_day and (each.end or date.max) >= month.first_day
                for each in periods
            )


@given(histories(), st.data())
def test_cancelling_and_rejoining_inside_a_month_changes_nothing(
    history: tuple[list, list], data: st.DataObject
) -> None:
    lines, periods = history
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
    assert {place: owed for place, (owed, _) in amounts(lines, split).items()} == {
        place: owed for place, (owed, _) in amounts(lines, periods).items()
    }


@given(STARTS, st.integers(1, 28), st.one_of(st.none(), st.dates(date(2026, 8, 1), date(2027, 6, 30))))
def test_the_day_of_joining_inside_its_month_changes_nothing(start: date, day: int, end: date | None) -> None:
    lines = [LineFacts("L1", "C1", OPENED)]
    assert amounts(lines, [PeriodFacts("L1", start, end)]) == amounts(
        lines, [PeriodFacts("L1", start.replace(day=day), end)]
    )


@given(histories(), st.dates(date(2025, 12, 1), date(2027, 6, 30)))
def test_a_move_changes_nothing(history: tuple[list, list], moved: date) -> None:
    lines, periods = history
    split = [replace(lines[0], closed=moved), lines[1], LineFacts("L3", "C1", moved, moved_from="L1")]
    assert amounts(
        split,
        [each if each.start <= moved else replace(each, line="L3") if each.line == "L1" else each for each in periods],
    ) == amounts(lines, periods)


@given(histories())
def test_a_customer_is_free_in_at_most_two_months_for_life(history: tuple[list, list]) -> None:
    free = {month for (_, month), (_, reason) in amounts(*history).items() if reason is Reason.FREE}
    assert len(free) <= 2


@given(histories(), st.data())
def test_later_events_never_change_a_month_that_is_over(history: tuple[list, list], data: st.DataObject) -> None:
    lines, periods = history
    today = data.draw(st.dates(date(2025, 12, 1), date(2027, 6, 30)))
    known = [
        replace(each, end=each.end if each.end is None or each.end < today else None)
        for each in periods
        if each.start < today
    ]
    for line in ("L1", "L2"):
        runs = [each for each in known if each.line == line and each.end is None]
        assert len(runs) <= 1
    before, after = amounts(lines, known), amounts(lines, periods)
    over = [place for place in after if place[1] < Month.of(today)]
    assert over
    assert {place: after[place][0] for place in over} == {place: before[place][0] for place in over}


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_were_entered_changes_nothing(history: tuple[list, list], shuffle) -> None:  # type: ignore[no-untyped-def]
    lines, periods = history
    mixed = list(periods)
    shuffle.shuffle(mixed)
    assert amounts(lines, mixed) == amounts(lines, periods)
