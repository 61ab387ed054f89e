"""Whatever is entered and whenever: after the next run the ledger holds what the rules say, and no entry was touched."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from yorisoi_service.billing.rules.booking import Booking, Kind, Sums, adjustments, charges
from yorisoi_service.billing.rules.charge import Charge, Reason
from yorisoi_service.billing.rules.plan import Plan, owed
from yorisoi_service.billing.rules.policy import Policy, Price, Tariff, TaxRate
from yorisoi_service.billing.rules.table import Row
from yorisoi_service.contracts.rules.history import LineFacts, PeriodFacts, Suspension
from yorisoi_service.contracts.rules.month import Month, months_from

FIRST, LAST = Month(2026, 3), Month(2026, 9)
OPENED = date(2020, 1, 1)
LINES = (LineFacts("1", "C", OPENED), LineFacts("2", "C", OPENED))
PLAN = Plan(
    Tariff(prices=(Price(Month(1, 1), 550), Price(Month(2026, 7), 660)), tax_rates=(TaxRate(Month(1, 1), 10),)),
    ((Month(1, 1), Policy()), (Month(2026, 6), Policy(free_months=1))),
)

days = st.integers(0, 300).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))


@st.composite
def histories(draw: st.DrawFn) -> tuple[PeriodFacts, ...]:
    """What is known of the two lines at some moment: up to two contracts each, one after the other."""
    known = []
    for line in LINES:
        marks = sorted(draw(st.lists(days, max_size=4)))
        for index in range(0, len(marks), 2):
            end = marks[index + 1] if index + 1 < len(marks) else None
            known.append(PeriodFacts(line.id, marks[index], end, withdrawn=draw(st.booleans())))
    return tuple(known)


def booked(ledger: list[Booking], before: Month) -> dict[tuple[str, Month], int]:
    sums: dict[tuple[str, Month], int] = {}
    for each in ledger:
        if each.run < before:
            sums[each.line, each.month] = sums.get((each.line, each.month), 0) + each.amount
    return sums


def run(ledger: list[Booking], month: Month, known: tuple[PeriodFacts, ...]) -> list[Booking]:
    closed = list(months_from(FIRST, month.plus(-1)))
    return [
        *charges(owed(LINES, known, [month], PLAN), month),
        *adjustments(owed(LINES, known, closed, PLAN), booked(ledger, month), month),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(histories(), min_size=7, max_size=7))
def test_after_each_run_the_ledger_is_what_is_known(known_at: list[tuple[PeriodFacts, ...]]) -> None:
    ledger: list[Booking] = []
    for month, known in zip(months_from(FIRST, LAST), known_at, strict=True):
        ledger += run(ledger, month, known)
        rows = list(owed(LINES, known, list(months_from(FIRST, month)), PLAN))
        sums = booked(ledger, month.plus(1))
        assert {key: yen for key, yen in sums.items() if yen} == {
            (row.line, row.month): row.charge.amount for row in rows if row.charge.amount
        }
        ids = [each.charge_id for each in ledger]
        assert len(ids) == len(set(ids))
        assert all(each.amount >= 0 for each in ledger if each.kind is Kind.CHARGE)
        again = run(ledger, month.plus(1), known)
        assert [each for each in again if each.kind is Kind.ADJUSTMENT] == []


def test_each_month_is_decided_by_the_settings_of_its_own_time() -> None:
    resting = LineFacts("1", "C", OPENED, suspensions=(Suspension(date(2026, 7, 1), date(2026, 8, 31)),))
    plan = Plan(Tariff(), ((Month(1, 1), Policy()), (Month(2026, 8), Policy(line_suspension="charge"))))
    had = [PeriodFacts("1", date(2026, 1, 10))]
    found = [row.charge.amount for row in owed([resting], had, list(months_from(Month(2026, 6), Month(2026, 8))), plan)]
    assert found == [550, 0, 550]


def test_whose_first_time_counts_is_decided_by_the_settings_of_the_month_too() -> None:
    plan = Plan(
        Tariff(),
        ((Month(1, 1), Policy(first_time_scope="line")), (Month(2026, 8), Policy(first_time_scope="household"))),
    )
    had = [PeriodFacts("1", date(2026, 1, 10)), PeriodFacts("2", date(2026, 7, 10))]
    rows = owed(LINES, had, list(months_from(Month(2026, 7), Month(2026, 8))), plan)
    assert [row.charge.amount for row in rows if row.line == "2"] == [0, 550]
    assert plan.scope == "household"
    mixed = ((Month(1, 1), Policy()), (Month(2026, 8), Policy(first_time_scope="household")))
    assert Plan(Tariff(), mixed).scope == "household"
    assert (
        Plan(Tariff(), ((Month(1, 1), Policy()), (Month(2026, 8), Policy(first_time_scope="line")))).scope == "customer"
    )


def row(amount: int, reason: Reason) -> Row:
    return Row("1", FIRST, Charge(amount, reason))


def test_lines_without_a_contract_or_charged_elsewhere_get_no_row() -> None:
    assert list(charges([row(0, Reason.NOT_SUBSCRIBED), row(0, Reason.MOVED)], FIRST)) == []


def test_a_free_month_that_becomes_a_paid_one_is_charged_the_difference() -> None:
    (found,) = adjustments([row(550, Reason.MONTHLY)], {("1", FIRST): 0}, LAST)
    assert (found.amount, found.was, found.charge_id) == (550, 0, "A1-202603-202609")


def test_nothing_is_adjusted_where_the_sum_is_right_already() -> None:
    assert list(adjustments([row(550, Reason.MONTHLY)], {("1", FIRST): 550}, LAST)) == []
    assert list(adjustments([row(0, Reason.NOT_SUBSCRIBED)], {}, LAST)) == []
    assert list(adjustments([row(0, Reason.NOT_SUBSCRIBED)], {("1", FIRST): 0}, LAST)) == []


def test_sums_are_kept_by_kind_and_reason() -> None:
    sums = Sums()
    sums.add(list(charges([row(550, Reason.MONTHLY), row(0, Reason.FREE)], FIRST)))
    sums.add(list(adjustments([row(0, Reason.NOT_SUBSCRIBED)], {("1", FIRST): 550}, LAST)))
    assert sums.by == {
        "charge": {"MONTHLY": [1, 550], "FREE": [1, 0]},
        "adjustment": {"NOT_SUBSCRIBED": [1, -550]},
    }
    assert (sums.rows(), sums.yen(), sums.yen(Kind.ADJUSTMENT)) == (3, 0, -550)
