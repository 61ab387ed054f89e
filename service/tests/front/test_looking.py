"""Whoever of the staff sees one subscriber's record is written down: every address is walked, and what it shows is read."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers import queries
from yorisoi_service.subscribers.errors import Kept
from yorisoi_service.subscribers.models import Look
from yorisoi_service.subscribers.services.looks import looked
from yorisoi_service.testing import walk
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

# What is no record of one subscriber, by the beginning of the address.
NOBODY = ("desk/lists", "desk/directory", "desk/hours", "office/months", "office/tariff", "office/staff")
PEOPLE = ("communicator", "lead", "clerk", "accountant", "administrator")


def test_a_page_that_shows_a_subscriber_by_an_argument_writes_down_who_saw_it(
    provider: Provider,
) -> None:
    one = provider.subscriber
    known = (one.name, one.kana, one.address, one.phone, one.customer_number)
    showing, walked = set(), walk.addresses(walk.things(provider), {"desk", "office"}, with_arguments=True)
    for role in PEOPLE:
        member: StaffMember = getattr(provider, role)
        client = browser(member)
        for name, address in walked.items():
            for method in ("get", "post"):
                Look.objects.all()._raw_delete("default")
                answer = getattr(client, method)(address)
                body = b"" if answer.status_code >= 300 else answer.getvalue()
                shows = answer.headers.get("Content-Type") == "application/pdf" and body != b""
                shows = shows or any(text in body.decode(errors="replace") for text in known)
                written = list(Look.objects.values_list("subscriber", "by", "where"))
                if shows and not address.removeprefix("/").startswith(NOBODY):
                    assert written == [(one.pk, member.pk, name)], (method, address)
                    showing.add(name)
                elif not shows and answer.status_code < 300:
                    assert written == [], (method, address)
    assert showing >= {
        "desk:ticket",
        "desk:call",
        "desk:call_back",
        "office:subscriber",
        "office:contact",
        "office:contract",
    }
    assert showing >= {"office:letter", "office:cancel", "office:move", "office:apply_known"}


def test_a_letter_about_a_visit_is_a_look_of_whoever_prints_it(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    set_outcome(ticket=ticket, outcome="resolved", done="直した", by=provider.communicator, now=NOON)
    client, address = browser(provider.lead), reverse("desk:visit_letter", args=[ticket.pk])
    client.post(reverse("desk:deliver_visit", args=[ticket.pk]), {"way": "paper"})
    Look.objects.all()._raw_delete("default")
    assert client.get(address).headers["Content-Type"] == "application/pdf"
    assert list(Look.objects.values_list("by", "where")) == [(provider.lead.pk, "desk:visit_letter")]


def test_an_hour_of_looking_is_one_row_and_costs_one_statement_more(provider: Provider) -> None:
    client, address = browser(provider.clerk), reverse("office:subscriber", args=[provider.subscriber.pk])
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len([query for query in asked if "subscribers_look" in query["sql"]]))
    assert counts == [1, 1, 1]
    assert [look.where for look in queries.looks_at(provider.subscriber)] == ["office:subscriber"]


def test_another_hour_another_person_and_another_subscriber_are_rows_of_their_own(provider: Provider) -> None:
    for by, now in (
        (provider.clerk, NOON),
        (provider.clerk, later(minutes=59)),
        (provider.clerk, later(hours=1)),
        (provider.lead, NOON),
    ):
        looked(subscriber=provider.subscriber, by=by, where="desk:ticket", now=now)
    found = queries.looks_at(provider.subscriber)
    assert [(look.by, look.hour) for look in found] == [
        (provider.clerk, later(hours=1)),
        (provider.lead, NOON),
        (provider.clerk, NOON),
    ]
    assert queries.looks_by(provider.lead)[0].subscriber == provider.subscriber


def test_a_look_is_never_changed_nor_taken_back(provider: Provider) -> None:
    looked(subscriber=provider.subscriber, by=provider.clerk, where="desk:ticket", now=NOON)
    look = Look.objects.get()
    with pytest.raises(Kept):
        look.save()
    with pytest.raises(Kept):
        look.delete()


def test_a_search_is_no_look(provider: Provider) -> None:
    client: Client = browser(provider.clerk)
    answer = client.post(reverse("office:subscribers"), {"wanted": provider.subscriber.name})
    assert provider.subscriber.name in answer.content.decode()
    assert not Look.objects.exists()


def test_the_command_tells_who_looked_and_at_whom(provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    looked(subscriber=provider.subscriber, by=provider.clerk, where="office:contract", now=NOON)
    for words in (["--customer-number", provider.subscriber.customer_number], ["--by", provider.clerk.number]):
        call_command("looks", *words)
        told = capsys.readouterr().out.splitlines()
        assert len(told) == 2
        assert told[1].split() == ["2026-11-20", "12:00", "21", "C-10001", "office:contract"]
    for words in (["--customer-number", "C-0"], ["--by", "999"], ["--by", "21", "--limit", "0"]):
        with pytest.raises(CommandError) as refused:
            call_command("looks", *words)
        assert refused.value.returncode == 2
