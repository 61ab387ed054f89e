"""The one screen of a call: who calls, what to say, what is always true; and the same work for one row and for fifty."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from yorisoi_service import clock
from yorisoi_service.config.provider import Provider as Configured
from yorisoi_service.contracts.models import Period
from yorisoi_service.desk.models.notes import Note
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.gates import Gate, GateName, Verdict
from yorisoi_service.desk.services import answers, calls, hours, tickets
from yorisoi_service.desk.services.notes import keep_note
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.front.console import glance, script
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers.services.household import add_household_member
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def client(provider: Provider) -> Client:
    return browser(provider.communicator)


@pytest.fixture
def ticket(provider: Provider) -> Ticket:
    return tickets.open_ticket(
        channel="landline", asked="", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )


def page(client: Client, ticket: Ticket) -> str:
    answer = client.get(reverse("desk:ticket", args=[ticket.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def step_said(shown: str) -> list[str]:
    return [part.split('"')[0] for part in shown.split('data-step="')[1:]]


def test_caller_contract_line_and_earlier_tickets_stand_there_and_no_money(client: Client, provider: Provider) -> None:
    for days, outcome in ((20, "not_possible"), (8, "partly"), (7, "resolved")):
        at = NOON - timedelta(days=days)
        old = tickets.open_ticket(
            channel="mobile", asked=f"{days} days ago", subscriber=provider.subscriber, by=provider.communicator, now=at
        )
        set_outcome(ticket=old, outcome=outcome, done="直した", not_done="古い機種", by=provider.communicator, now=at)
    fresh = tickets.open_ticket(
        channel="landline", asked="", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )
    shown = page(client, fresh)
    assert 'data-contract="active"' in shown
    assert '<time datetime="2026-04-15">' in shown
    assert "in service" in shown
    assert shown.index("7 days ago") < shown.index("8 days ago") < shown.index("20 days ago")
    assert shown.count("(within 7 days)") == 1
    assert "Calls again within 7 days" in shown
    for money in ("円", "yen", str(settings.PROVIDER.price.monthly_yen), "¥"):
        assert money not in shown.replace(settings.PROVIDER.terms.liability["en"], "")


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [(0, 30, "ending"), (0, -1, "ended"), (3, None, "coming")],
)
def test_the_contracts_state_is_told_in_a_word(
    client: Client, provider: Provider, ticket: Ticket, start: int, end: int | None, state: str
) -> None:
    today = NOON.date()
    begins = today + timedelta(days=start) if start else provider.period.start_on
    ends = None if end is None else today + timedelta(days=end)
    Period.objects.filter(pk=provider.period.pk).update(start_on=begins, end_on=ends)
    assert f'data-contract="{state}"' in page(client, ticket)


def test_only_ten_earlier_tickets_are_listed_and_never_another_callers(client: Client, provider: Provider) -> None:
    for minute in range(12):
        tickets.open_ticket(
            channel="mobile", asked=f"call {minute:02}.", subscriber=provider.subscriber, by=provider.communicator,
            now=NOON + timedelta(minutes=minute),
        )  # fmt: skip
    neighbour = provider.household("C-10002", "0847-11-3333")
    tickets.open_ticket(
        channel="mobile", asked="canary", subscriber=neighbour, by=provider.communicator, now=later(minutes=5)
    )
    last = tickets.open_ticket(
        channel="mobile", asked="", subscriber=provider.subscriber, by=provider.communicator, now=later(minutes=30)
    )
    shown = page(client, last)
    assert [n for n in range(12) if f"call {n:02}." in shown] == list(range(2, 12))
    assert "canary" not in shown


def test_the_three_things_to_have_ready_are_said_before_the_identity_check(client: Client, ticket: Ticket) -> None:
    shown = page(client, ticket)
    assert step_said(shown) == ["prepare", "identity"]
    order = [shown.index(words) for words in ("switched on and connected", "the passwords", "Three: the paper")]
    assert order == sorted(order)
    assert order[-1] < shown.index('name="customer_number"')


def test_the_greeting_tells_of_recording_only_where_it_is_configured(
    client: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = tickets.open_ticket(channel="landline", asked="", by=provider.communicator, now=NOON)
    shown = page(client, unknown)
    assert step_said(shown) == ["greeting"]
    assert f"This is Yamada of the support desk of {settings.PROVIDER.name_in('en')}" in shown
    assert "recorded" not in shown
    configured: Configured = settings.PROVIDER
    recording = replace(configured, desk=replace(configured.desk, recording_notice=True))
    monkeypatch.setattr(settings, "PROVIDER", recording)
    shown = page(client, unknown)
    assert (
        shown.index("Thank you for calling. This is") < shown.index("This call is recorded") < shown.index("May I have")
    )


def worded(monkeypatch: pytest.MonkeyPatch, *, recording: bool = False, **texts: dict[str, str]) -> None:
    configured: Configured = settings.PROVIDER
    desk = replace(configured.desk, recording_notice=recording)
    monkeypatch.setattr(settings, "PROVIDER", replace(configured, texts=texts, desk=desk))


def test_the_providers_own_greeting_is_said_in_the_languages_it_is_worded_in(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = tickets.open_ticket(channel="landline", asked="", by=provider.communicator, now=NOON)
    worded(monkeypatch, recording=True, greeting={"ja": "はい、<b>手</b>の{name}です。"})
    japanese = page(browser(provider.communicator, language="ja"), unknown)
    now = japanese.split('data-step="greeting"')[1].split("</div>")[0]
    said = re.findall(r"<p>(.*?)</p>", now)
    assert said[0] == "はい、&lt;b&gt;手&lt;/b&gt;のYamadaです。"
    assert "録音" in said[1]
    assert len(said) == 3
    english = page(browser(provider.communicator, language="en"), unknown)
    assert "Thank you for calling. This is Yamada of the support desk" in english
    assert "はい、" not in english


def test_the_providers_own_words_are_said_while_the_desk_is_closed_and_on_another_network(
    provider: Provider, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    worded(
        monkeypatch,
        after_hours={"ja": "休み", "en": "We rest until {opens}, {office} <i>."},
        other_network={"ja": "回線", "en": "Our cable only."},
    )
    refused = Verdict((Gate(GateName.LINE, False, "network_refused"),))
    with translation.override("en"):
        line = glance.gates_shown(refused, is_second_factor_fresh=True, now=NOON)[0]
    assert line.say == "Our cable only."
    here = browser(provider.communicator)
    for fact, told in (("other_line", "Our cable only."), ("outside_hours", "We rest until 09:00")):
        here.post(reverse("desk:scope", args=[ticket.pk]), {"fact": fact})
        assert f'class="say aloud"><b>Read aloud</b>{told}' in page(here, ticket), fact
    monkeypatch.setattr(clock, "now", lambda: later(hours=10))
    here = browser(provider.communicator, now=later(hours=10))
    shown = page(here, ticket)
    assert f"We rest until 09:00, {settings.PROVIDER.phones.office} &lt;i&gt;." in shown
    hours.close_day(day=later(days=1).date(), note="", by=provider.lead, policy=settings.PROVIDER.desk, now=NOON)
    shown = page(here, ticket)
    assert "We rest until" not in shown  # tomorrow it is not open at nine
    assert "We open again on" in shown


def test_every_step_has_words(client: Client) -> None:
    assert set(script.SCRIPT) == set(script.Step)


def test_a_decision_against_a_session_leads_to_what_is_done_instead(client: Client, ticket: Ticket) -> None:
    client.post(reverse("desk:scope", args=[ticket.pk]), {"fact": "repair", "asked": "画面が割れた"})
    client.post(
        reverse("desk:identity", args=[ticket.pk]),
        {"customer_number": "C-10001", "name": "佐藤花子", "phone": "0847-11-2222"},
    )
    shown = page(client, ticket)
    assert step_said(shown) == ["instead"]
    assert "data-then" in shown
    assert "autofocus" not in shown.split("<main")[1]


def test_a_closed_contract_asks_for_the_decision_before_any_identity(client: Client, provider: Provider) -> None:
    household = provider.household("C-10003", "0847-11-4444")
    provider.add_line(household, "L-10003")
    ticket = tickets.open_ticket(channel="mobile", asked="", subscriber=household, by=provider.communicator, now=NOON)
    focused = [
        field.split('"')[0]
        for field in page(client, ticket).split('<input id="')[1:]
        if " autofocus" in field.split(">")[0]
    ]
    assert focused == ["asked"]


def test_no_payment_is_told_on_every_page_of_the_desk(client: Client, provider: Provider, ticket: Ticket) -> None:
    pages = ["overview", "catalogue", "referrals", "hours"]
    shown = [client.get(reverse(f"desk:{name}")).content.decode() for name in pages]
    shown += [page(client, ticket), browser(provider.lead).get(reverse("desk:live")).content.decode()]
    shown.append(client.post(reverse("desk:search"), {"wanted": "佐藤"}).content.decode())
    for one in shown:
        assert "No payment during a session, ever." in one
        assert "Calls waiting: 0" in one


def test_registered_members_are_offered_by_relation_and_never_by_name(
    client: Client, provider: Provider, ticket: Ticket
) -> None:
    for name in ("佐藤 健", "佐藤 実"):
        add_household_member(
            subscriber=provider.subscriber, name=name, kana="", relation="息子", by=provider.clerk, now=NOON
        )
    shown = page(client, ticket)
    assert shown.count('<option value="息子">') == 1
    assert "佐藤 健" not in shown
    right = {"customer_number": "C-10001", "name": "佐藤花子", "phone": "0847-11-2222"}
    address = reverse("desk:identity", args=[ticket.pk])
    told = client.post(address, {**right, "who": "息子", "own_name": "さとうけん"}, follow=True).content.decode()
    assert "member of the household ×" in told  # no reading of the name is registered
    told = client.post(address, {**right, "who": "息子", "own_name": "佐藤実"}, follow=True).content.decode()
    assert "member of the household ○" in told
    assert "佐藤実 / 息子" in told
    told = client.post(address, {**right, "who": "other", "own_name": "山本", "relation": "隣人"}, follow=True).content
    assert "member of the household ×" in told.decode()


def test_one_key_takes_the_call_that_rings_longest_and_else_opens_a_ticket(client: Client, provider: Provider) -> None:
    calls.ring(call_id="later", number="09000000000", channel="mobile", now=NOON)
    calls.ring(call_id="first", number="0847112222", channel="mobile", now=NOON - timedelta(seconds=30))
    assert "Calls waiting: 2" in client.get(reverse("desk:calls_waiting")).content.decode()
    opened = []
    for _ in range(3):
        answer = client.post(reverse("desk:begin"))
        opened.append(Ticket.objects.latest("pk"))
        assert answer["Location"] == reverse("desk:ticket", args=[opened[-1].pk])
        assert client.post(reverse("desk:begin"))["Location"] == answer["Location"], "pressed twice"
        Ticket.objects.update(opened_at=NOON - timedelta(seconds=6))
    assert [one.subscriber for one in opened] == [provider.subscriber, None, None]
    assert [one.channel for one in opened] == ["mobile", "mobile", "landline"]
    assert "Calls waiting: 0" in client.get(reverse("desk:calls_waiting")).content.decode()


def test_the_words_and_the_number_dialled_can_be_written_later(client: Client, ticket: Ticket) -> None:
    address = reverse("desk:request", args=[ticket.pk])
    client.post(address, {"asked": "音が\r\n出ない", "channel": "mobile"})
    ticket.refresh_from_db()
    assert (ticket.asked, ticket.channel) == ("音が\n出ない", "mobile")
    assert "Choose which number" in client.post(address, {"asked": "x", "channel": "fax"}, follow=True).content.decode()


def test_a_form_read_before_somebody_elses_step_is_refused_by_name(
    client: Client, provider: Provider, ticket: Ticket
) -> None:
    shown = page(client, ticket)
    assert shown.count('name="seen" value="0"') > 5
    answers.tick(ticket=ticket, condition="device", yes=True, by=provider.lead, now=NOON)
    address = reverse("desk:checklist", args=[ticket.pk])
    told = client.post(address, {"seen": "0", "operations": "yes"}, follow=True).content.decode()
    assert "Changed meanwhile by Suzuki: checklist (12:00)" in told
    assert [answer.value for answer in ticket.answers.all()] == ["yes"]
    client.post(address, {"seen": "1", "both": "yes"})
    assert ticket.answers.filter(kind="operations", value="yes").count() == 1


def test_every_form_that_writes_says_what_it_has_seen(client: Client, ticket: Ticket) -> None:
    forms = re.findall(
        r'<form[^>]* action="([^"]+)"[^>]*>(.*?)</form>', page(client, ticket).split("<main")[1], re.DOTALL
    )
    without = [address for address, fields in forms if 'name="seen"' not in fields]
    assert len(forms) > len(without) > 0
    free = ("/desk/search", "/notes/keep", "/call-back")  # these lean on nothing that somebody may change
    assert [address for address in without if not any(word in address for word in free)] == []


def test_a_note_is_saved_by_the_script_and_kept_by_the_button(
    client: Client, provider: Provider, ticket: Ticket
) -> None:
    save, keep = (reverse(f"desk:note_{what}", args=[ticket.pk]) for what in ("save", "keep"))
    assert client.post(save, {"text": "音", "saving": "0"}).json()["saving"] == 1
    assert "being written" not in page(client, ticket)  # one's own stands in the field
    assert "being written" in page(browser(provider.lead), ticket)
    refused = client.post(save, {"text": "画", "saving": "0"})
    assert (refused.status_code, "another window" in refused.json()["sentence"]) == (409, True)
    client.post(keep, {"text": "音<b>\u202eが</b>", "saving": "1"})
    shown = page(client, ticket)
    assert "being written" not in shown
    assert "音&lt;b&gt;\N{REPLACEMENT CHARACTER}が&lt;/b&gt;" in shown
    assert "Write something first" in client.post(keep, {"text": ""}, follow=True).content.decode()
    assert browser(None).post(save, {"text": "x"}).status_code == 401


def test_a_finished_ticket_says_so_to_the_script(client: Client, provider: Provider, ticket: Ticket) -> None:
    assert "data-finished" not in page(client, ticket)
    set_outcome(ticket=ticket, outcome="resolved", done="直した", by=provider.communicator, now=NOON)
    assert "data-finished" in page(client, ticket)


Fill = Callable[[Provider, int], object]


def fill_tickets(provider: Provider, count: int) -> None:
    for number in range(count):
        by = provider.communicator
        for holder in (by, None):
            one = tickets.open_ticket(
                channel="mobile", asked=f"{number}", subscriber=provider.subscriber, by=by, now=NOON
            )
            Ticket.objects.filter(pk=one.pk).update(holder=holder)


def fill_calls(provider: Provider, count: int) -> None:
    for _ in range(count):
        known = Ticket.objects.count() + calls.Call.objects.count()
        calls.ring(call_id=f"c{known}", number="0847112222", channel="landline", now=NOON)


def fill_notes(provider: Provider, count: int) -> None:
    ticket = Ticket.objects.earliest("pk")
    for _ in range(count):
        person = provider.person(f"lead{Note.objects.count()}", f"7{Note.objects.count()}", Role.DESK_LEAD)
        keep_note(ticket=ticket, text="一言", seen=0, by=person, now=NOON)


@pytest.mark.parametrize("where", ["ticket", "overview"])
@pytest.mark.parametrize("fill", [fill_tickets, fill_calls, fill_notes])
def test_one_and_fifty_cost_the_same_queries(provider: Provider, ticket: Ticket, where: str, fill: Fill) -> None:
    client, seen = browser(provider.lead), []
    address = reverse("desk:ticket", args=[ticket.pk]) if where == "ticket" else reverse("desk:overview")
    client.get(address)
    for more in (1, 9 if fill is fill_notes else 49):
        fill(provider, more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]
    assert seen[0] <= 45
