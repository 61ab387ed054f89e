"""The signalling socket over WebSocket: to the built-in origin, and nowhere else."""

from typing import Protocol
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException
from websockets.typing import Origin
from yorisoi_protocol.limits import MAX_SIGNAL_BYTES

PATH = "/socket/subscriber"
OPEN_TIMEOUT_S = 8
CLOSE_TIMEOUT_S = 1


class LineLost(Exception):
    """The socket could not be opened, or is gone."""


class Line(Protocol):
    """One open socket to the service: JSON texts in order."""

    async def send(self, text: str) -> None:
        """Raises LineLost."""

    async def receive(self) -> str:
        """The next message. Raises LineLost."""

    async def close(self) -> None: ...


class Dial(Protocol):
    async def __call__(self) -> Line:
        """Opens a socket. Raises LineLost."""


def is_origin(text: str) -> bool:
    """Whether `text` is an origin this program may be built for: https, or http on this very computer."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 (raises for a port that is none)
    except ValueError:
        return False
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    plain = text == f"{parts.scheme}://{parts.netloc}" and bool(parts.hostname) and "@" not in parts.netloc
    return plain and (parts.scheme == "https" or (parts.scheme == "http" and local))


class SocketDial:
    """Opens sockets to one origin. Follows no redirect and uses no proxy: where it speaks was decided when it was built."""

    def __init__(self, origin: str) -> None:
        assert is_origin(origin)
        self._origin = origin
        self._address = "ws" + origin.removeprefix("http") + PATH

    async def __call__(self) -> Line:
        try:
            return SocketLine(
                await _Straight(
                    self._address,
                    origin=Origin(self._origin),
                    user_agent_header=None,
                    compression=None,
                    proxy=None,
                    open_timeout=OPEN_TIMEOUT_S,
                    close_timeout=CLOSE_TIMEOUT_S,
                    max_size=MAX_SIGNAL_BYTES,
                )
            )
        except (OSError, TimeoutError, InvalidHandshake, InvalidURI, WebSocketException) as error:
            raise LineLost(type(error).__name__) from error


class _Straight(connect):
    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class SocketLine:
    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, text: str) -> None:
        try:
            await self._connection.send(text)
        except (OSError, WebSocketException) as error:
            raise LineLost(type(error).__name__) from error

    async def receive(self) -> str:
        try:
            message = await self._connection.recv()
        except (OSError, WebSocketException) as error:
            raise LineLost(type(error).__name__) from error
        if isinstance(message, bytes):
            raise LineLost("bytes on a text socket")
        return message

    async def close(self) -> None:
        await self._connection.close()
