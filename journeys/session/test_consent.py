"""What the subscriber does not allow does not happen, and what is taken back stops at once."""

import time

import pytest
from yorisoi_practice.desktop import Desktop
from yorisoi_tool.window.theme import Kind

from journeys.devices import DeviceLog, held_keys
from journeys.people import Communicator, Subscriber, now_ms, same_picture
from journeys.world import until

pytestmark = pytest.mark.timeout(400)

CONTROL_STOPS_MS = 50
VIEW_STOPS_MS = 100

# Repeats the last honest pointer frame as fast as the channel takes it, a key pressed and never let go among them: what a
# page would do that does not care about revocation. Frames are those that the viewer itself has made.
STREAM = """
() => {
  const channel = __seen.channels.input;
  const frame = Uint8Array.from(__seen.lastInput);
  const view = new DataView(frame.buffer);
  let sent = 0;
  const began = performance.now();
  globalThis.__stream = setInterval(() => {
    while (sent < performance.now() - began && channel.readyState === "open") {
      view.setUint16(7, 300 + (sent % 500));
      channel.send(frame.slice());
      sent += 1;
    }
    globalThis.__sent = sent;
  }, 4);
}
"""


def seen(communicator: Communicator, subscriber: Subscriber) -> None:
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()


def test_no_frame_leaves_when_the_view_is_refused(
    desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    communicator.type_pass(subscriber.start())
    assert subscriber.hand.sees(Kind.GRANT, 45)
    subscriber.refuse()
    until(lambda: communicator.stand("view") == "denied", 30, "refusal on the page")
    desktop.run("noise", "xsetroot", "-solid", "#805020").wait(30)  # something to see, if anybody could
    time.sleep(1.5)
    assert communicator.frames()["messagesReceived"] == 0
    assert communicator.page.evaluate("() => __seen.arrivals.length") == 0


def test_control_taken_back_stops_a_stream_of_input_within_fifty_milliseconds(
    desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    log = DeviceLog(desktop.inner)
    try:
        seen(communicator, subscriber)
        communicator.ask("control")
        subscriber.agree()
        communicator.wait_until_granted("control")
        communicator.wait_until_hands_reach()
        communicator.page.mouse.move(*communicator.point(400, 600))
        communicator.page.keyboard.down("a")
        until(lambda: held_keys(desktop.inner) == 1, 30, "held key on the desktop")
        communicator.page.mouse.move(*communicator.point(420, 600))
        until(lambda: communicator.last_input_kind() == 1, 30, "pointer frame")
        began = now_ms()
        communicator.page.evaluate(STREAM)
        # Without a stream before the press and after it nothing would be proven.
        until(lambda: sum(event.kind == "motion" for event in log.injected(began)) > 500, 30, "stream on the desktop")
        pressed = subscriber.hand.press(Kind.TAKE_BACK_CONTROL)
        sent = communicator.page.evaluate("() => __sent")
        until(lambda: communicator.page.evaluate("() => __sent") > sent + 1_000, 30, "stream that goes on")
        late = [event for event in log.injected(pressed + CONTROL_STOPS_MS) if event.kind in ("motion", "key_press")]
        assert late == []
        assert held_keys(desktop.inner) == 0
    finally:
        log.close()


def test_view_taken_back_stops_the_picture_within_a_hundred_milliseconds(
    desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    seen(communicator, subscriber)
    communicator.one_to_one()
    same_picture(communicator, desktop)
    lines = "while true; do seq 1 40; sleep 0.05; done"
    busy = desktop.terminal("100x30+100+300", "sh", "-c", lines)  # a picture that never rests
    began = communicator.frames()["messagesReceived"]
    until(lambda: communicator.frames()["messagesReceived"] > began + 20, 30, "a picture that moves")
    pressed = subscriber.hand.press(Kind.TAKE_BACK_VIEW)
    time.sleep(1.5)
    after = [(round(ms), size) for ms, size in communicator.arrivals_after(pressed) if ms > VIEW_STOPS_MS]
    desktop.processes.end(busy)
    assert after == []
    assert not communicator.has("view")
