from datetime import date

from yorisoi_service.contracts.rules.period import Days, may_follow, start_of


def test_both_ends_are_active() -> None:
    days = Days(date(2026, 4, 15), date(2026, 7, 10))
    assert [days.holds(date(2026, 4, d)) for d in (14, 15)] == [False, True]
    assert [days.holds(date(2026, 7, d)) for d in (10, 11)] == [True, False]


def test_service_begins_with_the_form_but_not_before_the_line() -> None:
    assert start_of(date(2026, 4, 15), date(2020, 1, 1)) == date(2026, 4, 15)
    assert start_of(date(2026, 4, 25), date(2026, 5, 10)) == date(2026, 5, 10)


def test_a_recontract_may_begin_on_the_day_the_old_one_ends() -> None:
    old = Days(date(2026, 4, 15), date(2026, 7, 10))
    assert may_follow(old, date(2026, 7, 10))
    assert not may_follow(old, date(2026, 7, 9))
    assert not may_follow(Days(date(2026, 4, 15)), date(2030, 1, 1))
