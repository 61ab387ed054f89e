"""The contract's state in one word and a day."""

from datetime import date

import pytest
from yorisoi_service.contracts.rules.period import Days
from yorisoi_service.desk.rules.contract import Contract, Standing, standing_of

TODAY = date(2026, 11, 20)
BEGAN, OLD = date(2026, 4, 15), Days(date(2025, 1, 5), date(2025, 9, 30))


@pytest.mark.parametrize(
    ("periods", "applied", "expected"),
    [
        ([], False, Contract(Standing.NONE)),
        ([], True, Contract(Standing.APPLIED)),
        ([Days(BEGAN)], False, Contract(Standing.ACTIVE, BEGAN, BEGAN)),
        ([OLD, Days(BEGAN)], False, Contract(Standing.ACTIVE, BEGAN, BEGAN)),
        ([Days(BEGAN, TODAY)], False, Contract(Standing.ENDING, TODAY, BEGAN)),
        ([Days(BEGAN, date(2026, 11, 19))], False, Contract(Standing.ENDED, date(2026, 11, 19))),
        ([OLD], True, Contract(Standing.APPLIED)),
        ([OLD, Days(date(2026, 12, 1))], False, Contract(Standing.COMING, date(2026, 12, 1))),
        ([Days(BEGAN, TODAY), Days(TODAY)], False, Contract(Standing.ACTIVE, TODAY, TODAY)),
    ],
)
def test_state_and_day(periods: list[Days], applied: bool, expected: Contract) -> None:
    assert standing_of(periods, applied=applied, today=TODAY) == expected
