"""R20: what to buy instead is talked about: looking only, for a shorter time, and nothing is sold."""

import pytest

from journeys.enquiry import Desk

pytestmark = pytest.mark.timeout(300)


def test_advice_looks_and_sells_nothing(desk: Desk) -> None:
    told = desk.decide("プリンタ", need="advice")
    assert (told.decision, told.code, told.open) == ("advice_only", "advice", True)
    assert desk.allowed() == {"view"}
    fields = desk.look().locator("main [name]").evaluate_all("all => all.map((one) => one.name)")
    words = ("price", "order", "quote", "amount", "yen", "link", "url", "buy")
    assert [name for name in fields if any(word in name for word in words)] == []
    assert desk.page.locator("main a[href^=http]").count() == 0


def test_setting_up_what_was_bought_elsewhere_is_more_than_advice(call: Desk) -> None:
    call.decide("プリンタ", need="advice")
    assert call.decide("プリンタ", need="setup").open
    assert "control" in call.allowed()
