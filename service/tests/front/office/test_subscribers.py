"""The clerk registers a subscriber, a line and a contract, sees them, and cancels."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Acceptance, Period
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

NEW = {
    "customer_number": "C-30001",
    "name": "井上 健",
    "kana": "イノウエ ケン",
    "address": "府中市見本町9-9",
    "phone": "0847-99-0001",
}


@pytest.fixture
def clerk(provider: Provider) -> Client:
    return browser(provider.clerk)


def test_from_nothing_to_a_contract_that_is_active_the_same_day(clerk: Client, provider: Provider) -> None:
    clerk.post(reverse("office:register"), NEW)
    subscriber = Subscriber.objects.get(customer_number="C-30001")
    clerk.post(
        reverse("office:line", args=[subscriber.pk]), {"number": "L-30001", "address": "x", "opened_on": "2026-11-01"}
    )
    line = Line.objects.get(number="L-30001")
    join = reverse("office:join", args=[subscriber.pk, line.pk])
    shown = clerk.post(join, {"form_on": "2026-11-20", "terms": "on"}, follow=True).content.decode()
    assert "The support contract begins" in shown
    assert "support contract active" in shown
    assert contracts.is_active(line.pk, on=date(2026, 11, 20))
    assert Acceptance.objects.filter(period__line=line, version=settings.PROVIDER.terms.version).count() == 1
    again = clerk.post(join, {"form_on": "2026-11-20"}, follow=True).content.decode()
    assert "This line has a support contract already" in again
    assert Period.objects.filter(line=line).count() == 1


def test_a_form_without_terms_leaves_them_to_be_read_aloud(clerk: Client, provider: Provider) -> None:
    line = provider.add_line(provider.subscriber, "L-30002")
    clerk.post(reverse("office:join", args=[provider.subscriber.pk, line.pk]), {"form_on": "2026-11-20"})
    assert Period.objects.filter(line=line).count() == 1
    assert Acceptance.objects.filter(period__line=line).count() == 0


def test_a_contract_is_cancelled_with_its_last_day(clerk: Client, provider: Provider) -> None:
    address = reverse("office:cancel", args=[provider.subscriber.pk, provider.line.pk])
    assert (
        "The last day must not lie" in clerk.post(address, {"requested_on": "2026-11-21"}, follow=True).content.decode()
    )
    clerk.post(address, {"requested_on": "2026-11-20", "end_on": "2026-11-30"})
    provider.period.refresh_from_db()
    assert provider.period.end_on == date(2026, 11, 30)
    assert (
        "This contract has an end already"
        in clerk.post(address, {"requested_on": "2026-11-20"}, follow=True).content.decode()
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"customer_number": "C-10001"}, "already exists"),
        ({"customer_number": ""}, "Customer number"),
        ({"phone": "not a number"}, "phone"),
        ({"email": "nobody"}, "Mail address"),
        ({"name": "x" * 121}, "Name"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(clerk: Client, change: dict[str, str], said: str) -> None:
    before = Subscriber.objects.count()
    shown = clerk.post(reverse("office:register"), NEW | change).content.decode()
    assert said in shown
    assert Subscriber.objects.count() == before
    assert NEW["address"] in shown


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30", "20261120", "2027-01-01"])
def test_a_wrong_day_begins_nothing(clerk: Client, provider: Provider, day: str) -> None:
    line = provider.add_line(provider.subscriber, "L-30003")
    shown = clerk.post(reverse("office:join", args=[provider.subscriber.pk, line.pk]), {"form_on": day}, follow=True)
    assert 'class="error"' in shown.content.decode()
    assert Period.objects.filter(line=line).count() == 0


def test_another_subscribers_line_is_not_here(clerk: Client, provider: Provider) -> None:
    other = provider.household("C-30009", "0847-99-0009")
    address = reverse("office:cancel", args=[other.pk, provider.line.pk])
    assert clerk.post(address, {"requested_on": "2026-11-20"}).status_code == 404
    provider.period.refresh_from_db()
    assert provider.period.end_on is None


def test_one_row_and_three_cost_the_same_queries(clerk: Client, provider: Provider) -> None:
    seen = []
    for more in (1, 2):
        for _ in range(more):
            household = provider.household(f"E-{Subscriber.objects.count():05}", "0847-88-8888")
            provider.add_line(household, f"N-{Line.objects.count():05}")
            provider.add_line(provider.subscriber, f"N-{Line.objects.count():05}")
        with CaptureQueriesContext(connection) as found:
            clerk.post(reverse("office:subscribers"), {"wanted": "0847-88-8888"})
        with CaptureQueriesContext(connection) as lines:
            clerk.get(reverse("office:subscriber", args=[provider.subscriber.pk]))
        with CaptureQueriesContext(connection) as people:
            browser(provider.administrator).get(reverse("office:staff"))
        provider.person(f"person{more}", str(100 + more), "clerk")  # type: ignore[arg-type]
        seen.append((len(found), len(lines), len(people)))
    assert seen[0] == seen[1]
