"""A campaign's own terms (R25), and to whom it is offered. Only amounts for months can be written: a penalty or a
minimum term has no place to stand in (R06)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yorisoi_service.contracts.rules.story import ForWhom

KEYS = frozenset({"from_month", "to_month", "amount"})
MOST_MONTHS = 1_200
MOST_YEN = 9_999_999_999  # what a debit record can hold


@dataclass(frozen=True)
class Term:
    """The contract's months `from_month` to `to_month` (1 = the month of joining) cost `amount` yen, tax included."""

    from_month: int
    to_month: int
    amount: int


class Fault(StrEnum):
    """What is wrong with a term."""

    NO_TERMS = "no_terms"
    NOT_A_TERM = "not_a_term"
    UNKNOWN_KEY = "unknown_key"
    MONTHS = "months"
    AMOUNT = "amount"
    OVERLAP = "overlap"


class TermsRefused(Exception):
    """`place` is the number of the term, from 1; 0: the terms as a whole."""

    def __init__(self, fault: Fault, place: int) -> None:
        super().__init__(f"{fault} in term {place}")
        self.fault, self.place = fault, place


def read_terms(given: object) -> tuple[Term, ...]:
    """The terms in the order of their months, or TermsRefused."""
    if isinstance(given, str) or not isinstance(given, Sequence) or not given:
        raise TermsRefused(Fault.NO_TERMS, 0)
    found: list[Term] = []
    for place, each in enumerate(given, 1):
        term = _read_term(each, place)
        if any(term.from_month <= other.to_month and other.from_month <= term.to_month for other in found):
            raise TermsRefused(Fault.OVERLAP, place)
        found.append(term)
    return tuple(sorted(found, key=lambda term: term.from_month))


def _read_term(given: object, place: int) -> Term:
    if not isinstance(given, Mapping):
        raise TermsRefused(Fault.NOT_A_TERM, place)
    if given.keys() - KEYS:
        raise TermsRefused(Fault.UNKNOWN_KEY, place)
    first, last, amount = (given.get(key) for key in ("from_month", "to_month", "amount"))
    if type(first) is not int or type(last) is not int or not 1 <= first <= last <= MOST_MONTHS:
        raise TermsRefused(Fault.MONTHS, place)
    if type(amount) is not int or not 0 <= amount <= MOST_YEN:
        raise TermsRefused(Fault.AMOUNT, place)
    return Term(first, last, amount)


@dataclass(frozen=True)
class Applicant:
    """`is_new`: has held no contract before, on any line. `is_returning`: this line had one that ended."""

    is_new: bool
    is_returning: bool


def is_offered(
    for_whom: ForWhom, offered_from: date, offered_until: date | None, *, form_on: date, applicant: Applicant
) -> bool:
    """Is the campaign theirs? The day of the form decides, the last day included."""
    if form_on < offered_from or (offered_until is not None and form_on > offered_until):
        return False
    match for_whom:
        case ForWhom.FIRST:
            return applicant.is_new
        case ForWhom.RETURNING:
            return applicant.is_returning
        case ForWhom.ANYBODY:
            return True
