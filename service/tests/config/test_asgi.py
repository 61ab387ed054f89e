"""The client's address and scheme, as far as our own proxies vouch for them."""

from ipaddress import ip_network

import pytest
from django.conf import LazySettings
from yorisoi_service.config.asgi import as_client_sees


def scope(peer: str | None, kind: str = "http", **headers: str) -> dict[str, object]:
    return {
        "type": kind,
        "scheme": "ws" if kind == "websocket" else "http",
        "client": (peer, 4711) if peer is not None else None,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }


@pytest.fixture(autouse=True)
def _one_proxy(settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = (ip_network("10.0.0.1/32"),)


def test_our_proxy_is_believed() -> None:
    seen = as_client_sees(scope("10.0.0.1", x_forwarded_for="192.0.2.5", x_forwarded_proto="https"))
    assert (seen["client"], seen["scheme"]) == (("192.0.2.5", 0), "https")


def test_a_stranger_is_not() -> None:
    seen = as_client_sees(scope("203.0.113.9", x_forwarded_for="192.0.2.5", x_forwarded_proto="https"))
    assert (seen["client"], seen["scheme"]) == (("203.0.113.9", 0), "http")


def test_sockets_see_the_same() -> None:
    seen = as_client_sees(
        scope("10.0.0.1", "websocket", x_forwarded_for="6.6.6.6, 192.0.2.5", x_forwarded_proto="https")
    )
    assert (seen["client"], seen["scheme"]) == (("192.0.2.5", 0), "wss")


@pytest.mark.parametrize("proto", ["javascript", "", "https,http"])
def test_another_scheme_changes_nothing(proto: str) -> None:
    assert as_client_sees(scope("10.0.0.1", x_forwarded_proto=proto))["scheme"] == "http"


def test_no_address_is_nobody() -> None:
    assert as_client_sees(scope(None))["client"] is None
    assert as_client_sees(scope("10.0.0.1", x_forwarded_for="nonsense"))["client"] is None
