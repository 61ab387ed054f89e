"""A subscriber to practise with: by the button on the demo's start page, and on a machine without a network."""

import http.client
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from yorisoi_practice import network
from yorisoi_practice.network import Namespace, Place
from yorisoi_practice.processes import family, is_alive

from journeys.people import Communicator, ready_ticket
from journeys.world import PORT, World, until

pytestmark = [pytest.mark.timeout(400), pytest.mark.desktop]

TELEPHONE_PORT = 8001
PASS = re.compile(r"\b(\d{3})-(\d{4})-(\d{4})\b")


def heard_on_the_telephone(world: World) -> str:
    """The pass that the practice subscriber reads out; empty while there is none."""
    with network.inside(world.a.path):
        telephone = http.client.HTTPConnection("127.0.0.1", TELEPHONE_PORT, timeout=3)
        try:
            telephone.request("GET", "/")
            found = PASS.findall(telephone.getresponse().read().decode())
        except OSError:
            return ""
        finally:
            telephone.close()
    return "".join(found[-1]) if found else ""


def test_button_starts_a_subscriber_who_reads_a_pass_out_and_agrees(world: World) -> None:
    newcomer = Communicator(world)
    newcomer.page.goto("/")
    assert "二段階認証を省いています" in newcomer.page.locator("body").inner_text()
    newcomer.page.click("section form button")
    newcomer.page.locator(".running").wait_for()
    newcomer.sign_in()
    newcomer.take(ready_ticket(world))
    newcomer.type_pass(until(lambda: heard_on_the_telephone(world), 60, "pass on the telephone", every_s=0.5))
    newcomer.wait_for_picture()
    assert newcomer.frames()["messagesReceived"] > 0
    newcomer.close()
    assert world.service is not None
    (started,) = [pid for pid in family([world.service.pid]) if "yorisoi_practice" in words_of(pid)[:4]]
    belonging = family([started])
    assert len(belonging) > 5  # two servers, programs, the tool, the hand
    world.service.kill()  # and not one of them outlives it
    until(lambda: not any(is_alive(pid) for pid in belonging), 30, "end of the practice subscriber", every_s=0.5)
    world.stop_service()
    world.start_service()


def words_of(pid: int) -> list[str]:
    """The command line of a process; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


@pytest.fixture
def lonely(world: World) -> Iterator[Namespace]:
    """A machine with nothing but loopback, on which the service is reached all the same."""
    made = network.make_namespace("lonely")
    door = world.processes.start(
        "lonely-door",
        network.door_command(Place(made.path, "127.0.0.1", PORT), Place(world.a.path, "127.0.0.1", PORT)),
        pipe=True,
    )
    assert door.stdout is not None
    assert door.stdout.readline() == "ready\n"
    yield made
    world.processes.end(door)
    network.remove_namespace(made)


def test_practice_makes_a_network_of_its_own_where_there_is_none(world: World, lonely: Namespace) -> None:
    practice = world.processes.start(
        "practice",
        [sys.executable, "-m", "yorisoi_practice", "--headless", "--telephone-port", "8002"],
        prefix=lonely.prefix,
        pipe=True,
    )
    assert practice.stdout is not None
    said = [practice.stdout.readline(), practice.stdout.readline()]
    assert PASS.search(said[1]), said
    made = list(Path("/run/netns").glob(f"{network.PREFIX}-practice-*"))
    assert made
    os.kill(practice.pid, signal.SIGTERM)
    assert practice.wait(60) == 0
    assert [path for path in made if path.exists()] == []


def test_practice_without_a_service_says_how_to_start_one(world: World) -> None:
    alone = network.make_namespace("alone")
    try:
        practice = world.processes.start(
            "practice-alone", [sys.executable, "-m", "yorisoi_practice", "--headless"], prefix=alone.prefix
        )
        assert practice.wait(60) == 3
        assert "Start it first, in another terminal: ./run" in world.processes.log("practice-alone")
    finally:
        network.remove_namespace(alone)
