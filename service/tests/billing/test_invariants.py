"""The nine invariants of the charge, and two more, kept by its rules on whatever history comes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .invariants import INVARIANTS, PROMISES, Promise, Rules


@pytest.mark.parametrize("promise", PROMISES, ids=[promise.__name__ for promise in PROMISES])
@settings(deadline=None)
@given(st.data())
def test_the_charge_keeps_its_promises(promise: Promise, data: st.DataObject) -> None:
    promise(Rules(), data)


def test_all_nine_invariants_are_there() -> None:
    assert len(INVARIANTS) == 9
