"""Namespaces of our own, a cable between them, and a door that carries HTTP and WebSockets."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from yorisoi_practice import network
from yorisoi_practice.network import HERE, Namespace, Place
from yorisoi_practice.processes import Processes

SERVER = """
import asyncio, http, websockets.asyncio.server as server
async def page(connection, request):
    if request.path == "/page":
        return connection.respond(http.HTTPStatus.OK, "a page")
async def echo(socket):
    async for message in socket:
        await socket.send(message + " back")
async def main():
    async with server.serve(echo, "127.0.0.1", 8000, process_request=page):
        print("ready", flush=True)
        await asyncio.Future()
asyncio.run(main())
"""
CLIENT = """
import json, urllib.request, websockets.sync.client as client
page = urllib.request.urlopen("http://127.0.0.1:8000/page", timeout=20).read().decode()
with client.connect("ws://127.0.0.1:8000/") as socket:
    socket.send("there and")
    print(json.dumps([page, socket.recv(20)]))
"""


@pytest.fixture
def ends() -> Iterator[tuple[Namespace, Namespace]]:
    made = network.make_namespace("a"), network.make_namespace("b")
    yield made
    for namespace in made:
        network.remove_namespace(namespace)


def started(processes: Processes, name: str, command: list[str], prefix: list[str]) -> None:
    process = processes.start(name, command, pipe=True, prefix=prefix)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"


def test_door_carries_pages_and_websockets_between_namespaces(
    ends: tuple[Namespace, Namespace], processes: Processes
) -> None:
    service, browser = ends
    started(processes, "server", [sys.executable, "-c", SERVER], service.prefix)
    here, there = Place(browser.path, "127.0.0.1", 8000), Place(service.path, "127.0.0.1", 8000)
    started(processes, "door", network.door_command(here, there), [])
    client = processes.start("client", [sys.executable, "-c", CLIENT], pipe=True, prefix=browser.prefix)
    assert client.stdout
    assert json.loads(client.stdout.readline()) == ["a page", "there and back"]


def test_cable_carries_what_loopback_does_not(ends: tuple[Namespace, Namespace], processes: Processes) -> None:
    service, browser = ends
    there, _ = network.join(service, browser, 200)
    before = service.counters()
    code = f"import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x' * 1000, ('{there}', 9))"
    processes.start("sender", [sys.executable, "-c", code], prefix=browser.prefix).wait(30)
    assert service.counters()[0] - before[0] >= 1000


def test_namespace_that_a_crash_left_is_swept(ends: tuple[Namespace, Namespace], processes: Processes) -> None:
    dead = processes.start("dead", ["true"])
    dead.wait()
    left = Namespace(f"{network.PREFIX}-a-{dead.pid}-0")
    network.ip("netns", "add", left.name)
    network.sweep()
    assert not Path(left.path).exists()
    assert Path(ends[0].path).exists()


def test_machine_without_an_address_is_told_from_one_with(
    ends: tuple[Namespace, Namespace], processes: Processes
) -> None:
    code = "from yorisoi_practice.network import has_address_for_peers as has; print(has())"

    def has() -> str:
        process = processes.start("look", [sys.executable, "-c", code], pipe=True, prefix=ends[0].prefix)
        assert process.stdout
        return process.stdout.readline().strip()

    assert has() == "False"
    network.join(ends[0], ends[1], 201)
    assert has() == "True"


@pytest.mark.parametrize("text", ["/run/netns/x@127.0.0.1:8000", f"{HERE}@10.206.0.1:8700"])
def test_place_survives_the_command_line(text: str) -> None:
    assert str(Place.parse(text)) == text
