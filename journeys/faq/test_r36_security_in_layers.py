"""R36: encrypted on the way, a pass that works once, and a step of the subscriber's own for everything."""

import socket
import subprocess
import sys
import threading
import time

import pytest
from yorisoi_practice import network
from yorisoi_practice.desktop import Desktop

from journeys.people import Communicator, Subscriber
from journeys.world import World, until

pytestmark = pytest.mark.timeout(400)

CANARY = "kanariya-no-koe"
EVERY_PROTOCOL = 0x0003


class Wire:
    """Hears every packet on the cable between tool and browser, as anybody in between could."""

    def __init__(self, world: World) -> None:
        with network.inside(world.a.path):
            self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
            self._socket.bind((network.DEVICE, 0))
        self._socket.settimeout(0.2)
        self.heard: list[bytes] = []
        self._closing = False
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing = True
        self._thread.join(5)
        self._socket.close()

    def _listen(self) -> None:
        while not self._closing:
            try:
                self.heard.append(self._socket.recv(65_536))
            except TimeoutError:
                continue


def test_what_is_typed_travels_encrypted(
    world: World, desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    note = desktop.home / "canary.txt"
    desktop.terminal("80x10+40+500", "sh", "-c", f"cat > {note}")
    wire = Wire(world)
    try:
        communicator.type_pass(subscriber.start())
        subscriber.agree()
        communicator.wait_for_picture()
        communicator.ask("control")
        subscriber.agree()
        communicator.wait_until_granted("control")
        communicator.wait_until_hands_reach()
        communicator.click(200, 580)
        communicator.send_text(CANARY)
        communicator.click(200, 580)
        communicator.page.keyboard.press("Enter")
        until(lambda: note.exists() and note.read_text() == f"{CANARY}\n", 30, "text in the file")
        there, _ = network.addresses(1)
        with network.inside(world.b.path), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as speaking:
            speaking.sendto(b"in clear: " + CANARY.encode(), (there, 9))
        until(lambda: any(b"in clear" in packet for packet in wire.heard), 30, "packet in clear")
    finally:
        wire.close()
    told = [packet for packet in wire.heard if CANARY.encode() in packet]
    assert len(wire.heard) > 50
    assert told, "the packet that was sent in clear on purpose was not heard, so nothing is proven"
    assert [packet for packet in told if b"in clear" not in packet] == []


@pytest.mark.parametrize("origin", ["http://support.example.jp", "ftp://localhost:8000", "localhost:8000"])
def test_plain_connection_to_a_service_elsewhere_is_refused(world: World, desktop: Desktop, origin: str) -> None:
    tool = subprocess.run(
        [*world.a.prefix, sys.executable, "-m", "yorisoi_tool", "--origin", origin],
        env={**desktop.env, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert tool.returncode == 2
    assert "https://" in tool.stderr
    assert "Traceback" not in tool.stderr


def test_each_step_needs_the_one_before_and_a_click_of_its_own(
    subscriber: Subscriber, communicator: Communicator
) -> None:
    digits = subscriber.start()
    time.sleep(0.5)
    assert communicator.phase == "pass"  # a ticket with open gates and nothing more shows nothing
    communicator.type_pass(digits)
    until(lambda: communicator.stand("view") == "asked", 30, "question")
    assert communicator.frames()["messagesReceived"] == 0  # the right pass alone shows nothing
    assert communicator.page.locator("#ask-control").is_disabled()  # and operating needs seeing first
    subscriber.agree()
    communicator.wait_for_picture()
    assert communicator.stand("control") == "none"  # seeing is not operating
    communicator.ask("control")
    subscriber.agree()
    communicator.wait_until_granted("control")
