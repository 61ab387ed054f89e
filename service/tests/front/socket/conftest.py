"""A real server, real sockets, and rows in memory."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
import uvicorn
import websockets
from websockets.asyncio.client import ClientConnection
from yorisoi_protocol import broker
from yorisoi_protocol.limits import PROTOCOL_VERSION
from yorisoi_service.front.socket.line import Limits
from yorisoi_service.front.socket.switchboard import Switchboard

from .memory import YAMADA, Memory

ORIGIN = "http://localhost:8000"
OPEN = broker.Open(PROTOCOL_VERSION, "0" * 64, "1" * 64, "yorisoi-tool 0.1", "Windows 11")


@dataclass
class Place:
    """Where the server listens, and what stands behind it."""

    url: str
    rows: Memory
    server: uvicorn.Server

    @asynccontextmanager
    async def socket(self, path: str, *, origin: str | None = ORIGIN, **more: Any) -> AsyncIterator["Voice"]:
        address = f"{self.url}/socket/{path}"
        async with websockets.connect(address, origin=origin, compression=None, **more) as connection:  # type: ignore[arg-type]
            yield Voice(connection)

    @asynccontextmanager
    async def communicator(self, person: Any = YAMADA) -> AsyncIterator["Voice"]:
        async with self.socket("communicator") as voice:
            await voice.say(broker.Hello(PROTOCOL_VERSION, self.rows.ticket(person)))
            assert (await voice.hear())["t"] == "welcome"
            yield voice


@dataclass
class Voice:
    """One end of a socket, in JSON."""

    connection: ClientConnection

    async def say(self, message: broker.Message | str | bytes) -> None:
        await self.connection.send(message if isinstance(message, str | bytes) else broker.encode(message).decode())

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(20):
            return json.loads(await self.connection.recv())  # type: ignore[no-any-return]

    async def refusal(self) -> tuple[str, int]:
        """The one refusal that is the last word, and the close code after it."""
        said = await self.hear()
        assert said["t"] == "refused", said
        return said["code"], await self.closed()

    async def closed(self) -> int:
        async with asyncio.timeout(20):
            await self.connection.wait_closed()
        assert self.connection.close_code is not None
        return self.connection.close_code


def serve(rows: Memory, limits: Limits) -> Iterator[Place]:
    """Serve these rows until the test is over."""
    board = Switchboard(rows=rows, ask=asyncio.to_thread, origins=[ORIGIN], origin=ORIGIN, limits=limits)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await board(scope, receive, send)
            return
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await receive()
        await board.startup()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await board.shutdown()
        await send({"type": "lifespan.shutdown.complete"})

    config = uvicorn.Config(
        app, port=0, log_level="warning", ws_max_size=131_072, ws_per_message_deflate=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            threading.Event().wait(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Place(f"ws://127.0.0.1:{port}", rows, server)
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def shared_limits() -> Limits:
    """Quick looks; everything else as in the product."""
    return replace(Limits(), staff_look_s=0.2, subscriber_look_s=0.5, subscribers_an_address=200)


@pytest.fixture(scope="module")
def place(shared_limits: Limits) -> Iterator[Place]:
    """One server for a whole module."""
    yield from serve(Memory(), shared_limits)


@pytest.fixture(autouse=True)
def _clean(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "place" in request.fixturenames:
        rows = request.getfixturevalue("place").rows
        rows.__init__()  # the same object, empty again
