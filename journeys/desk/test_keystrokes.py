"""A trained communicator's hands stay on the keyboard: from the telephone that rings to the focused pass field."""

import pytest
from playwright.sync_api import expect

from journeys.keyboard import Hands, Telephones
from journeys.people import Communicator
from journeys.world import World, until

pytestmark = pytest.mark.timeout(300)

AT_MOST = 12
WAIT_MS = 30_000
WAKE_MS = 2_000  # by then the page has heard that it changed, and would have read itself again


def settle_the_rest(hands: Hands, number: str, name: str, phone: str) -> None:
    """From the identity check to the focused pass field."""
    hands.at("customer_number")
    hands.answer(number)
    hands.press("Tab")
    hands.answer(name)
    hands.press("Tab")
    hands.answer(phone)
    hands.press("Enter")
    hands.at("asked")
    hands.answer("メールが読めない")
    hands.press("Tab")
    hands.answer("メールソフト")
    hands.press("Enter")
    hands.at("both")
    hands.press("Enter")
    hands.at("terms")
    hands.press("Enter")
    hands.at_the_pass()


def find_and_settle_all_but_the_last(hands: Hands) -> None:
    """From the free desk, by the number that the caller says, to the focused button of the last gate."""
    hands.press("F2")
    hands.at("wanted")
    hands.answer("0863001007")
    hands.press("Enter")
    hands.at("caller")
    hands.press("Enter")
    hands.at("customer_number")
    hands.answer("KJ-1007")
    hands.press("Tab")
    hands.answer("キムラ スミレ")
    hands.press("Tab")
    hands.answer("0863-00-1007")
    hands.press("Enter")
    hands.at("asked")
    hands.press("Tab")
    hands.answer("メールソフト")
    hands.press("Enter")
    hands.at("both")


class Held:
    """An answer of the service that is kept back on its way to the page, until it is let go."""

    def __init__(self, communicator: Communicator, path: str) -> None:
        self.page = communicator.page
        self.line = self.page.context.new_cdp_session(self.page)
        self.kept: list[str] = []
        self.line.on("Fetch.requestPaused", lambda event: self.kept.append(event["requestId"]))
        self.line.send("Fetch.enable", {"patterns": [{"urlPattern": f"*{path}", "requestStage": "Response"}]})

    def wait(self) -> None:
        until(self._is_here, WAIT_MS / 1000, "answer to be kept back")

    def let_go(self) -> None:
        for one in self.kept:
            self.line.send("Fetch.continueRequest", {"requestId": one})
        self.line.detach()

    def _is_here(self) -> bool:
        self.page.wait_for_timeout(50)  # what the browser tells is heard while it is asked something
        return bool(self.kept)


def test_a_ringing_call_needs_at_most_twelve_keys_to_the_pass_field(world: World) -> None:
    communicator = Communicator(world)
    try:
        communicator.sign_in()
        hands = Hands(communicator)
        expect(communicator.desk.locator("#calls-waiting")).to_have_attribute("data-count", "0", timeout=WAIT_MS)
        Telephones(world).ring("086-000-1002")
        expect(communicator.desk.locator("#calls-waiting")).to_have_attribute("data-count", "1", timeout=WAIT_MS)
        hands.press("F2")
        settle_the_rest(hands, "KJ-1002", "イシイ タロウ", "0860001002")
        assert len(hands.pressed) <= AT_MOST, hands.pressed
        assert communicator.page.locator("#gates").get_attribute("data-open") == "true"
        assert communicator.errors == []
        expect(communicator.desk.locator("#calls-waiting")).to_have_attribute("data-count", "0", timeout=WAIT_MS)
    finally:
        communicator.close()


def test_without_a_telephone_system_the_caller_is_found_within_the_same_keys(world: World) -> None:
    communicator = Communicator(world)
    try:
        communicator.sign_in()
        hands = Hands(communicator)
        communicator.desk.locator("#calls-waiting").wait_for()
        find_and_settle_all_but_the_last(hands)
        hands.press("Enter")
        hands.at_the_pass()
        assert len(hands.pressed) <= AT_MOST, hands.pressed
        assert communicator.errors == []
    finally:
        communicator.close()


def test_an_answer_that_comes_late_takes_no_focus_from_the_pass_field(world: World) -> None:
    """The desk hears of its own change by the wake, and reads itself again, before the answer to its form is there."""
    communicator = Communicator(world)
    try:
        communicator.sign_in()
        hands = Hands(communicator)
        communicator.desk.locator("#calls-waiting").wait_for()
        find_and_settle_all_but_the_last(hands)
        held = Held(communicator, "/checklist")
        hands.press("Enter")
        held.wait()
        communicator.page.wait_for_timeout(WAKE_MS)
        held.let_go()
        hands.at_the_pass()
        communicator.page.wait_for_timeout(WAKE_MS)
        hands.at_the_pass()
        assert communicator.errors == []
    finally:
        communicator.close()
