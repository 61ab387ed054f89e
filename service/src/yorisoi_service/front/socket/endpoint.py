"""The plain ASGI WebSocket endpoint beside Django, wired from the settings."""

from collections.abc import Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from yorisoi_service.front.socket.line import Event, Receive, Send
from yorisoi_service.front.socket.rows import ServiceRows
from yorisoi_service.front.socket.switchboard import Switchboard

P = ParamSpec("P")
T = TypeVar("T")


async def in_a_thread(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a call that waits for the database in a thread of the loop's own pool, as a request of its own."""

    def served() -> T:
        close_old_connections()
        try:
            return call(*args, **kwargs)
        finally:
            close_old_connections()

    return await sync_to_async(served, thread_sensitive=False)()


_board = Switchboard(
    rows=ServiceRows(
        policy=settings.PROVIDER.desk,
        networks=settings.PROVIDER.networks,
        limits=settings.PROVIDER.limits,
        address_life=timedelta(days=settings.PROVIDER.retention.address_days),
    ),
    ask=in_a_thread,
    origins=settings.SOCKET_ORIGINS,
    origin=settings.ORIGIN,
)


async def application(scope: Event, receive: Receive, send: Send) -> None:
    """One WebSocket."""
    await _board(scope, receive, send)


async def startup() -> None:
    """Called once, when the process begins to serve."""
    await _board.startup()


async def shutdown() -> None:
    """Called once, before the process ends."""
    await _board.shutdown()
