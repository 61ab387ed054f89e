"""The clerk finds people, registers them, and changes what is known of them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_service.audit.models import Row
from yorisoi_service.contracts.queries import active_period
from yorisoi_service.contracts.services.endings import cancel, close_line
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

NEW = {
    "customer_number": "C-30001",
    "name": "井上 健",
    "kana": "イノウエ ケン",
    "address": "府中市見本町9-9",
    "phone": "0847-99-0001",
}


@pytest.mark.parametrize("wanted", ["C-10001", "佐藤", "さとう", "ｻﾄｳ", "0847-11-2222", "2222", "L-10001"])
def test_a_subscriber_is_found_by_whatever_the_caller_says(clerk: Client, wanted: str) -> None:
    shown = clerk.post(reverse("office:subscribers"), {"wanted": wanted}).content.decode()
    assert "C-10001" in shown
    assert "contract active" in shown


def test_what_is_searched_for_never_stands_in_an_address(clerk: Client, provider: Provider) -> None:
    for n in range(25):
        provider.household(f"D-{n:05}", "0847-77-7777")
    shown = clerk.post(reverse("office:subscribers"), {"wanted": "佐藤"}).content.decode()
    assert 'action="?' not in shown
    assert not re.search(r'href="[^"]*(%|\?)', shown)
    cursor = re.search(r'name="after" value="([^"]+)"', shown)
    assert cursor is not None
    more = clerk.post(reverse("office:subscribers"), {"wanted": "佐藤", "after": cursor[1]}).content.decode()
    both = re.findall(r">([CD]-[0-9]{5})</a>", shown + more)
    assert len(both) == len(set(both)) == 26


def test_a_number_that_nobody_has_says_what_to_try(clerk: Client) -> None:
    assert "Nobody found" in clerk.post(reverse("office:subscribers"), {"wanted": "Z-99999"}).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"customer_number": ""}, "id_customer_number"),
        ({"email": "nobody"}, "id_email"),
        ({"name": "x" * 121}, "id_name"),
    ],
)
def test_a_wrong_field_is_marked_and_nothing_typed_is_lost(clerk: Client, change: dict[str, str], field: str) -> None:
    before = Subscriber.objects.count()
    shown = clerk.post(reverse("office:register"), NEW | change).content.decode()
    assert Subscriber.objects.count() == before
    assert NEW["address"] in shown
    assert f'id="{field}_error"' in shown
    wrong = re.search(f'<input[^>]*id="{field}"[^>]*>', shown)
    assert wrong is not None
    assert 'aria-invalid="true"' in wrong[0]
    assert "autofocus" in wrong[0]
    assert 'role="alert"' in shown


@pytest.mark.parametrize("change", [{"customer_number": "C-10001"}, {"phone": "not a number"}])
def test_what_the_service_refuses_is_said_and_nothing_typed_is_lost(clerk: Client, change: dict[str, str]) -> None:
    before = Subscriber.objects.count()
    shown = clerk.post(reverse("office:register"), NEW | change).content.decode()
    assert Subscriber.objects.count() == before
    assert 'role="alert"' in shown
    assert NEW["kana"] in shown


def test_registered_with_a_line(clerk: Client) -> None:
    clerk.post(reverse("office:register"), NEW)
    subscriber = Subscriber.objects.get(customer_number="C-30001")
    line = {"number": "L-30001", "address": "x", "opened_on": "2026-11-01"}
    shown = clerk.post(reverse("office:line", args=[subscriber.pk]), line, follow=True).content.decode()
    assert "L-30001" in shown
    assert "no contract yet" in shown


def test_changed_data_is_audited_by_field_and_never_by_value(clerk: Client, provider: Provider) -> None:
    address = reverse("office:contact", args=[provider.subscriber.pk])
    shown = clerk.get(address).content.decode()
    assert "サトウ ハナコ" in shown
    changed = NEW | {"billing_account": "B-777", "household": ""}
    del changed["customer_number"]
    clerk.post(address, changed)
    provider.subscriber.refresh_from_db()
    assert (provider.subscriber.name, provider.subscriber.billing_account) == ("井上 健", "B-777")
    row = Row.objects.get(event="subscriber.changed")
    assert "name" in row.facts
    assert "井上" not in row.facts


def test_one_row_and_twenty_cost_the_same_queries(clerk: Client, provider: Provider) -> None:
    seen = []
    for more in (1, 19):
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


def test_a_further_line_is_asked_whether_it_takes_the_place_of_another(clerk: Client, provider: Provider) -> None:
    """Case 28."""
    address = reverse("office:line", args=[provider.subscriber.pk])
    fields = {"number": "L-30001", "address": "x", "opened_on": "2026-11-10"}
    page = clerk.get(address).content.decode()
    assert re.search(r'name="replaces"[^>]*checked', page) is None
    assert "Ask the subscriber, then choose one." in clerk.post(address, fields).content.decode()
    assert not Line.objects.filter(number="L-30001").exists()
    shown = clerk.post(address, fields | {"replaces": "no"}, follow=True).content.decode()
    assert "The line is registered." in shown
    assert Line.objects.get(number="L-30001").moved_from is None


@pytest.mark.parametrize("closed", [None, date(2026, 11, 5)], ids=["still open", "closed already"])
def test_a_line_that_takes_the_place_of_another_takes_its_contract(
    clerk: Client, provider: Provider, closed: date | None
) -> None:
    if closed is not None:
        close_line(line=provider.line, on=closed, by=provider.clerk, now=NOON)
    address = reverse("office:line", args=[provider.subscriber.pk])
    fields = {"number": "L-30001", "address": "x", "opened_on": "2026-11-10", "replaces": provider.line.pk}
    looked = clerk.post(address, fields | {"step": "check"}).content.decode()
    assert "This cannot be taken back afterwards." in looked
    assert not Line.objects.filter(number="L-30001").exists()  # looking first changes nothing
    shown = clerk.post(address, fields | {"step": "do"}, follow=True).content.decode()
    assert "The line has moved. Its contract goes on." in shown
    assert "contract active" in shown
    moved = Line.objects.get(number="L-30001")
    assert moved.moved_from == provider.line
    assert active_period(moved.pk, on=date(2026, 11, 20)) == provider.period


def test_a_cancelled_contract_is_not_said_to_go_on(clerk: Client, provider: Provider) -> None:
    cancel(period=provider.period, requested_on=date(2026, 11, 4), by=provider.clerk, now=NOON)
    address = reverse("office:line", args=[provider.subscriber.pk])
    fields = {"number": "L-30001", "address": "x", "opened_on": "2026-11-10", "replaces": provider.line.pk}
    assert "no month charged twice" in clerk.post(address, fields).content.decode()
    shown = clerk.post(address, fields | {"step": "do"}, follow=True).content.decode()
    assert "The two lines count as one now." in shown
    assert "Its contract goes on" not in shown


def test_what_cannot_be_a_move_registers_nothing(clerk: Client, provider: Provider) -> None:
    close_line(line=provider.line, on=date(2026, 9, 5), by=provider.clerk, now=NOON)
    address = reverse("office:line", args=[provider.subscriber.pk])
    fields = {"number": "L-30001", "address": "x", "opened_on": "2026-11-10", "replaces": provider.line.pk}
    assert (
        "in the month after that one closed at the latest"
        in clerk.post(address, fields | {"step": "check"}).content.decode()
    )
    assert not Line.objects.filter(number="L-30001").exists()
    assert "The line is registered." in clerk.post(address, fields | {"replaces": "no"}, follow=True).content.decode()
