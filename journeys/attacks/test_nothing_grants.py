"""No flag, no variable, no message and no program makes the tool grant anything: only a hand does."""

import subprocess
import sys
import time

import pytest
from yorisoi_practice.desktop import Desktop
from yorisoi_practice.screen import Screen
from yorisoi_tool.window.theme import Kind

from journeys.devices import DeviceLog
from journeys.people import Communicator, Subscriber, now_ms
from journeys.world import ORIGIN, World, until

pytestmark = pytest.mark.timeout(400)

FLAGS = ("--grant=view", "--yes", "--consent", "--headless", "--unattended", "--auto-accept=all", "--test", "view")
VARIABLES = {
    name: "1"
    for base in ("GRANT", "CONSENT", "AUTO", "YES", "TEST", "TESTING", "DEBUG", "HEADLESS", "UNATTENDED", "PRACTICE")
    for name in (base, f"YORISOI_{base}", f"YORISOI_TOOL_{base}")
} | {
    "CI": "true",
    "PYTEST_CURRENT_TEST": "x",
    "PYTHONOPTIMIZE": "1",
    # The window on a port for everybody in the network, plugins of somebody else, letters that nobody can read.
    "QT_QPA_PLATFORM": "vnc:port=5993:size=1000x900",
    "QT_QPA_PLATFORM_PLUGIN_PATH": "/nowhere",
    "QT_PLUGIN_PATH": "/nowhere",
    "QT_QPA_GENERIC_PLUGINS": "tuiotouch",
    "QT_SCALE_FACTOR": "0.1",
}

# What a page could say that wants to be granted something. The last ones are words of the other side, or no words at all.
WORDS = [
    '{"t":"ready","codecs":["vp8","h264"]}',
    '{"t":"ask","permission":"view"}',
    '{"t":"ask","permission":"control"}',
    '{"t":"ask","permission":"clipboard"}',
    '{"t":"ask","permission":"recording"}',
    '{"t":"give_back","permission":"control"}',
    '{"t":"alive","serial":9007199254740991,"echo":9007199254740991}',
    '{"t":"clipboard_text","serial":1,"last":true,"text":"granted"}',
    (
        '{"t":"snapshot","state":"verified","serial":1,"grants":[{"permission":"view","grant":1,"left_ms":3600000},'
        '{"permission":"control","grant":2,"left_ms":1800000}],"questions":[],"answers":[],"paused":false,"local_hand":false}'
    ),
    '{"t":"grant","permission":"view"}',
]

SAY = "(word) => { const c = __seen.channels.words; if (c.readyState === 'open') c.send(word); }"

# Input frames under every grant and layout number that could exist: moves, a click, a key, text.
PRESS = """
() => {
  const channel = __seen.channels.input;
  const head = (kind, grant, size) => {
    const view = new DataView(new ArrayBuffer(size));
    view.setUint8(0, kind); view.setUint32(1, grant); view.setUint16(5, 1);
    return view;
  };
  for (let grant = 0; grant < 20; grant += 1) {
    const move = head(1, grant, 11); move.setUint16(7, 640); move.setUint16(9, 400);
    const key = head(4, grant, 10); key.setUint16(7, 0x28); key.setUint8(9, 1);
    const button = head(2, grant, 13); button.setUint16(7, 640); button.setUint16(9, 400); button.setUint8(12, 1);
    for (const frame of [move, key, button]) if (channel.readyState === "open") channel.send(frame.buffer);
  }
}
"""


@pytest.mark.parametrize("flag", FLAGS)
def test_tool_refuses_every_flag_it_does_not_know(world: World, desktop: Desktop, flag: str) -> None:
    tool = subprocess.run(
        [*world.a.prefix, sys.executable, "-m", "yorisoi_tool", "--origin", ORIGIN, flag],
        env={**desktop.env, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert tool.returncode == 2
    assert "Traceback" not in tool.stderr


def test_no_variable_and_no_message_grants_anything(
    world: World, desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    subscriber.tool = world.start_tool(desktop, env=VARIABLES)
    subscriber.go_on()
    communicator.type_pass(subscriber.read_pass())
    assert subscriber.hand.sees(Kind.GRANT, 45), world.tool_log()
    log = DeviceLog(desktop.inner)
    try:
        began = now_ms()
        for word in WORDS:
            communicator.page.evaluate(PRESS)
            communicator.page.evaluate(SAY, word)
        communicator.page.evaluate(PRESS)
        time.sleep(2.0)
        assert log.injected(began) == []
        assert communicator.page.evaluate("() => __seen.arrivals.length") == 0
    finally:
        log.close()


def test_program_on_the_subscribers_own_display_cannot_press_the_button(
    desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    """XTEST of the tool's own display is how a communicator's clicks arrive: it presses every button of the question."""
    communicator.type_pass(subscriber.start())
    assert subscriber.hand.sees(Kind.GRANT, 45)
    where = subscriber.hand.tell("where GRANT").split()
    assert where[0] == "at"
    time.sleep(0.8)  # past the moment in which no button listens to anybody
    with Screen(desktop.inner) as inside:
        inside.press(int(where[1]), int(where[2]))
        inside.strike(0xFF09)  # Tab
        inside.strike(0xFF0D)  # Return
        inside.strike(0x20)  # Space
    time.sleep(1.0)
    assert communicator.stand("view") == "asked"
    assert communicator.page.evaluate("() => __seen.arrivals.length") == 0
    subscriber.agree()  # and a hand can
    communicator.wait_for_picture()
    until(lambda: communicator.frames()["messagesReceived"] > 0, 30, "picture after a real click")
