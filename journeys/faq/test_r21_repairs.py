"""R21: what is broken is the maker's; what the provider rents out is the office's."""

import pytest

from journeys.enquiry import Desk

pytestmark = pytest.mark.timeout(300)


def test_broken_things_are_the_makers_and_rented_ones_the_offices(desk: Desk) -> None:
    own = desk.decide("プリンタ", "repair")
    assert (own.decision, own.code, own.open) == ("refer", "repair", False)
    assert "メーカー" in own.shown
    rented = desk.decide("ルーター", "rented_repair")
    assert (rented.decision, rented.code, rented.open) == ("refer", "rented_repair", False)
    assert desk.office.phone("office") in rented.said
    assert own.said != rented.said


def test_what_may_only_be_set_wrong_is_looked_at_first(call: Desk) -> None:
    call.decide("プリンタ", "repair")
    assert call.decide("プリンタ").open


def test_a_modem_is_asked_about_before_it_is_called_broken(call: Desk) -> None:
    page = call.look()
    page.fill("[name=thing]", "モデム")
    assert call.send("scope").status == 200  # asked, nothing is decided
    offered = page.locator("label:has([name=choice])").all_inner_texts()
    assert offered[0].strip() == "当社のインターネット接続"
    assert any("先に設定を確かめます" in each for each in offered)
    assert page.locator("[name=choice]:checked").count() == 0
    page.check("[name=choice] >> nth=0")
    call.send("scope")
    assert call.decided().code == "in_scope"
