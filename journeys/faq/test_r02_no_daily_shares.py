"""R02: somebody may join on any day of a month, and a month is never shared out by days."""

import pytest

from journeys.office import Office, day, month

pytestmark = pytest.mark.timeout(300)


def test_first_middle_and_last_day_cost_the_same(office: Office) -> None:
    _join_on_any_day(office, [0, 0, 550, 550])


def test_another_provider_has_its_own_free_month_and_price(elsewhere: Office) -> None:
    _join_on_any_day(elsewhere, [0, 660, 660, 660])


def _join_on_any_day(office: Office, expected: list[int]) -> None:
    months = [month(ago) for ago in (4, 3, 2, 1)]
    lines = []
    for number in (1, 15, 0):
        home = office.household()
        page = office.take_application(home, day(4, number))
        first = next(at for at, yen in zip(months, expected, strict=True) if yen)
        told = page.locator(".say").inner_text()
        year, digits = first.split("-")
        assert f"{year}年{int(digits)}月" in told  # the first month that is charged is told before anything is sure
        assert f"{office.price}円" in told
        office.do(page)
        page.wait_for_url("**/office/contracts/*")
        lines.append(home.line)
    books = office.close_months(5)
    assert [books.yen(line) for line in lines] == [dict(zip(months, expected, strict=True))] * 3
