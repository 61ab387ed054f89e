"""The sockets of one process: three doors, one list of origins, one registry.

    /socket/subscriber     the tool, the sharing page
    /socket/communicator   the viewer
    /socket/watch          desk pages

An upgrade without a listed origin, or to another path, gets 403 before anything else happens. Everything after that is
answered by `Refused` and a close code; no error of ours leaves as a text.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress

from yorisoi_protocol.vocabulary import Refusal

from yorisoi_service.front.socket.communicator import Communicator
from yorisoi_service.front.socket.line import Event, Limits, Line, Receive, Send, Shell
from yorisoi_service.front.socket.port import No, Rows
from yorisoi_service.front.socket.shells import Ask
from yorisoi_service.front.socket.subscriber import Subscriber
from yorisoi_service.front.socket.watcher import Watcher
from yorisoi_service.hub import topics, wakes
from yorisoi_service.hub.allowance import Doors
from yorisoi_service.hub.registry import Registry

logger = logging.getLogger("yorisoi.socket")

SUBSCRIBER, COMMUNICATOR, WATCH = "/socket/subscriber", "/socket/communicator", "/socket/watch"
SWEEP_S = 10  # offers expire to the ten seconds; nobody waits for the row to say so
SWEEPS_A_MINUTE = 6


class Switchboard:
    """The sockets of one process. `ask` runs a call that waits for the database, away from the loop."""

    def __init__(
        self, *, rows: Rows, ask: Ask, origins: Iterable[str], origin: str, limits: Limits | None = None
    ) -> None:
        self._rows = rows
        self._ask = ask
        self._origins = frozenset(value.encode("ascii") for value in origins)
        self._origin = origin
        self._limits = limits or Limits()
        self._hub = Registry()
        self._doors = {
            SUBSCRIBER: Doors(each=self._limits.subscribers_an_address),
            COMMUNICATOR: Doors(each=self._limits.staff_an_address),
            WATCH: Doors(each=self._limits.staff_an_address),
        }
        self._stop_listening: Callable[[], None] | None = None
        self._sweeper: asyncio.Task[None] | None = None

    async def startup(self) -> None:
        """Hear the wakes of this process and sweep what is due. Call it once, in the loop that serves."""
        loop = asyncio.get_running_loop()

        def heard(topic: str) -> None:
            loop.call_soon_threadsafe(self._woken, topic)

        self._stop_listening = wakes.listen(heard)
        self._sweeper = asyncio.create_task(self._sweep())

    async def shutdown(self) -> None:
        """Undo `startup`; open sockets are closed by the server that owns them (1012)."""
        if self._stop_listening is not None:
            self._stop_listening()
        if self._sweeper is not None:
            self._sweeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeper

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Serve one WebSocket from its upgrade to its end."""
        path, address = scope["path"], (scope.get("client") or ("", 0))[0]
        await receive()  # websocket.connect
        if path not in self._doors or not self._is_welcome(scope):
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        look_s = self._limits.subscriber_look_s if path == SUBSCRIBER else self._limits.staff_look_s
        line = Line(limits=self._limits, look_s=look_s)
        if not self._doors[path].enter(address):
            line.refuse(No(Refusal.TOO_MANY, retry_after_s=60))
            await line.flush(send)
            return
        shell = self._shell(path, line=line, address=address)
        try:
            await line.run(shell, receive, send)
        except Exception as error:
            # The log tells an exception's kind and its places, never its words: they may hold what was sent.
            logger.error("socket_failed", exc_info=error, extra={"path": path})
        finally:
            shell.leave()
            self._doors[path].leave(address)

    def _is_welcome(self, scope: Event) -> bool:
        origins = [value for name, value in scope["headers"] if name.lower() == b"origin"]
        return len(origins) == 1 and origins[0] in self._origins

    def _shell(self, path: str, *, line: Line, address: str) -> Shell:
        if path == SUBSCRIBER:
            return Subscriber(line=line, rows=self._rows, hub=self._hub, ask=self._ask, address=address)
        kind = Communicator if path == COMMUNICATOR else Watcher
        return kind(line=line, rows=self._rows, hub=self._hub, ask=self._ask, origin=self._origin)

    def _woken(self, topic: str) -> None:
        if topic.startswith(topics.session("")):
            self._hub.wake(topic)
        else:
            self._hub.wake(topics.DESK, about=topic)

    async def _sweep(self) -> None:
        turn = 0
        while True:
            await asyncio.sleep(SWEEP_S)
            turn += 1
            seen = self._hub.sessions() if turn % SWEEPS_A_MINUTE == 0 else ()
            try:
                await self._ask(self._rows.sweep, seen)
            except Exception as error:
                logger.error("sweep_failed", exc_info=error)
