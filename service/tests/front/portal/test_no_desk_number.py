"""Both numbers of the desk are for members (R31): whoever is not signed in meets neither, at any address, in any notation."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as own_settings
from django.contrib.staticfiles.finders import get_finders
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern
from django.views import defaults
from yorisoi_service.billing.services.welcome import issue_welcome
from yorisoi_service.config import provider as files
from yorisoi_service.config.sections import Phones
from yorisoi_service.front.office.provider_rows import take_over
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider

from .notations import shows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PROVIDERS = Path(__file__).parents[4] / "providers"
PHONES = Phones(office="0847-45-0557", desk_landline="0847-61-9283", desk_mobile="070-4918-2637")
SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "6f6dbe1e-6f4e-4f6e-8b1e-0123456789ab", "month": "2026-10"}
REGEX = {"^(?P<name>[\\w.-]{1,60}\\.html?)$": "rimote.html"}
ODD = [
    "/nothing-here",
    "/faq/",
    "/%ff",
    "/?next=//evil",
    "/my/#x",
    "/static/",
    "/viewer/",
    "/share/",
    "/api/",
    "/healthz",
]
FIELDS = {
    "wanted": "電話番号",
    "login": "x",
    "password": "x",
    "customer_number": "C-10001",
    "code": "x",
    "mail": "a@b.example",
}


def desk_numbers(settings: LazySettings, who: str) -> tuple[str, ...]:
    """The numbers of one of both providers, such as could not stand anywhere by chance."""
    found = files.load(PROVIDERS / f"{who}.toml")
    settings.PROVIDER = found if who == "hidamari-net" else replace(found, phones=PHONES)
    return settings.PROVIDER.phones.desk_landline, settings.PROVIDER.phones.desk_mobile


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every address the service knows, with something in its places."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + _sample(pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here)
        else:
            yield here


def _sample(pattern: URLPattern | URLResolver) -> str:
    if isinstance(pattern.pattern, RegexPattern):
        text = pattern.pattern.regex.pattern
        return REGEX[text] if text in REGEX else re.sub(r"\(\?P<\w+>[^)]*\)", "x", text).strip("^$")
    assert isinstance(pattern.pattern, RoutePattern)
    return re.sub(r"<(?:(\w+):)?\w+>", lambda place: SAMPLES[place[1] or "str"], str(pattern.pattern))


def crawl(language: str, *others: str) -> dict[str, str]:
    """What a stranger gets: every address (or these), read and written to, with what its headers say; the error pages."""
    client, careful = browser(language=language), browser(language=language, enforce_csrf_checks=True)
    client.raise_request_exception = False
    found: dict[str, str] = {}
    for address in others or [*addresses(), *ODD]:
        for method in ("get", "post"):
            answer = getattr(client, method)(address, FIELDS if method == "post" else None)
            body = b"".join(answer) if answer.streaming else answer.content
            found[f"{method} {address}"] = (
                f"{answer.status_code} {dict(answer.headers)} {body.decode(errors='replace')}"
            )
    found["csrf"] = careful.post("/faq", FIELDS).content.decode()
    request = RequestFactory().get("/")
    found["400"] = defaults.bad_request(request, Exception("x")).content.decode()
    found["500"] = defaults.server_error(request).content.decode()
    return found


def static_files() -> dict[str, str]:
    """Everything that is served as it lies there."""
    found = {}
    for finder in get_finders():
        for path, storage in finder.list([]):
            found[f"static {path}"] = Path(storage.path(path)).read_bytes().decode(errors="replace")
    for file in Path(own_settings.WHITENOISE_ROOT).rglob("*"):
        if file.is_file():
            found[f"root {file.name}"] = file.read_bytes().decode(errors="replace")
    return found


def holding(found: dict[str, str], numbers: tuple[str, ...]) -> list[str]:
    return [where for where, text in found.items() for number in numbers if shows(text, number)]


@pytest.mark.parametrize(("who", "language"), [("cable-joy", "ja"), ("cable-joy", "en"), ("hidamari-net", "ja")])
def test_no_stranger_meets_a_number_of_the_desk(
    provider: Provider, settings: LazySettings, who: str, language: str
) -> None:
    numbers = desk_numbers(settings, who)
    take_over(now=NOON)
    issue_welcome(period=provider.period, provider=settings.PROVIDER, language="ja", by=provider.clerk, now=NOON)
    found = crawl(language)
    assert holding(found, numbers) == []
    assert holding(found, (settings.PROVIDER.phones.office,)) != []  # the eyes are open
    assert not [where for where, text in found.items() if text.startswith("500")]
    for public in ("get /", "get /faq", "get /robots.txt", "get /sitemap.xml", "get /get", "get /software"):
        assert found[public].startswith("200"), public
    for inside in ("get /desk/", "get /office/subscribers"):
        assert found[inside].startswith("401"), inside


@pytest.mark.parametrize("who", ["cable-joy", "hidamari-net"])
def test_no_file_that_is_served_holds_one(settings: LazySettings, who: str) -> None:
    numbers, found = desk_numbers(settings, who), static_files()
    assert {"static portal/portal.css", "root index.html"} <= set(found)
    assert holding(found, (*numbers, "0847-45-0557")) == []


def test_a_number_that_slips_in_is_seen_everywhere(settings: LazySettings) -> None:
    """The planted fault: templates are handed a desk number instead of the office's."""
    settings.PROVIDER = replace(settings.PROVIDER, phones=replace(PHONES, office=PHONES.desk_mobile))
    public = ("/", "/faq", "/apply", "/contact", "/really-us", "/get", "/my/", "/nothing-here")
    seen = holding(crawl("ja", *public), (PHONES.desk_mobile,))
    assert {*(f"get {address}" for address in public), "post /faq"} <= set(seen)
