"""A real Chromium before the built viewer: what is tested here is what the service hands out."""

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from yorisoi_practice.network import Namespace, ip, make_namespace, remove_namespace

from web.tests.browser.house import BUILT, HERE, House

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Pages(http.server.SimpleHTTPRequestHandler):
    """`/viewer/...` from the built bundle, everything else from this folder."""

    def translate_path(self, path: str) -> str:
        plain = path.partition("?")[0].lstrip("/")
        base = BUILT if plain.startswith("viewer/") else HERE / "pages"
        return str(base / (plain + "index.html" if plain.endswith("/") else plain))

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=list(FLAGS), headless=True, ignore_default_args=["--headless"]
    )
    try:
        yield browser
    finally:
        browser.close()


@pytest.fixture(scope="session")
def namespace() -> Iterator[Namespace]:
    """A network of its own with one address besides loopback: WebRTC does not use 127.0.0.1."""
    made = make_namespace("viewer")
    try:
        ip("-n", made.name, "link", "add", "web0", "type", "veth", "peer", "name", "web1")
        ip("-n", made.name, "addr", "add", "10.205.0.1/24", "dev", "web0")
        for device in ("web0", "web1"):
            ip("-n", made.name, "link", "set", device, "up")
        ip("-n", made.name, "route", "add", "default", "dev", "web0")
        yield made
    finally:
        remove_namespace(made)


@pytest.fixture(scope="session")
def chromium_inside(
    playwright: Playwright, namespace: Namespace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    wrapper = tmp_path_factory.mktemp("bin") / "chromium-inside"
    wrapper.write_text(f'#!/bin/sh\nexec {" ".join(namespace.prefix)} {CHROMIUM} "$@"\n')
    wrapper.chmod(0o755)
    browser = playwright.chromium.launch(
        executable_path=wrapper, args=list(FLAGS), headless=True, ignore_default_args=["--headless"]
    )
    try:
        yield browser
    finally:
        browser.close()


@pytest.fixture
def house(namespace: Namespace) -> Iterator[House]:
    made = House(namespace.path)
    try:
        yield made
    finally:
        made.close()
