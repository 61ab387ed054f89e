"""Closed days on the desk's own page: everybody sees them, a desk lead sets them, nobody changes the past."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_service.desk.models.calls import Closure
from yorisoi_service.desk.services import callbacks, hours
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def lead(provider: Provider) -> Client:
    return browser(provider.lead)


def shown(client: Client) -> str:
    return client.get(reverse("desk:hours")).content.decode()


def close(client: Client, day: str, note: str = "") -> str:
    return client.post(reverse("desk:hours_close"), {"day": day, "note": note}, follow=True).content.decode()


def close_today(client: Client, note: str = "") -> str:
    sent = {"day": "2026-11-20", "note": note, "sure": "2026-11-20"}
    return client.post(reverse("desk:hours_close"), sent, follow=True).content.decode()


def test_a_day_is_closed_with_a_reason_and_everybody_sees_who_did_it(provider: Provider, lead: Client) -> None:
    assert "None. The desk is open every day." in shown(lead)
    said = close(lead, "2026-12-31", "年末 <i>")
    assert "The desk is closed on 2026-12-31." in said
    seen = shown(browser(provider.communicator))
    for words in ("2026-12-31", "<bdi>年末 &lt;i&gt;</bdi>", "Suzuki"):
        assert words in seen
    assert "Open again" in shown(lead)
    assert "Open again" not in seen
    assert "Close the desk" not in seen
    assert seen.count('class="closed"') == 1


def test_a_day_closed_at_once_shows_on_the_first_page(provider: Provider, lead: Client) -> None:
    assert "Open until" in lead.get(reverse("desk:overview")).content.decode()
    close_today(lead)
    assert "Closed today, out of turn" in lead.get(reverse("desk:overview")).content.decode().partition("</h1>")[0]
    closure = Closure.objects.get()
    lead.post(reverse("desk:hours_lift", args=[closure.pk]))
    assert "Open until" in lead.get(reverse("desk:overview")).content.decode()
    assert "None. The desk is open every day." in shown(lead)


def test_today_is_closed_after_one_question_that_says_what_it_touches(provider: Provider, lead: Client) -> None:
    for n, phone in enumerate(("0847-33-0001", "0847-33-0002")):
        callbacks.ask(
            subscriber=provider.household(f"C-2000{n}", phone),
            registered="landline",
            wanted_from=later(hours=1),
            by=None,
            policy=settings.PROVIDER.desk,
            now=NOON,
        )
    claims(Tool().offer().nameplate, provider.ready_ticket(), identity(provider.communicator))
    asked = close(lead, "2026-11-20", "台風 <i>")
    assert Closure.objects.count() == 0
    for words in ("2 calls back are asked for today", "1 session runs now", "台風 &lt;i&gt;"):
        assert words in asked
    assert asked.index("autofocus") < asked.index('name="sure"')  # read first, then by Tab and Enter
    assert "at once?" not in shown(lead)  # asked once: whoever goes away has closed nothing
    assert "The desk is closed on 2026-11-20." in close_today(lead, "台風")
    assert Closure.objects.get().note == "台風"
    assert "closed on this day already" in close(lead, "2026-11-20")


def test_what_was_asked_for_yesterday_closes_nothing_today(lead: Client) -> None:
    sent = {"day": "2026-11-20", "note": "", "sure": "2026-11-19"}
    assert (
        "Close the desk today, at once?" in lead.post(reverse("desk:hours_close"), sent, follow=True).content.decode()
    )
    assert Closure.objects.count() == 0


def test_another_day_is_closed_without_a_question(lead: Client) -> None:
    assert "The desk is closed on 2026-11-21." in close(lead, "2026-11-21")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-19", "What is past cannot be changed."),
        ("", "Enter the day like"),
        ("31.12.2026", "Enter the day like"),
        ("9999-12-31", "within the next two years"),
    ],
)
def test_a_day_that_cannot_be_closed_is_said(lead: Client, day: str, said: str) -> None:
    assert said in close(lead, day)
    assert Closure.objects.count() == 0


def test_a_long_reason_is_refused(lead: Client) -> None:
    assert "at most 120 characters" in close(lead, "2026-12-31", "あ" * 10_000)
    assert Closure.objects.count() == 0


def test_calls_back_wanted_on_that_day_are_told(provider: Provider, lead: Client) -> None:
    callbacks.ask(
        subscriber=provider.subscriber,
        registered="landline",
        wanted_from=later(days=1),
        by=None,
        policy=settings.PROVIDER.desk,
        now=NOON,
    )
    assert "1 call back is asked for on that day" in close(lead, "2026-11-21")
    assert "asked for on that day" not in close(lead, "2026-11-22")


def test_the_provider_files_closures_are_shown_and_left_alone(
    provider: Provider, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = settings.PROVIDER.desk
    closed = replace(desk.hours, closures=frozenset({date(2027, 1, 1), date(2026, 1, 1)}))
    monkeypatch.setattr(settings, "PROVIDER", replace(settings.PROVIDER, desk=replace(desk, hours=closed)))
    page = shown(lead)
    assert "provider file" in page
    assert "2027-01-01" in page
    assert "2026-01-01" not in page
    assert "Open again" not in page
    assert "closed on this day already" in close(lead, "2027-01-01")


def test_an_unknown_closure_is_not_found(lead: Client) -> None:
    assert lead.post(reverse("desk:hours_lift", args=[99])).status_code == 404


def test_the_page_costs_the_same_however_many_days_are_closed(provider: Provider, lead: Client) -> None:
    shown(lead)
    costs = []
    for more in ((1,), (2, 3, 4)):
        for day in more:
            hours.close_day(day=date(2026, 12, day), note="", by=provider.lead, policy=settings.PROVIDER.desk, now=NOON)
        with CaptureQueriesContext(connection) as queries:
            shown(lead)
        costs.append(len(queries))
    assert costs[0] == costs[1]
