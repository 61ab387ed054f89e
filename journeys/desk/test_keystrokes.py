"""A trained communicator's hands stay on the keyboard: from the telephone that rings to the focused pass field."""

import os
import re
import subprocess

import pytest
from playwright.sync_api import expect
from yorisoi_practice.serve import django_command

from journeys.people import Communicator
from journeys.world import World

pytestmark = pytest.mark.timeout(300)

AT_MOST = 12
WAIT_MS = 30_000
RUNG = re.compile(r"(\S+) ringing")


class Hands:
    """A keyboard that counts: every key but those of the answers themselves."""

    def __init__(self, communicator: Communicator) -> None:
        self.page = communicator.page
        self.pressed: list[str] = []

    def press(self, key: str) -> None:
        self.pressed.append(key)
        self.page.keyboard.press(key)

    def answer(self, text: str) -> None:
        """What the caller says, typed: its letters are the answer."""
        self.page.keyboard.type(text)

    def at(self, name: str) -> None:
        """Waits, without a key, until the focus stands in the desk's field or button of this name."""
        field = self.page.frame_locator("iframe[name=desk]").locator(f"[name={name}]:focus")
        field.wait_for(state="attached", timeout=WAIT_MS)

    def at_the_pass(self) -> None:
        self.page.locator("#pass:focus").wait_for(timeout=WAIT_MS)


def ring(world: World, number: str) -> None:
    """The telephone system tells of a call, in a signed request."""
    done = subprocess.run(
        [*world.a.prefix, *django_command("ring", "--number", number)],
        env={**os.environ, **world.env}, cwd=world.folder, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert RUNG.match(done.stdout), done.stdout


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


def test_a_ringing_call_needs_at_most_twelve_keys_to_the_pass_field(world: World) -> None:
    communicator = Communicator(world)
    try:
        communicator.sign_in()
        hands = Hands(communicator)
        expect(communicator.desk.locator("#calls-waiting")).to_have_attribute("data-count", "0", timeout=WAIT_MS)
        ring(world, "086-000-1002")
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
        hands.press("Enter")
        hands.at_the_pass()
        assert len(hands.pressed) <= AT_MOST, hands.pressed
        assert communicator.errors == []
    finally:
        communicator.close()
