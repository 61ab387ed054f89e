"""One origin, health on every address, and headers on every page."""

import logging

import pytest
from django.conf import LazySettings
from django.db import DatabaseError
from django.test import Client
from yorisoi_service.config import middleware

pytestmark = pytest.mark.django_db
HERE = {"host": "localhost:8000"}


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "192.168.1.9:8000", "evil.example", "localhost:8000.evil"]
)
def test_pages_lead_to_the_one_origin(client: Client, host: str) -> None:
    answer = client.get("/accounts/login/?next=/desk/", headers={"host": host})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://localhost:8000/accounts/login/?next=/desk/"


@pytest.mark.parametrize("path", ["//evil.example/", "/%0d%0aSet-Cookie:x", "/\\evil.example"])
def test_no_path_leads_anywhere_else(client: Client, path: str) -> None:
    answer = client.get(path, headers={"host": "127.0.0.1:8000"})
    assert answer.headers["Location"].startswith("http://localhost:8000/")
    assert "Set-Cookie" not in answer.headers


def test_a_form_sent_by_another_name_is_refused(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "x"}, headers={"host": "127.0.0.1:8000"})
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "10.1.2.3", "evil.example"])
def test_health_answers_on_every_address(client: Client, host: str) -> None:
    alive, ready = (client.get(path, headers={"host": host}) for path in ("/healthz", "/readyz"))
    assert (alive.status_code, alive.content) == (200, b"alive\n")
    assert (ready.status_code, ready.content) == (200, b"ready\n")
    assert alive.headers["Cache-Control"] == "no-store"


def test_readiness_says_why_not(client: Client, settings: LazySettings) -> None:
    settings.YORISOI_READINESS = [lambda: None, lambda: "bus_away"]
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"bus_away\n")


def test_without_its_database_a_process_is_alive_but_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> bool:
        raise DatabaseError("gone")

    monkeypatch.setattr(middleware, "_is_migrated", away)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").content == b"database_away\n"


def test_pages_are_framed_by_nobody_but_the_desk_by_the_viewer(client: Client, settings: LazySettings) -> None:
    settings.VIEWER_ORIGINS = ("https://viewer.example",)
    page = client.get("/accounts/login/", headers=HERE)
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    desk = client.get("/desk/", headers=HERE)
    assert "X-Frame-Options" not in desk.headers
    assert "frame-ancestors 'self' https://viewer.example" in desk.headers["Content-Security-Policy"]


def test_every_page_says_what_browsers_may_do(client: Client) -> None:
    headers = client.get("/accounts/login/", headers=HERE).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Request-ID"]


def test_what_somebody_types_into_an_address_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="yorisoi.http"):
        client.get("/482-1739-5062/?pass=48217395062", headers=HERE)
    [record] = [r for r in caplog.records if r.name == "yorisoi.http"]
    assert (record.path, record.status) == ("-", 404)  # type: ignore[attr-defined]


def test_large_forms_are_refused_without_a_trace(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "x" * 70_000}, headers=HERE)
    assert answer.status_code in (400, 413)
    assert b"Traceback" not in answer.content
