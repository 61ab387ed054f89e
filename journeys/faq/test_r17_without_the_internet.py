"""R17: without the internet there is no remote help: cables and lamps by telephone, then the fault desk; never a pass."""

from collections.abc import Iterator

import pytest
from yorisoi_protocol.one_time_pass import check_digit

from journeys.enquiry import Desk
from journeys.office import Household, Office
from journeys.people import Communicator

pytestmark = pytest.mark.timeout(300)

UNKNOWN_PASS = "9" * 10
SCOPE = "範囲"


@pytest.fixture
def viewer(office: Office) -> Iterator[Communicator]:
    made = Communicator(office)
    made.sign_in()
    yield made
    made.close()


def test_call_without_the_internet_can_claim_no_pass(call: Desk, viewer: Communicator) -> None:
    told = call.decide("ブラウザ", "not_connected")
    assert (told.decision, told.code, told.open) == ("phone_only", "not_connected", False)
    assert call.look().locator("[data-code=not_connected] .steps li").count() >= 3  # what is tried by telephone
    viewer.take(call.ticket)
    viewer.type_pass(UNKNOWN_PASS + check_digit(UNKNOWN_PASS))
    assert SCOPE in viewer.wait_for_failure().detail
    viewer.again()
    assert call.decide("ブラウザ").open  # it is back again
    viewer.type_pass(UNKNOWN_PASS + check_digit(UNKNOWN_PASS))
    assert SCOPE not in viewer.wait_for_failure().detail  # now the number itself is looked for


def test_another_provider_gives_no_guidance_by_telephone_either(elsewhere: Office, helped_elsewhere: Household) -> None:
    desk = Desk(elsewhere, helped_elsewhere)
    told = desk.decide("ブラウザ", "not_connected")
    assert (told.decision, told.code, told.open) == ("refuse", "not_connected", False)
    assert "故障窓口" in told.said
    assert desk.look().locator("[data-code=not_connected] .steps li").count() == 0
    page = elsewhere.stranger()
    page.goto("/faq")
    answer = page.locator("#R17").inner_text()
    assert "故障窓口" in answer
    assert "お電話で" not in answer
    page.context.close()


def test_it_ends_at_the_fault_desk_of_the_line(desk: Desk) -> None:
    told = desk.decide("", "not_connected")
    assert "回線" in told.shown
    page = desk.look()
    page.check("[name=outcome][value=referred]")
    page.fill("[name=referred_to]", "回線の故障窓口")
    page.fill("[name=referred_contact]", desk.office.phone("office"))
    desk.send("outcome")
    page = desk.look()
    assert page.locator("form[action$='/outcome']").count() == 0
    assert "回線の故障窓口" in page.locator("main").inner_text()
