"""What a session costs on the wire: next to nothing while the screen is still, little while somebody types.

Bytes are counted at the subscriber's end of the cable, every header included, both ways together. How fast it goes is
measured by `bench/session.py`; the bounds here leave room, so that only a real change of the picture path meets them.
"""

import sys
import time

import pytest
from yorisoi_practice.desktop import Desktop

from journeys.people import Communicator, Subscriber
from journeys.world import World, until

pytestmark = pytest.mark.timeout(300)

STILL_BYTES_A_SECOND = 600  # the aim is 300
BYTES_A_LETTER = (
    1_000  # acknowledgements with them; the aim is 500 on the way to the viewer, 5 kB/s at ten letters a second
)
LETTERS = "これは練習用の文章です。お客さまの画面に、一文字ずつ現れます。"
TYPIST = """
import sys, time, pathlib
go, done = map(pathlib.Path, sys.argv[1:3])
while not go.exists(): time.sleep(0.05)
for letter in sys.argv[3]:
    sys.stdout.write(letter); sys.stdout.flush(); time.sleep(0.1)
done.touch(); time.sleep(600)
"""


def on_the_wire(world: World) -> int:
    return sum(world.a.counters())


def in_a_while(world: World, seconds: float) -> float:
    """Bytes a second, for so long."""
    before, began = on_the_wire(world), time.monotonic()
    time.sleep(seconds)
    return (on_the_wire(world) - before) / (time.monotonic() - began)


def test_a_still_screen_costs_next_to_nothing_and_typing_little(
    world: World, desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    go, done = desktop.home / "go", desktop.home / "done"
    desktop.terminal("90x12+40+400", sys.executable, "-c", TYPIST, str(go), str(done), LETTERS)
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    communicator.one_to_one()
    until(lambda: in_a_while(world, 4.0) < STILL_BYTES_A_SECOND, 60, "wire at rest on a still screen")

    before = on_the_wire(world)
    go.touch()
    until(done.exists, 60, "text typed")
    until(lambda: in_a_while(world, 1.0) < 3 * STILL_BYTES_A_SECOND, 60, "wire at rest after typing")
    cost = (on_the_wire(world) - before) / len(LETTERS)
    assert 50 < cost < BYTES_A_LETTER  # fewer than 50, and the letters did not come at all
    assert communicator.errors == []
