"""The one process: HTTP goes to Django, sockets to the endpoint beside it, and both see the client's real address."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi_service.config.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application

pages = get_asgi_application()

# Only now: the endpoint imports models, and these need the applications set up by the line above.
from yorisoi_service import clock  # noqa: E402
from yorisoi_service.config.nightly import Nightly  # noqa: E402
from yorisoi_service.front.socket import endpoint  # noqa: E402
from yorisoi_service.remote.rules.networks import client_address, is_trusted  # noqa: E402

nightly = Nightly(periods=settings.PROVIDER.retention, ask=endpoint.in_a_thread, now=clock.now)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Entry point of the server."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    seen = as_client_sees(scope)
    await (endpoint.application if scope["type"] == "websocket" else pages)(seen, receive, send)


def as_client_sees(scope: Scope) -> Scope:
    """The scope with the client's own address and scheme, as far as our proxies vouch for them; the server itself must
    not have touched them (`serve` sees to that)."""
    peer = (scope.get("client") or (None, 0))[0]
    forwarded = _header(scope, b"x-forwarded-for")
    client = client_address(peer, forwarded, settings.TRUSTED_PROXIES)
    seen: Scope = {**scope, "client": (client, 0) if client is not None else None}
    protocols = _header(scope, b"x-forwarded-proto")
    if is_trusted(peer, settings.TRUSTED_PROXIES) and protocols[-1:] in (["https"], ["http"]):
        secure = protocols[-1] == "https"
        if scope["type"] == "websocket":
            seen["scheme"] = "wss" if secure else "ws"
        else:
            seen["scheme"] = "https" if secure else "http"
    return seen


def _header(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await endpoint.startup()
            await nightly.startup()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await nightly.shutdown()
            await endpoint.shutdown()
            await send({"type": "lifespan.shutdown.complete"})
            return
