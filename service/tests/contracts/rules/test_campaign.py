from datetime import date
from typing import Any

import pytest
from yorisoi_service.contracts.rules.campaign import Applicant, Fault, Term, TermsRefused, is_offered, read_terms
from yorisoi_service.contracts.rules.story import ForWhom


def term(first: Any = 1, last: Any = 2, amount: Any = 0, **more: Any) -> dict[str, Any]:
    return {"from_month": first, "to_month": last, "amount": amount} | more


def test_terms_are_read_in_the_order_of_their_months() -> None:
    assert read_terms([term(3, 8, 275), term(1, 2, 0)]) == (Term(1, 2, 0), Term(3, 8, 275))


@pytest.mark.parametrize(
    ("given", "fault", "place"),
    [
        (None, Fault.NO_TERMS, 0),
        ([], Fault.NO_TERMS, 0),
        ("free", Fault.NO_TERMS, 0),
        ({"from_month": 1}, Fault.NO_TERMS, 0),
        (["free"], Fault.NOT_A_TERM, 1),
        ([term(penalty=5_000)], Fault.UNKNOWN_KEY, 1),
        ([term(minimum_months=12)], Fault.UNKNOWN_KEY, 1),
        ([term(0, 2)], Fault.MONTHS, 1),
        ([term(2, 1)], Fault.MONTHS, 1),
        ([term(1, 1_201)], Fault.MONTHS, 1),
        ([term(1.0, 2)], Fault.MONTHS, 1),
        ([term(True, 2)], Fault.MONTHS, 1),
        ([{"from_month": 1, "amount": 0}], Fault.MONTHS, 1),
        ([term(amount=-1)], Fault.AMOUNT, 1),
        ([term(amount="0")], Fault.AMOUNT, 1),
        ([term(amount=True)], Fault.AMOUNT, 1),
        ([term(amount=10_000_000_000)], Fault.AMOUNT, 1),
        ([{"from_month": 1, "to_month": 2}], Fault.AMOUNT, 1),
        ([term(1, 2), term(5, 6), term(2, 3)], Fault.OVERLAP, 3),
        ([term(5, 6), term(1, 9)], Fault.OVERLAP, 2),
    ],
)
def test_what_cannot_be_a_term_is_named(given: object, fault: Fault, place: int) -> None:
    with pytest.raises(TermsRefused) as refused:
        read_terms(given)
    assert (refused.value.fault, refused.value.place) == (fault, place)


@pytest.mark.parametrize("is_new", [False, True])
@pytest.mark.parametrize("is_returning", [False, True])
def test_each_offer_has_its_people(is_new: bool, is_returning: bool) -> None:
    told = {
        whom: is_offered(
            whom, date(2026, 4, 1), None, form_on=date(2026, 4, 1), applicant=Applicant(is_new, is_returning)
        )
        for whom in ForWhom
    }
    assert told == {ForWhom.FIRST: is_new, ForWhom.RETURNING: is_returning, ForWhom.ANYBODY: True}
