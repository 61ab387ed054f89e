"""The desk's lists: finding a caller, opening a ticket, and the same work for one row and for three."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_protocol.vocabulary import Ending
from yorisoi_service import clock
from yorisoi_service.contracts.services.endings import cancel, close_line
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import notes, tickets
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services import endings
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def client(provider: Provider) -> Client:
    return browser(provider.communicator)


@pytest.mark.parametrize("wanted", ["C-10001", "佐藤", "サトウ", "0847-11-2222", "2222"])
def test_a_caller_is_found_and_brings_the_line(client: Client, provider: Provider, wanted: str) -> None:
    shown = client.post(
        reverse("desk:search"), {"wanted": wanted, "channel": "mobile", "asked": "音が出ない"}
    ).content.decode()
    caller = f"{provider.subscriber.pk}/{provider.line.pk}"
    assert f'value="{caller}"' in shown
    assert "音が出ない" in shown
    answer = client.post(reverse("desk:open"), {"caller": caller, "channel": "mobile", "asked": "音が出ない"})
    ticket = Ticket.objects.get()
    assert answer["Location"] == reverse("desk:ticket", args=[ticket.pk])
    assert (ticket.line, ticket.holder, ticket.channel) == (provider.line, provider.communicator, "mobile")


@pytest.mark.parametrize("on_a_ticket", [False, True])
def test_of_several_lines_the_one_with_a_contract_is_offered_first(
    client: Client, provider: Provider, on_a_ticket: bool
) -> None:
    """Their place is not told: the identity check asks for it (R33)."""
    gone = provider.add_line(provider.subscriber, "A-1")
    provider.add_line(provider.subscriber, "A-2")
    ended = provider.add_line(provider.subscriber, "A-3")
    close_line(line=gone, on=date(2026, 11, 1), by=provider.clerk, now=NOON)
    held = join(line=ended, form_on=date(2026, 1, 5), terms_version="", by=provider.clerk, now=NOON)
    cancel(period=held, requested_on=date(2026, 3, 9), by=provider.clerk, now=NOON)
    ticket = tickets.open_ticket(channel="mobile", asked="", subscriber=None, by=provider.communicator, now=NOON)
    sent = {"wanted": "C-10001", "ticket": ticket.pk if on_a_ticket else ""}
    shown = client.post(reverse("desk:search"), sent).content.decode()
    offered = [part.split("</label>")[0] for part in shown.split('<input type="radio" name="caller"')[1:]]
    lines = [one for one in offered if "line " in one]
    told = [(one.split("line ")[1].split("<")[0], one.split('">')[-1].split("<")[0]) for one in lines]
    assert told == [
        ("L-10001", "contract active"),
        ("A-2", "no contract"),
        ("A-3", "contract ended"),
        ("A-1", "line not in use"),
    ]
    assert [" checked" in one for one in lines] == [True, False, False, False]
    assert provider.line.address not in shown


def test_a_ticket_can_begin_before_the_caller_is_found(client: Client) -> None:
    assert "Nobody found" in client.post(reverse("desk:search"), {"wanted": "zzz"}).content.decode()
    client.post(reverse("desk:open"), {"caller": "", "channel": "landline", "asked": ""})
    assert Ticket.objects.get().subscriber is None


def test_a_word_that_finds_nobody_on_a_ticket_stays_to_be_mended(client: Client) -> None:
    client.post(reverse("desk:open"), {"caller": "", "channel": "landline", "asked": ""})
    hostile = "すずき<b>"
    shown = client.post(reverse("desk:search"), {"wanted": hostile, "ticket": Ticket.objects.get().pk}).content.decode()
    assert "<bdi>すずき&lt;b&gt;</bdi>: Nobody found" in shown
    assert 'name="wanted" value="すずき&lt;b&gt;"' in shown


@pytest.mark.parametrize("data", [{"channel": "fax"}, {"channel": "mobile", "caller": "9/9"}, {}])
def test_a_wrong_choice_opens_nothing(client: Client, data: dict[str, str]) -> None:
    shown = client.post(reverse("desk:open"), data, follow=True).content.decode()
    assert "Choose" in shown
    assert Ticket.objects.count() == 0


def test_a_lead_sees_what_nobody_worked_on_for_a_month_until_somebody_does(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=30))

    def shown(who: StaffMember) -> str:
        now = clock.now()
        client = browser(who, now=now)
        return client.get(reverse("desk:overview")).content.decode().partition('id="left-open"')[2]

    assert f"#{ticket.pk}<" in shown(provider.lead).partition("</section>")[0]
    assert shown(provider.communicator) == ""
    tickets.set_asked(ticket=ticket, asked="まだ鳴ります", by=provider.communicator, now=clock.now())
    assert shown(provider.lead) == ""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=61))
    assert f"#{ticket.pk}<" in shown(provider.lead)
    notes.keep_note(ticket=ticket, text="部品を待つ", seen=0, by=provider.communicator, now=clock.now())
    assert shown(provider.lead) == ""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=92))
    assert f"#{ticket.pk}<" in shown(provider.lead)
    assert isinstance(claims(offer.nameplate, ticket, identity(provider.communicator)), Grant)
    assert shown(provider.lead) == ""  # somebody is at work on it
    endings.end_session(session=offer.session, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=clock.now())
    assert shown(provider.lead) == ""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=123))
    assert shown(provider.lead).startswith("><h2>Not finished (1)</h2>")
    for _ in range(50):
        provider.ready_ticket()
    assert shown(provider.lead).startswith("><h2>Not finished (50+)</h2>")


def test_nothing_personal_stands_in_an_address(client: Client, provider: Provider) -> None:
    client.post(reverse("desk:open"), {"channel": "mobile", "caller": f"{provider.subscriber.pk}/{provider.line.pk}"})
    for name in ("desk:overview",):
        shown = client.get(reverse(name)).content.decode()
        assert "?" not in "".join(part.split('"')[0] for part in shown.split('href="')[1:])


def rows(provider: Provider, count: int) -> None:
    """So many tickets, each with an ended session of its own, so many waiting ones and so many callers."""
    for number in range(count):
        household = provider.household(f"D-{Ticket.objects.count():05}", "0847-11-9999")
        provider.add_line(household, f"M-{Ticket.objects.count():05}")
        ticket = provider.ready_ticket(provider.communicator)
        offer = Tool().offer(address=f"192.0.2.{10 + Ticket.objects.count()}")
        claims(offer.nameplate, ticket, identity(provider.communicator))
        endings.end_session(session=offer.session, reason=Ending.LOST, side=Side.SERVICE, now=NOON)
        waiting = tickets.open_ticket(
            channel="mobile", asked=str(number), subscriber=household, by=provider.communicator, now=NOON
        )
        Ticket.objects.filter(pk=waiting.pk).update(holder=None)


@pytest.mark.parametrize("name", ["desk:overview", "desk:live", "desk:search"])
def test_one_row_and_three_cost_the_same_queries(provider: Provider, name: str) -> None:
    client, seen = browser(provider.lead), []
    for more in (1, 2):
        rows(provider, more)
        Ticket.objects.exclude(holder=None).update(holder=provider.lead)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            if name == "desk:search":
                assert client.post(reverse(name), {"wanted": "0847-11-9999"}).content.count(b'name="caller"') > more
            else:
                assert client.get(reverse(name)).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_a_ticket_with_one_session_and_with_three_costs_the_same(provider: Provider) -> None:
    client, seen = browser(provider.communicator), []
    ticket = provider.ready_ticket()
    for more in (1, 2):
        for _ in range(more):
            offer = Tool().offer()
            claims(offer.nameplate, ticket, identity(provider.communicator))
            endings.end_session(session=offer.session, reason=Ending.LOST, side=Side.SERVICE, now=NOON)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
        seen.append((len(queries), shown.count("NOT CLOSED")))
    assert [count for _, count in seen] == [1, 3]
    assert seen[0][0] == seen[1][0]
