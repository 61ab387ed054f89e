"""Somebody between the peers and the service: hears every byte, and may change any WebSocket message on its way.

It stands where the service is expected (namespace A, port 8000) and passes everything on to the service's real port. What a
broker could see is what it sees; what a lying broker could say is what it can be told to say.
"""

import asyncio
import contextlib
import re
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from yorisoi_practice.network import Namespace, inside

FROM_PEER, FROM_SERVICE = "from peer", "from service"
TEXT = 1


@dataclass(frozen=True)
class Heard:
    """One HTTP request head, HTTP body piece, or WebSocket message. `path` is the socket's or the request's."""

    direction: str
    path: str
    data: bytes


Lie = Callable[[Heard], bytes]


class Middleman:
    """Listens from `start` until `close`. `lie` gets every WebSocket text message and says what is passed on instead."""

    def __init__(self, namespace: Namespace, port: int, service_port: int) -> None:
        self.namespace, self.port, self.service_port = namespace, port, service_port
        self.heard: list[Heard] = []
        self.lie: Lie | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="middleman", daemon=True)
        with inside(namespace.path):
            self._door = socket.create_server(("127.0.0.1", port), backlog=64)
        self._thread.start()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._door.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._one, sock=self._door))
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with inside(self.namespace.path):
            onward = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        onward.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(onward, ("127.0.0.1", self.service_port))
        except OSError:
            onward.close()
            writer.close()
            return
        there, back = await asyncio.open_connection(sock=onward)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await self._conversation(reader, writer, there, back)
        finally:
            writer.close()
            back.close()

    async def _conversation(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: asyncio.StreamReader,
        back: asyncio.StreamWriter,
    ) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ", 2)[1].decode()
        self.heard.append(Heard(FROM_PEER, path, head))
        is_socket = re.search(rb"(?im)^upgrade:\s*websocket", head) is not None
        back.write(head)
        if is_socket:
            answer = await there.readuntil(b"\r\n\r\n")
            self.heard.append(Heard(FROM_SERVICE, path, answer))
            writer.write(answer)
        carry = self._messages if is_socket else self._bytes
        await _first(carry(FROM_PEER, path, reader, back), carry(FROM_SERVICE, path, there, writer))

    async def _bytes(
        self, direction: str, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while piece := await reader.read(65_536):
            self.heard.append(Heard(direction, path, piece))
            writer.write(piece)
            await writer.drain()

    async def _messages(
        self, direction: str, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Whole frames; the peers here never split a message."""
        while True:
            first, second = await reader.readexactly(2)
            size = second & 0x7F
            if size >= 126:
                size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8))
            mask = await reader.readexactly(4) if second & 0x80 else b""
            data = _masked(await reader.readexactly(size), mask)
            heard = Heard(direction, path, data)
            self.heard.append(heard)
            if first & 0x0F == TEXT and self.lie is not None:
                data = self.lie(heard)
            writer.write(_frame(first, mask, data))
            await writer.drain()


def _masked(data: bytes, mask: bytes) -> bytes:
    if not mask:
        return data
    whole = (mask * (len(data) // 4 + 1))[: len(data)]
    return (int.from_bytes(data) ^ int.from_bytes(whole)).to_bytes(len(data))


def _frame(first: int, mask: bytes, data: bytes) -> bytes:
    flag = 0x80 if mask else 0
    if len(data) < 126:
        size = struct.pack(">BB", first, flag | len(data))
    elif len(data) < 65_536:
        size = struct.pack(">BBH", first, flag | 126, len(data))
    else:
        size = struct.pack(">BBQ", first, flag | 127, len(data))
    return size + mask + _masked(data, mask)


async def _first(*ways: Coroutine[None, None, None]) -> None:
    """Until one way has ended; then the other is given up."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    _, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
