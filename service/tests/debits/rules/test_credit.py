"""Credits meet debts, the oldest first, to the yen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.debits.rules.credit import Balance, netted


@pytest.mark.parametrize(
    ("amounts", "met"),
    [
        ([550, -550], [550, 550]),
        ([550, -1100], [550, 550]),  # a credit waits with what is left of it
        ([-550, 550, 550], [550, 550, 0]),
        ([550, 550, -600], [550, 50, 600]),  # the oldest first
        ([550, -200, -200], [400, 200, 200]),
        ([550, 550], [0, 0]),
        ([-550, -1], [0, 0]),
        ([], []),
    ],
)
def test_examples(amounts: list[int], met: list[int]) -> None:
    found = netted([Balance(key, amount) for key, amount in enumerate(amounts)])
    assert [found.get(key, 0) for key in range(len(amounts))] == met


def test_what_was_met_before_is_not_met_again() -> None:
    assert netted([Balance(1, 550, 500), Balance(2, -550, 300), Balance(3, 550)]) == {1: 50, 2: 250, 3: 200}


balances = st.lists(
    st.tuples(st.integers(-3000, 3000).filter(bool), st.integers(0, 3000)).map(
        lambda it: (it[0], it[1] % (abs(it[0])))
    ),
    max_size=8,
).map(lambda rows: [Balance(key, amount, met) for key, (amount, met) in enumerate(rows)])


@given(balances)
def test_nothing_appears_and_nothing_is_lost(given: list[Balance]) -> None:
    met = netted(given)
    after = [Balance(each.key, each.amount, each.met + met.get(each.key, 0)) for each in given]
    assert sum(each.left for each in after) == sum(each.left for each in given)
    assert all(0 <= each.met <= abs(each.amount) for each in after)
    assert not (any(each.left > 0 for each in after) and any(each.left < 0 for each in after))
    debts = [each for each in after if each.amount > 0]
    untouched = [number for number, each in enumerate(debts) if met.get(each.key, 0) == 0 and each.left > 0]
    assert all(met.get(each.key, 0) == 0 for each in debts[min(untouched, default=len(debts)) :])
