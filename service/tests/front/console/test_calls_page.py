"""The queue, missed calls and calls back, through the desk's own pages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_service import clock
from yorisoi_service.desk.models.calls import Call, CallBack
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.services import callbacks, calls
from yorisoi_service.front.console.queue import queue
from yorisoi_service.hub import topics, wakes
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

D1 = "Never ask for a pass, a password or the customer number in a call that you made."


@pytest.fixture
def client(provider: Provider) -> Client:
    return browser(provider.communicator)


@pytest.fixture
def woken() -> Iterator[list[str]]:
    topics_woken: list[str] = []
    end = wakes.listen(topics_woken.append)
    yield topics_woken
    end()


def rings(call_id: str = "1.1", number: str = "0847112222") -> Call:
    return calls.ring(call_id=call_id, number=number, channel="mobile", now=NOON)


def missed(call_id: str = "1.1", number: str = "0847112222") -> Call:
    rings(call_id, number)
    return calls.hang_up(call_id=call_id, now=NOON)


def asked(provider: Provider) -> CallBack:
    return callbacks.ask(
        subscriber=provider.subscriber,
        registered="landline",
        wanted_from=None,
        by=None,
        policy=settings.PROVIDER.desk,
        now=NOON,
    )


def shown(client: Client) -> str:
    page = client.get(reverse("desk:overview")).content.decode()
    return page.partition('id="queue"')[2].partition("</section>")[0]


def test_the_queue_names_who_calls_and_since_when(provider: Provider, client: Client) -> None:
    assert "No telephone rings." in shown(client)
    rings()
    rings("2", "anonymous")
    rings("3", "0999999999")
    provider.household("C-10002", "0847-33-4444")
    provider.household("C-10003", "0847-33-4444")
    rings("4", "0847334444")
    found = shown(client)
    for words in (
        "佐藤 花子",
        "dialled: Mobile number",
        "Number withheld",
        "Number not known here",
        "2 subscribers have this number",
    ):
        assert words in found
    assert "0847112222" not in found  # a registered number answers a part of the identity check
    assert "0999999999" in found
    assert "12:00:00" in found
    assert found.count("Take the call") == 4
    assert found.count('id="take-call"') == 1
    assert "no identity check" in found


def test_one_press_takes_the_call(provider: Provider, client: Client, woken: list[str]) -> None:
    call = rings()
    answer = client.post(reverse("desk:call_take", args=[call.pk]))
    ticket = Ticket.objects.get()
    assert answer["Location"] == reverse("desk:ticket", args=[ticket.pk])
    assert (ticket.holder, ticket.subscriber, ticket.channel) == (provider.communicator, provider.subscriber, "mobile")
    assert woken == [topics.DESK]
    assert f"#{ticket.pk}" in shown(client)
    page = client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert "a number registered for this subscriber" in page
    assert "0847112222" not in page
    again = browser(provider.second).post(reverse("desk:call_take", args=[call.pk]), follow=True).content.decode()
    assert "somebody else took it" in again
    assert Ticket.objects.count() == 1


def test_several_with_one_number_are_choices_on_the_ticket(provider: Provider, client: Client) -> None:
    other = provider.household("C-10002", "0847-11-2222")
    line = provider.add_line(other, "L-10002")
    ticket = calls.take(call=rings(), by=provider.communicator, now=NOON)
    page = client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    for caller in (f"{provider.subscriber.pk}/{provider.line.pk}", f"{other.pk}/{line.pk}"):
        assert f'name="caller" value="{caller}"' in page
    assert "0847112222" in page
    form = {"caller": f"{other.pk}/{line.pk}"}
    client.post(reverse("desk:caller", args=[ticket.pk]), form)
    ticket.refresh_from_db()
    assert (ticket.subscriber, desk.newest_identity(ticket)) == (other, "")
    assert 'name="caller" value=' not in client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()


def test_a_missed_call_leads_to_a_call_back(provider: Provider, client: Client, woken: list[str]) -> None:
    call = missed()
    assert "Missed calls (1)" in shown(client)
    page = client.get(reverse("desk:call", args=[call.pk])).content.decode()
    assert "registered landline" in page
    assert "registered mobile number" not in page
    assert "0847-11-2222" not in page  # digits stand on the card from which one dials
    form = {"subscriber": provider.subscriber.pk, "registered": "landline", "wanted_from": "2026-11-20T15:30"}
    answer = client.post(reverse("desk:call_ask", args=[call.pk]), form)
    assert answer["Location"] == reverse("desk:overview")
    row = CallBack.objects.get()
    assert (row.call, row.asked_by, row.wanted_from) == (call, provider.communicator, later(hours=3.5))
    assert woken == [topics.DESK]
    found = shown(client)
    assert "Missed calls" not in found
    assert "Calls back for later" in found


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"registered": "mobile"}, "Choose one of the registered telephone numbers."),
        ({"registered": "0847-99-9999"}, "Choose one of the registered telephone numbers."),
        ({"registered": "landline", "wanted_from": "2026-11-20T21:00"}, "The desk is closed then."),
        ({"registered": "landline", "wanted_from": "2026-11-20T11:00"}, "This moment is past."),
        ({"registered": "landline", "wanted_from": "tomorrow"}, "Enter the moment like"),
        ({"registered": "landline", "subscriber": "0"}, "Choose one of the callers found."),
    ],
)
def test_what_cannot_be_called_back_is_said(
    provider: Provider, client: Client, form: dict[str, str], said: str
) -> None:
    call = missed()
    usual = {"subscriber": str(provider.subscriber.pk)}
    page = client.post(reverse("desk:call_ask", args=[call.pk]), {**usual, **form}, follow=True).content.decode()
    assert said in page
    assert CallBack.objects.count() == 0


def test_nobody_else_than_who_may_have_called_is_called_back(provider: Provider, client: Client) -> None:
    other = provider.household("C-10002", "0847-33-4444")
    form = {"subscriber": str(other.pk), "registered": "landline"}
    client.post(reverse("desk:call_ask", args=[missed().pk]), form)
    client.post(reverse("desk:call_ask", args=[missed("2", "anonymous").pk]), form)
    assert CallBack.objects.count() == 0


def test_a_missed_call_that_needs_nothing_leaves_the_list(provider: Provider, client: Client) -> None:
    call = missed("2", "anonymous")
    assert "Nobody can be called back" in client.get(reverse("desk:call", args=[call.pk])).content.decode()
    client.post(reverse("desk:call_settle", args=[call.pk]))
    assert "Missed calls" not in shown(client)


def test_a_call_that_rings_no_more_is_missed(client: Client, provider: Provider) -> None:
    client.post(reverse("desk:call_over", args=[rings().pk]))
    assert "Missed calls (1)" in shown(client)
    assert "No telephone rings." in shown(client)


def test_a_call_back_from_the_card_to_the_ticket(provider: Provider, client: Client) -> None:
    row = asked(provider)
    assert "Call back now (1)" in shown(client)
    taken = client.post(reverse("desk:call_back_take", args=[row.pk]), follow=True)
    card = taken.content.decode()
    assert D1 in card
    assert "0847-11-2222" in card
    assert "You asked us to call back" in card
    assert "Yamada is telephoning" in browser(provider.second).get(reverse("desk:overview")).content.decode()
    answer = client.post(reverse("desk:call_back_reached", args=[row.pk]))
    ticket = Ticket.objects.get()
    assert answer["Location"] == reverse("desk:ticket", args=[ticket.pk])
    assert desk.newest_identity(ticket) == "called_back_landline"
    page = client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert "please hang up, and call the number on your paper" in page  # D1: no number in a call that we made
    assert "It shows a number of eleven digits" not in page
    done = client.get(reverse("desk:call_back", args=[row.pk])).content.decode()
    assert "The subscriber was reached." in done
    assert "0847-11-2222" not in done


def test_the_card_says_what_never_is_asked_in_japanese(provider: Provider) -> None:
    card = browser(provider.communicator, language="ja").get(reverse("desk:call_back", args=[asked(provider).pk]))
    assert "ワンタイムパス・パスワード・お客様番号を決してたずねません" in card.content.decode()


def test_no_key_of_the_bar_says_that_somebody_was_reached(client: Client, provider: Provider) -> None:
    row = asked(provider)
    client.post(reverse("desk:call_back_take", args=[row.pk]))
    shown = client.get(reverse("desk:call_back", args=[row.pk])).content.decode()
    keys = [part.partition('"')[0] for part in shown.split('data-key="')[1:]]
    assert {"F2", "F9", "Shift+F9"} <= set(keys)
    assert len(keys) == len(set(keys))


def test_who_was_not_reached_is_tried_again_later(
    provider: Provider, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(provider)
    client.post(reverse("desk:call_back_take", args=[row.pk]))
    client.post(reverse("desk:call_back_not_reached", args=[row.pk]))
    assert "Call back now" not in shown(client)
    half_an_hour = NOON + timedelta(minutes=30)
    monkeypatch.setattr(clock, "now", lambda: half_an_hour)
    assert "tried 1×, last 12:00" in shown(browser(provider.communicator, now=half_an_hour))
    client.post(reverse("desk:call_back_give_up", args=[row.pk]))
    row.refresh_from_db()
    assert row.closing == "given_up"


def test_a_request_is_withdrawn(provider: Provider, client: Client) -> None:
    row = asked(provider)
    client.post(reverse("desk:call_back_withdraw", args=[row.pk]))
    again = client.post(reverse("desk:call_back_withdraw", args=[row.pk]), follow=True).content.decode()
    assert "settled already" in again
    row.refresh_from_db()
    assert (row.closing, row.done_by) == ("withdrawn", provider.communicator)


def test_a_call_back_is_asked_for_on_a_ticket(provider: Provider, client: Client) -> None:
    ticket = provider.ready_ticket()
    answer = client.post(reverse("desk:ticket_call_back", args=[ticket.pk]), {"registered": "landline"})
    assert answer["Location"] == reverse("desk:ticket", args=[ticket.pk])
    assert CallBack.objects.get().ticket == ticket
    stranger = browser(provider.second)
    assert stranger.post(reverse("desk:ticket_call_back", args=[ticket.pk]), {}).status_code == 404


def test_what_is_not_there_is_not_found(client: Client) -> None:
    for name in ("call", "call_back"):
        assert client.get(reverse(f"desk:{name}", args=[99])).status_code == 404


def test_hostile_names_are_shown_as_text(provider: Provider, client: Client) -> None:
    provider.subscriber.name = "<b>ﾊﾅｺ</b>😀"
    provider.subscriber.save()
    row, call = asked(provider), missed()
    rings("2")
    for address in (
        reverse("desk:overview"),
        reverse("desk:call_back", args=[row.pk]),
        reverse("desk:call", args=[call.pk]),
    ):
        page = client.get(address).content.decode()
        assert "<bdi>&lt;b&gt;ﾊﾅｺ&lt;/b&gt;😀</bdi>" in page
        assert "<b>ﾊﾅｺ" not in page


def test_the_queue_costs_five_queries_however_many_wait(provider: Provider) -> None:
    costs = []
    for more in (1, 3):
        for number in range(more):
            household = provider.household(f"Q-{more}{number}00", f"0847-77-{more}{number}00")
            digits = household.phone.replace("-", "")
            rings(f"r{more}{number}", digits)
            missed(f"m{more}{number}", "")
            rings(f"s{more}{number}")
            calls.answer(call_id=f"s{more}{number}", by=provider.communicator, now=NOON)
            callbacks.ask(
                subscriber=household, registered="landline", wanted_from=None if number else later(hours=1), by=None,
                policy=settings.PROVIDER.desk, now=NOON,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            found = queue(provider.communicator, now=NOON)
            assert str(found)
        costs.append(len(queries))
    assert costs == [5, 5]


@pytest.mark.parametrize("name", ["call", "call_back"])
def test_a_card_costs_the_same_however_much_there_is(provider: Provider, client: Client, name: str) -> None:
    row, call = asked(provider), missed()
    address = reverse(f"desk:{name}", args=[(call if name == "call" else row).pk])
    client.get(address)
    costs = []
    for more in (0, 3):
        for number in range(more):
            provider.ready_ticket()
            provider.household(f"Q-{number}000", "0847-11-2222")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs.append(len(queries))
    assert costs[0] == costs[1]
