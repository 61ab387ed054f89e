"""The conversation suite of the protocol, held against the real endpoint: the same checks that its double passes."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import websockets
from websockets.asyncio.client import ClientConnection
from yorisoi_protocol import broker
from yorisoi_protocol.limits import PROTOCOL_VERSION
from yorisoi_protocol.testing.conversation import CONVERSATIONS
from yorisoi_protocol.testing.line import House, LineLost

from .conftest import ORIGIN, Place
from .memory import SATO, YAMADA

STAFF = {person.number: person for person in (YAMADA, SATO)}


class SocketLine:
    """A real socket as the suite's line."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, text: str) -> None:
        try:
            await self._connection.send(text)
        except websockets.ConnectionClosed:
            raise LineLost from None

    async def receive(self) -> str:
        try:
            return await self._connection.recv(decode=True)
        except websockets.ConnectionClosed:
            raise LineLost from None

    async def close(self) -> None:
        await self._connection.close()


class Served:
    """The endpoint as the suite's house; it closes what it opened."""

    origin = ORIGIN

    def __init__(self, place: Place) -> None:
        self._place = place
        self._opened: list[SocketLine] = []

    async def subscriber(self) -> SocketLine:
        return await self._socket("subscriber")

    async def communicator(self, person: broker.Person) -> SocketLine:
        line = await self._socket("communicator")
        ticket = self._place.rows.ticket(STAFF[person.number])
        await line.send(broker.encode(broker.Hello(PROTOCOL_VERSION, ticket)).decode())
        assert isinstance(broker.to_communicator.decode(await line.receive()), broker.Welcome)
        return line

    async def leave(self) -> None:
        for line in self._opened:
            await line.close()

    async def _socket(self, path: str) -> SocketLine:
        address = f"{self._place.url}/socket/{path}"
        line = SocketLine(await websockets.connect(address, origin=ORIGIN, compression=None))  # type: ignore[arg-type]
        self._opened.append(line)
        return line


@pytest.mark.asyncio
@pytest.mark.parametrize("check", CONVERSATIONS, ids=lambda check: check.__name__)
async def test_the_endpoint_holds_the_conversation(place: Place, check: Callable[[House], Awaitable[None]]) -> None:
    house = Served(place)
    try:
        async with asyncio.timeout(60):
            await check(house)
    finally:
        await house.leave()
