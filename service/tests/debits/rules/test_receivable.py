"""What becomes of what is owed: the whole table, and every result code."""

from itertools import product

import pytest
from yorisoi_service.debits.rules.receivable import (
    COLLECTABLE,
    CREDITABLE,
    MOST_DEBITS,
    TABLE,
    Code,
    Illegal,
    State,
    Step,
    after,
    step_back,
    steps_after,
)

ENDS = {State.PAID, State.WRITTEN_OFF}


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_only_what_the_table_says_can_happen(state: State, step: Step) -> None:
    if (state, step) in TABLE:
        assert after(state, step) is TABLE[state, step]
    else:
        with pytest.raises(Illegal):
            after(state, step)


def test_nothing_leaves_an_end_and_everything_reaches_one() -> None:
    assert {state for state, _ in TABLE} == set(State) - ENDS
    for state in set(State) - ENDS:
        seen = {state}
        while len(seen) < len(grown := seen | {TABLE[each] for each in TABLE if each[0] in seen}):
            seen = grown
        assert State.PAID in seen


FIRST, SECOND = 1, MOST_DEBITS

ENDINGS = {  # (what the bank says, in which debit)
    (Code.DONE, FIRST): State.PAID,
    (Code.DONE, SECOND): State.PAID,
    (Code.SHORT, FIRST): State.CARRIED,
    (Code.SHORT, SECOND): State.SLIP,
    **{(code, n): State.SLIP for code in (Code.NO_ACCOUNT, Code.STOPPED_BY_HOLDER, Code.NO_MANDATE) for n in (1, 2)},
    **{(Code.STOPPED_BY_US, n): State.WRITTEN_OFF for n in (1, 2)},
    **{(Code(str(digit)), n): State.FAILED for digit in (5, 6, 7, 9) for n in (1, 2)},
}


@pytest.mark.parametrize(("code", "debits"), list(ENDINGS))
def test_each_result_leads_where_the_practice_says(code: Code, debits: int) -> None:
    assert after(State.REQUESTED, *steps_after(code, debits=debits)) is ENDINGS[code, debits]


def test_every_code_a_bank_may_send_is_known() -> None:
    assert {code for code, _ in ENDINGS} == set(Code)
    assert sorted(str(code) for code in Code) == list("0123456789")


def test_unpaid_money_is_debited_twice_at_most() -> None:
    state, debits = State.OPEN, 0
    while state in COLLECTABLE:
        state, debits = after(state, Step.REQUEST), debits + 1
        state = after(state, *steps_after(Code.SHORT, debits=debits))
    assert (state, debits) == (State.SLIP, 2)


def test_a_credit_never_meets_what_is_on_its_way_at_the_bank() -> None:
    assert set(CREDITABLE) == set(State) - {State.REQUESTED, State.PAID}


def test_a_discarded_file_leaves_everything_as_it_was() -> None:
    for debits, before in ((0, State.OPEN), (1, State.CARRIED)):
        for step in (Step.REQUEST, Step.SLIP):
            assert after(before, step, step_back(debits=debits)) is before
