"""The fake service on a real WebSocket, and a communicator's end over real WebRTC: for tests that run the whole program."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus

from aiortc import RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from websockets.asyncio.server import Request, Response, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from yorisoi_protocol import broker, peer
from yorisoi_protocol.exchange.sdp import pin
from yorisoi_protocol.peer import Description
from yorisoi_protocol.vocabulary import Codec, Permission

from yorisoi_tool.testing.service import FakeCommunicator, FakeLine, FakeService
from yorisoi_tool.transport.socket import PATH


@asynccontextmanager
async def served(service: FakeService, origin: str, port: int) -> AsyncIterator[None]:
    """The service at `port` of this computer; a socket of another origin or path is refused."""

    def look(connection: ServerConnection, request: Request) -> Response | None:
        right = request.path == PATH and request.headers.get_all("Origin") == [origin]
        return None if right else connection.respond(HTTPStatus.FORBIDDEN, "no")

    async def talk(connection: ServerConnection) -> None:
        line = FakeLine(service)
        service.lines.append(line)

        async def write() -> None:
            while True:
                await connection.send(await line.receive())

        writer = asyncio.create_task(write())
        with suppress(ConnectionClosed):
            async for text in connection:
                assert isinstance(text, str)
                service.texts.append(text)
                service.hear(line, broker.from_subscriber.decode(text))
        writer.cancel()

    async with serve(talk, "localhost", port, process_request=look):
        yield


class Viewer:
    """The viewer's end of the link: joins with the exchange, then asks, presses and counts what arrives."""

    def __init__(self, communicator: FakeCommunicator) -> None:
        self._communicator = communicator
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.words: list[object] = []
        self.fragments: list[bytes] = []
        self.channels: dict[str, RTCDataChannel] = {}
        self._news = asyncio.Event()
        for name in ("words", "input", "picture"):
            picture = name == "picture"
            self.channels[name] = self._connection.createDataChannel(
                name, ordered=not picture, maxRetransmits=0 if picture else None
            )
        self.channels["words"].on("message", self._word)
        self.channels["picture"].on("message", self._fragment)

    async def join(self) -> None:
        """m1 to m4, the link, Ready."""
        run, service = self._communicator.run, self._communicator
        service.relay(run.m1)
        m2 = peer.exchange.decode(await service.heard())
        assert isinstance(m2, peer.M2)
        await self._connection.setLocalDescription(await self._connection.createOffer())
        service.relay(run.m3(m2, Description("offer", pin(self._connection.localDescription.sdp))))
        m4 = peer.exchange.decode(await service.heard())
        assert isinstance(m4, peer.M4)
        answer = run.m4(m4)
        await self._connection.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
        async with asyncio.timeout(30):
            while any(channel.readyState != "open" for channel in self.channels.values()):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        self.say(peer.Ready([Codec.VP8]))

    def say(self, message: peer.Message) -> None:
        self.channels["words"].send(peer.encode(message).decode())

    async def until_granted(self, permission: Permission) -> peer.Grant:
        """Waits for the snapshot that holds this grant."""
        async with asyncio.timeout(30):
            while (held := self.grant_of(permission)) is None:
                await self.news()
        return held

    def grant_of(self, permission: Permission) -> peer.Grant | None:
        """The grant that the newest snapshot holds."""
        newest = next((word for word in reversed(self.words) if isinstance(word, peer.Snapshot)), None)
        held = newest.grants if newest is not None else []
        return next((grant for grant in held if grant.permission is permission), None)

    async def news(self) -> None:
        """Until anything arrives."""
        self._news.clear()
        await self._news.wait()

    async def close(self) -> None:
        await self._connection.close()

    def _word(self, text: str | bytes) -> None:
        self.words.append(peer.from_subscriber.decode(text))
        self._news.set()

    def _fragment(self, data: str | bytes) -> None:
        assert isinstance(data, bytes)
        self.fragments.append(data)
        self._news.set()
