"""R18: settings that only a company uses, or that the maker does not vouch for, are refused; home use of the same is not."""

import pytest

from journeys.enquiry import Desk

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("fact", ["corporate", "unguaranteed"])
def test_it_is_refused_with_words_to_read_aloud(desk: Desk, fact: str) -> None:
    told = desk.decide("当社のインターネット接続", fact)
    assert (told.decision, told.code, told.open) == ("refuse", fact, False)
    assert len(told.said) > 10


def test_somebody_who_works_at_home_has_an_ordinary_program_installed(call: Desk) -> None:
    assert call.decide("Excel", need="setup").open
