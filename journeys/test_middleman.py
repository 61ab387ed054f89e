"""The middleman hears what is said in clear and can change it; otherwise nobody notices."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from yorisoi_practice import network
from yorisoi_practice.network import Namespace
from yorisoi_practice.processes import Processes

from journeys.middleman import FROM_PEER, FROM_SERVICE, Heard, Middleman

SERVER = """
import asyncio, websockets.asyncio.server as server
async def echo(socket):
    async for message in socket:
        await socket.send(message + " back")
async def main():
    async with server.serve(echo, "127.0.0.1", 8700, compression=None):
        print("ready", flush=True)
        await asyncio.Future()
asyncio.run(main())
"""
CLIENT = """
import websockets.sync.client as client
with client.connect("ws://127.0.0.1:8000/socket/x", compression=None) as socket:
    socket.send("w" * 300)
    print(socket.recv(5), flush=True)
"""


@pytest.fixture
def namespace() -> Iterator[Namespace]:
    made = network.make_namespace("a")
    yield made
    network.remove_namespace(made)


def test_middleman_hears_both_ways_and_changes_what_it_likes(namespace: Namespace, tmp_path: Path) -> None:
    processes = Processes(tmp_path)
    middleman = Middleman(namespace, 8000, 8700)
    try:
        server = processes.start("server", [sys.executable, "-c", SERVER], pipe=True, prefix=namespace.prefix)
        assert server.stdout
        assert server.stdout.readline() == "ready\n"

        def said() -> str:
            client = processes.start("client", [sys.executable, "-c", CLIENT], pipe=True, prefix=namespace.prefix)
            assert client.stdout
            return client.stdout.readline().strip()

        assert said() == "w" * 300 + " back"
        messages = [(heard.direction, heard.data) for heard in middleman.heard if heard.data.startswith(b"w")]
        assert messages == [(FROM_PEER, b"w" * 300), (FROM_SERVICE, b"w" * 300 + b" back")]

        def lie(heard: Heard) -> bytes:
            return heard.data.replace(b"w", b"l") if heard.direction == FROM_SERVICE else heard.data

        middleman.lie = lie
        assert said() == "l" * 300 + " back"
    finally:
        processes.close()
        middleman.close()
