"""A passkey from end to end: the real service, a real browser, an authenticator the browser simulates."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing
from playwright.sync_api import Page, sync_playwright
from yorisoi_service.staff.queries import SECOND_FACTOR

PASSWORD = "seven bicycles in the rain"
pytestmark = pytest.mark.timeout(180)
CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    """A running service with one administrator, `kanri`."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {
        "PATH": os.environ["PATH"],
        "YORISOI_DATA": str(tmp_path / "data"),
        "YORISOI_ORIGIN": address,
        "YORISOI_ADMINISTRATOR_PASSWORD": PASSWORD,
    }

    def words(*command: str) -> list[str]:
        return [sys.executable, "-m", "yorisoi_service", *command]

    subprocess.run(words("migrate", "--verbosity", "0"), env=environment, check=True, timeout=60)
    made = words("create_administrator", "kanri", "--name", "管理")
    subprocess.run(made, env=environment, check=True, timeout=60, stdout=subprocess.DEVNULL)
    with subprocess.Popen(
        words("serve", "--port", str(port)), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            end = time.monotonic() + 40
            while True:
                try:
                    urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
                    break
                except OSError:
                    assert time.monotonic() < end, "the service never answered"
                    time.sleep(0.1)
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


@pytest.fixture
def page(origin: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page(base_url=origin, locale="en")
        faults: list[str] = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        yield page
        browser.close()
    assert faults == []


def events(folder: Path) -> list[str]:
    database = sqlite3.connect(folder / "data" / "yorisoi.sqlite3")
    try:
        return [event for (event,) in database.execute("SELECT event FROM audit_row ORDER BY n")]
    finally:
        database.close()


def factors(folder: Path) -> list[str]:
    """Which factors the newest browser session holds."""
    database = sqlite3.connect(folder / "data" / "yorisoi.sqlite3")
    try:
        [(kept,)] = database.execute("SELECT session_data FROM django_session ORDER BY expire_date DESC LIMIT 1")
    finally:
        database.close()
    key = (folder / "data" / "secret-key").read_text().strip()
    session = signing.loads(kept, key=key, salt="django.contrib.sessions.SessionStore", serializer=JSONSerializer)
    return [record["method"] for record in session["account_authentication_methods"]]


def test_a_passkey_is_set_up_and_signs_in_by_itself(page: Page, tmp_path: Path) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", "kanri")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/login/" not in address)
    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)  # asked once more before a new factor
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/2fa/webauthn/add/**")
    page.fill("[name=name]", "desk")
    if page.locator("[name=passwordless]").count():
        page.check("[name=passwordless]")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda address: "/webauthn/add/" not in address)
    assert "staff.factor_added" in events(tmp_path)

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda address: "/login/" not in address)
    assert events(tmp_path)[-1] == "staff.signed_in"
    assert factors(tmp_path) == [SECOND_FACTOR]
