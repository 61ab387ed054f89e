from datetime import date

import pytest
from yorisoi_service.desk.rules.directory import is_old


@pytest.mark.parametrize(
    ("checked", "today", "old"),
    [
        (date(2026, 5, 20), date(2026, 11, 20), False),
        (date(2026, 5, 20), date(2026, 11, 21), True),
        (date(2026, 8, 31), date(2027, 2, 28), False),
        (date(2026, 8, 31), date(2027, 3, 1), True),
        (date(2027, 8, 31), date(2028, 2, 29), False),
        (date(2026, 12, 31), date(2027, 6, 30), False),
        (None, date(2026, 11, 20), True),
    ],
)
def test_six_months_after_a_check_it_is_old(checked: date | None, today: date, old: bool) -> None:
    assert is_old(checked, today=today, months=6) is old
