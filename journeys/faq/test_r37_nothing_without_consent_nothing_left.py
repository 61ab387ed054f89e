"""R37: nothing is seen and nothing is operated without the subscriber's consent, and nothing stays on the computer."""

import time

import pytest
from yorisoi_practice.desktop import Desktop
from yorisoi_tool.window.theme import Kind

from journeys.devices import DeviceLog
from journeys.people import Communicator, Subscriber, now_ms
from journeys.traces import NOTHING, traces
from journeys.world import World, until

pytestmark = pytest.mark.timeout(400)

STATE = """
from yorisoi_service.remote.models import Session
row = Session.objects.latest("offered_at")
print(row.state, row.removal)
"""


def test_no_frame_and_no_input_without_consent_and_both_with_it(
    desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    log = DeviceLog(desktop.inner)
    try:
        communicator.type_pass(subscriber.start())
        subscriber.refuse()
        until(lambda: communicator.stand("view") == "denied", 30, "refusal on the page")
        desktop.run("wall", "xsetroot", "-solid", "#335577").wait(30)
        time.sleep(1.0)
        assert communicator.frames()["messagesReceived"] == 0

        communicator.ask("view")  # asked again, and this time allowed
        subscriber.agree()
        communicator.wait_for_picture()
        assert communicator.frames()["messagesReceived"] > 0

        began = now_ms()
        communicator.page.mouse.move(*communicator.point(300, 500))
        communicator.page.mouse.move(*communicator.point(340, 540))
        communicator.page.keyboard.press("a")
        communicator.ask("control")
        subscriber.refuse()
        until(lambda: communicator.stand("control") == "denied", 30, "refusal on the page")
        communicator.page.mouse.move(*communicator.point(360, 560))
        time.sleep(0.7)
        assert log.injected(began) == []

        communicator.ask("control")
        subscriber.agree()
        communicator.wait_until_granted("control")
        communicator.wait_until_hands_reach()
        communicator.page.mouse.move(*communicator.point(380, 580))
        until(lambda: log.injected(began), 30, "pointer on the desktop")
    finally:
        log.close()


def test_nothing_is_left_after_the_end(
    world: World, desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    before = traces(desktop, world.a)
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    communicator.ask("control")
    subscriber.agree()
    communicator.wait_until_granted("control")
    communicator.wait_until_hands_reach()
    communicator.send_text("のこらない")
    during = traces(desktop, world.a) - before
    assert during.processes, "the tool was not seen while it ran, so its absence would prove nothing"
    assert during.sockets
    subscriber.hand.press(Kind.STOP)
    until(lambda: world.django(STATE) == "closed verified", 30, "closed session", every_s=0.5)
    subscriber.close()
    give_up = time.monotonic() + 10
    while (left := traces(desktop, world.a) - before) != NOTHING and time.monotonic() < give_up:
        time.sleep(0.5)
    assert left == NOTHING
