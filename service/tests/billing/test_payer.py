"""Who pays a month of a line that changed hands."""

from datetime import date

from yorisoi_service.billing.rules.payer import Succession, payer
from yorisoi_service.contracts.rules.month import Month

MOTHER, SON, GRANDDAUGHTER = 1, 2, 3
HANDED = [Succession(date(2026, 9, 1), MOTHER), Succession(date(2026, 11, 30), SON)]


def test_a_line_that_never_changed_hands_is_paid_by_its_holder() -> None:
    assert payer(Month(2026, 8), [], MOTHER) == MOTHER


def test_each_month_is_paid_by_who_held_the_line_on_its_last_day() -> None:
    paid = {month: payer(Month(2026, month), HANDED, GRANDDAUGHTER) for month in range(7, 13)}
    assert paid == {7: MOTHER, 8: MOTHER, 9: SON, 10: SON, 11: GRANDDAUGHTER, 12: GRANDDAUGHTER}
