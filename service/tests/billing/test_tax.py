from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yorisoi_service.billing.rules.invoice import dealt_with, sums
from yorisoi_service.billing.rules.issuer import Rounding
from yorisoi_service.billing.rules.tax import sums_by_rate, tax_within
from yorisoi_service.letters.rules.invoice import Item, RateSum

from .conftest import day

amounts = st.integers(-10_000_000, 10_000_000)
percents = st.integers(0, 100)
roundings = st.sampled_from(get_args(Rounding))


@pytest.mark.parametrize(
    ("amount", "percent", "rounding", "tax"),
    [
        (550, 10, "floor", 50),
        (275, 10, "floor", 25),
        (5_830, 10, "floor", 530),
        (550, 12, "floor", 58),  # 58.92: the price stays when the rate changes (C34)
        (550, 12, "ceil", 59),
        (550, 12, "half_up", 59),
        (549, 10, "floor", 49),  # 49.909
        (549, 10, "half_up", 50),
        (11, 10, "ceil", 1),
        (1, 10, "floor", 0),
        (1, 10, "ceil", 1),
        (3, 100, "half_up", 2),  # 1.5: a half goes up
        (1, 100, "half_up", 1),
        (0, 10, "ceil", 0),
        (550, 0, "ceil", 0),
        (-550, 10, "floor", -50),
        (-549, 10, "floor", -49),
    ],
)
def test_the_tax_inside_an_amount(amount: int, percent: int, rounding: Rounding, tax: int) -> None:
    assert tax_within(amount, percent, rounding) == tax


def test_tax_is_rounded_once_for_the_rate_never_line_by_line() -> None:
    lines = (1_099, 550, 1_099)
    assert sums_by_rate([(amount, 10) for amount in lines]) == [(10, 2_748, 249)]
    assert sum(tax_within(amount, 10) for amount in lines) == 248


def test_each_rate_is_summed_and_rounded_for_itself() -> None:
    lines = [(550, 10), (550, 12), (1_099, 10), (-550, 12), (108, 8)]
    assert sums_by_rate(lines) == [(12, 0, 0), (10, 1_649, 149), (8, 108, 8)]


@settings(deadline=None)
@given(amounts, percents, roundings)
def test_a_credit_mirrors_its_charge(amount: int, percent: int, rounding: Rounding) -> None:
    assert tax_within(-amount, percent, rounding) == -tax_within(amount, percent, rounding)


@settings(deadline=None)
@given(st.integers(0, 10_000_000), percents)
def test_roundings_lie_around_the_exact_tax(amount: int, percent: int) -> None:
    down, half, up = (tax_within(amount, percent, each) for each in ("floor", "half_up", "ceil"))
    assert down <= half <= up <= down + 1
    assert down * (100 + percent) <= amount * percent <= up * (100 + percent)
    assert 2 * abs(half * (100 + percent) - amount * percent) <= 100 + percent


def test_an_invoice_orders_its_items_and_leaves_free_months_out() -> None:
    may, june = day("2026-05-01"), day("2026-06-01")
    late = Item(may, "L-1", -550, 10, is_adjustment=True)
    items = [
        Item(june, "L-2", 550, 10),
        Item(june, "L-1", 550, 10),
        late,
        Item(may, "L-1", 0, 10),
        Item(may, "L-1", 550, 10),
    ]
    assert dealt_with(items) == (items[4], late, items[1], items[0])
    assert sums(dealt_with(items), "floor") == (RateSum(10, 1_100, 100),)
