"""Browsers of the people who work here, for tests of pages."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.test import Client

from yorisoi_service.staff.models import StaffMember
from yorisoi_service.testing.people import NOON, signed_in


def browser(
    member: StaffMember | None = None,
    *,
    second_factor: datetime | None = NOON,
    now: datetime = NOON,
    language: str = "en",
    enforce_csrf_checks: bool = False,
) -> Client:
    """A browser of nobody, or of a member signed in with (or without) a second factor."""
    client = Client(
        enforce_csrf_checks=enforce_csrf_checks, headers={"host": "localhost:8000", "accept-language": language}
    )
    if member is not None:
        session = signed_in(member, now=now, second_factor=second_factor)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.save()
        assert session.session_key is not None
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def press(client: Client, to: str, step: str, /, **fields: Any) -> str:
    """Send a form with one of its buttons; the page that follows."""
    return client.post(to, {**fields, "step": step}, follow=True).content.decode()
