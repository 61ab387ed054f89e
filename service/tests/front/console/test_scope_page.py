"""A request at the desk: a few letters decide, the answer is read aloud, and what binds is the newest row."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.models.scope import Decided
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.queries import catalogue as lists
from yorisoi_service.desk.rules.triage import Fact, Request
from yorisoi_service.desk.services import catalogue, tickets
from yorisoi_service.desk.services.catalogue import Said
from yorisoi_service.desk.services.scope import decide
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def client(provider: Provider) -> Client:
    return browser(provider.communicator)


@pytest.fixture
def ticket(provider: Provider) -> Ticket:
    return tickets.open_ticket(
        channel="landline", asked="", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )


def ask(client: Client, ticket: Ticket, **data: object) -> str:
    answer = client.post(reverse("desk:scope", args=[ticket.pk]), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def newest() -> Decided:
    return Decided.objects.latest("pk")


TYPED: list[tuple[str, dict[str, object], str, str]] = [
    ("Printer", {}, "session", "in_scope"),
    ("プリンター", {}, "session", "in_scope"),
    ("excel", {}, "session", "setup_only"),
    ("excel", {"need": "usage"}, "refuse", "usage"),
    ("windows", {"need": "usage"}, "session", "in_scope"),
    ("smartphone", {}, "phone_only", "no_program"),
    ("Mail program", {"device": "phone"}, "phone_only", "no_program"),
    ("smartphone", {"need": "advice"}, "phone_only", "advice"),
    ("printer", {"need": "advice"}, "advice_only", "advice"),
    ("", {"need": "advice"}, "advice_only", "advice"),
    ("No internet", {}, "phone_only", "not_connected"),
    ("deleted data", {}, "refer", "deleted_data"),
    ("printer", {"fact": ["repair"]}, "refer", "repair"),
    ("", {"fact": ["corporate"]}, "refuse", "corporate"),
    ("", {"fact": ["fake_alert", "repair"]}, "safety_script", "fake_alert"),
]


def test_what_is_typed_and_ticked_decides_at_once(
    client: Client, ticket: Ticket, hand_out: Callable[..., None]
) -> None:
    for typed, more, decision, code in TYPED:
        shown = ask(client, ticket, thing=typed, **more)
        assert (newest().decision, newest().code) == (decision, code), typed
        assert f'data-decision="{decision}" data-code="{code}"' in shown
        assert 'class="say aloud"' in shown
    hand_out("android", "ios")
    phones: list[dict[str, object]] = [
        {"thing": "smartphone"}, {"thing": "tablet"}, {"thing": "Mail program", "device": "phone"}
    ]  # fmt: skip
    for data in phones:
        ask(client, ticket, **data)
        assert (newest().code, newest().allowed) == ("looking_only", ["view"]), data


def test_a_phone_without_a_program_is_told_by_telephone_and_no_number_is_asked_for(
    client: Client, provider: Provider
) -> None:
    """R16."""
    ticket = provider.ready_ticket()
    shown = ask(client, ticket, thing="iPhone")
    assert "I cannot see the screen of your phone or tablet yet." in shown
    assert 'data-gates-open="yes"' not in shown
    assert "Planned time" not in shown
    offer = Tool().offer()
    refused = claims(offer.nameplate, ticket, identity(provider.communicator))
    assert not isinstance(refused, Grant)


def test_which_phone_it_is_is_asked_only_where_a_program_exists_for_some(
    client: Client, ticket: Ticket, hand_out: Callable[..., None]
) -> None:
    """R16."""
    hand_out("android")
    for typed, code in (("Android", "looking_only"), ("iPhone", "no_program"), ("iPad", "no_program")):
        ask(client, ticket, thing=typed)
        assert (newest().code, newest().system != "") == (code, True), typed
    before = Decided.objects.count()
    shown = ask(client, ticket, thing="smartphone", need="usage", asked="写真が送れない")
    assert Decided.objects.count() == before
    asked = re.findall(r'name="system" value="(\w+)" required( autofocus)?', shown)
    assert asked == [("android", " autofocus"), ("ios", "")]
    form = next(part for part in shown.split("<form") if 'name="system"' in part)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    sent = {name: hidden[name] for name in ("thing", "choice", "need", "device", "model", "asked")}
    ask(client, ticket, **sent, system="android")
    ticket.refresh_from_db()
    assert (newest().code, newest().need, newest().system, ticket.asked) == (
        "looking_only", "usage", "android", "写真が送れない"
    )  # fmt: skip
    assert ask(client, ticket, **sent, system="nokia").count('name="system"') == 2
    ask(client, ticket, **sent, system="ios")
    assert (newest().code, newest().system) == ("no_program", "ios")
    ask(client, ticket, thing="smartphone", fact="not_home_wifi")
    assert newest().code == "not_home_wifi"
    hand_out("ios")
    ask(client, ticket, thing="smartphone")
    assert (newest().code, newest().system) == ("looking_only", "")


REFUSALS = [
    ("repair", "Faults and repairs are for the maker of the device"),
    ("rented_repair", "Our office sees to it: 0847-45-0557"),
    ("deleted_data", "stop using that disk"),
    ("corporate", "ask the person in charge there"),
    ("unguaranteed", "does not vouch for this setting"),
    ("illegal", "it may break the law"),
    ("not_connected", "check cables and lamps together by telephone"),
    ("not_subscriber", "for subscribers of our own internet"),
    ("no_contract", "no support contract on this line"),
    ("environment", "help from a distance is not possible"),
    ("other_line", "only while the device is on our own line"),
    ("outside_hours", "every day from 09:00 to 21:00"),
]


def test_each_refusal_is_read_aloud_in_words_of_its_own(client: Client, ticket: Ticket) -> None:
    for fact, said in REFUSALS:
        assert said in ask(client, ticket, fact=fact)


def test_without_guidance_by_telephone_who_has_no_internet_is_refused_with_the_fault_desk(
    client: Client, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T10."""
    told = ask(client, ticket, fact="not_connected")
    assert 'data-decision="phone_only"' in told
    assert '<ol class="steps">' in told
    strict = replace(settings.PROVIDER.desk, phone_guidance_when_offline=False)
    monkeypatch.setattr(settings, "PROVIDER", replace(settings.PROVIDER, desk=strict))
    told = ask(client, ticket, fact="not_connected")
    assert 'data-decision="refuse" data-code="not_connected"' in told
    assert "Please ask the fault desk of your internet line." in told
    assert "by telephone" not in told.split('id="decided"')[1].split("</dl>")[0]
    assert '<ol class="steps">' not in told
    assert newest().place == "line_fault"


@pytest.mark.parametrize(("fact", "first"), [("fake_alert", "hang up"), ("foreign_tool", "Pull out the cable")])
def test_somebody_deceived_is_led_step_by_step_to_advice(client: Client, ticket: Ticket, fact: str, first: str) -> None:
    """D10."""
    shown = ask(client, ticket, fact=fact)
    steps = re.findall(r"<li>(.*?)</li>", shown.split('<ol class="steps">')[1].split("</ol>")[0])
    assert first in steps[0]
    assert "#9110" in steps[-1]
    assert any("call the card company or the bank now" in step for step in steps)


def test_what_may_be_several_things_is_asked_once_more(client: Client, ticket: Ticket) -> None:
    shown = ask(client, ticket, thing="LAN", need="usage", fact=[])
    assert Decided.objects.count() == 0
    found = re.findall(r'name="choice" value="(\d+)" required( checked autofocus)?>([^<]+)<', shown)
    assert [(name, bool(first)) for _, first, name in found] == [
        ("Wireless LAN", True), ("LAN board", False), ("LAN card", False)
    ]  # fmt: skip
    ask(client, ticket, thing="LAN", need="usage", choice=found[1][0])
    assert (newest().item_id, newest().need) == (int(lists.published(date(2026, 11, 20)).entries[7].item), "usage")  # type: ignore[union-attr]


def test_a_shorter_plan_for_what_runs_is_said_and_nothing_else_is(
    client: Client, provider: Provider, hand_out: Callable[..., None]
) -> None:
    hand_out("android", "ios")
    ticket, offer = provider.ready_ticket(), Tool().offer()
    ask(client, ticket, thing="Smartphone")
    assert isinstance(claims(offer.nameplate, ticket, identity(provider.communicator)), Grant)
    assert "Less time" not in ask(client, ticket, thing="Smartphone", asked="電話機")
    assert "Less time is planned now: the session ends at 12:15." in ask(client, ticket, need="advice", asked="電話")
    assert "Less time" not in ask(client, ticket, thing="Smartphone")


def test_what_is_not_on_the_list_waits_for_the_desk_lead(client: Client, provider: Provider, ticket: Ticket) -> None:
    shown = ask(client, ticket, thing="冷蔵庫")
    assert "Nothing on the list is called “冷蔵庫”" in shown
    shown = ask(client, ticket, thing="冷蔵庫", choice="unlisted")
    assert "Please wait a moment" in shown
    assert (newest().decision, newest().what, newest().item) == ("desk_lead", "冷蔵庫", None)
    assert reverse("desk:unlisted", args=[ticket.pk]) not in shown
    lead, address = browser(provider.lead), reverse("desk:unlisted", args=[ticket.pk])
    assert address in lead.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    lead.post(address, {"agreed": "view_only", "reason": "画面を見て説明"})
    assert (newest().decision, newest().agreed, newest().allowed) == ("session", "view_only", ["view"])
    lead.post(address, {"agreed": ""})
    assert (newest().decision, newest().code) == ("refuse", "declined")
    assert [row.answer.by for row in Decided.objects.order_by("pk")] == [
        provider.communicator, provider.lead, provider.lead
    ]  # fmt: skip


def test_a_communicator_cannot_speak_for_the_lead(client: Client, ticket: Ticket) -> None:
    ask(client, ticket, thing="冷蔵庫", choice="unlisted", agreed="full", level="full")
    assert client.post(reverse("desk:unlisted", args=[ticket.pk]), {"agreed": "full"}).status_code == 403
    assert newest().decision == "desk_lead"


def test_of_what_may_break_the_law_nothing_is_kept(client: Client, ticket: Ticket) -> None:
    """R35."""
    shown = ask(client, ticket, thing="excel", model="x", need="usage", device="phone", fact=["illegal", "repair"])
    row = newest()
    assert (row.item, row.model, row.what, row.answer.note) == (None, None, "", "")
    assert (row.facts, row.need, row.device) == (["illegal"], "setup", "computer")
    assert "Note nothing of its content" in shown
    ask(client, ticket, thing="canary-film", choice="unlisted", fact=["illegal"])
    assert newest().what == ""
    assert "canary" not in "".join(Row.objects.values_list("facts", flat=True))


def test_a_later_decision_is_a_further_row(client: Client, provider: Provider, ticket: Ticket) -> None:
    ask(client, ticket, thing="printer")
    ask(client, ticket, thing="printer", fact="repair")
    assert [(row.code, row.version) for row in Decided.objects.order_by("pk")] == [("in_scope", 1), ("repair", 1)]
    assert 'data-code="repair"' in client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()


def test_nonsense_decides_nothing_or_asks_again(client: Client, ticket: Ticket) -> None:
    nonsense: list[dict[str, object]] = [
        {},
        {"thing": "  "},
        {"thing": "x", "need": "sell"},
        {"thing": "x", "device": "fridge"},
        {"thing": "printer", "choice": "999999"},
        {"thing": "printer", "choice": "99999999999999999999"},
        {"thing": "printer", "choice": "repair"},
        {"fact": "made_up"},
    ]
    for data in nonsense:
        ask(client, ticket, **data)
    assert Decided.objects.count() == 0


OFFERED = re.compile(r'name="choice" value="(\w+)" required( checked)?( autofocus)?>([^<]+)<')


def offered(shown: str) -> list[str]:
    """What the page asks to be chosen from, in order; nothing of it is chosen, and the first has the focus."""
    found = OFFERED.findall(shown)
    assert not any(checked for _, checked, _, _ in found), found
    assert [bool(focus) for *_, focus, _ in found] == [True] + [False] * (len(found) - 1)
    return [code for code, *_ in found]


TOUCHING: dict[str, dict[str, list[str]]] = {
    "ja": {
        "ウイルス": ["ウイルス対策ソフト", "fake_alert"],
        "ウイルスに感染したと画面に出た": ["fake_alert"],
        "ウイルス対策ソフトの警告": ["ウイルス対策ソフト", "fake_alert"],
        "警告画面": ["fake_alert"],
        "virus": ["ウイルス対策ソフト", "fake_alert"],
        "モデム": ["当社のインターネット接続", "not_connected", "rented_repair"],
        "VPN": ["corporate"],
        "会社": ["corporate", "other_line"],
        "法律": ["illegal"],
        "映画": ["illegal"],
        "契約": ["no_contract"],
        "メーカー": ["unguaranteed"],
        "データ": ["deleted_data"],
    },
    "en": {
        "virus": ["Antivirus software", "fake_alert"],
        "modem": ["Our internet connection", "not_connected", "rented_repair"],
        "law": ["illegal"],
        "May break the law": ["illegal"],
        "hours": ["outside_hours"],
        "contract": ["no_contract"],
        "company": ["corporate"],
        "data": ["deleted_data"],
        "false warn": ["fake_alert"],
    },
}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_word_that_touches_a_fact_is_asked_about_beside_the_thing(
    provider: Provider, ticket: Ticket, language: str
) -> None:
    held, client = lists.published(date(2026, 11, 20)), browser(provider.communicator, language=language)
    assert held is not None
    names = {str(entry.thing): entry.name_in(language) for entry in held.entries}
    for typed, wanted in TOUCHING[language].items():
        codes = offered(ask(client, ticket, thing=typed))
        assert [names.get(code, code) for code in codes] == [*wanted, "unlisted"], typed
    assert Decided.objects.count() == 0


def test_what_a_warning_means_is_asked_before_anything_is_decided(client: Client, ticket: Ticket) -> None:
    """D10."""
    shown = ask(client, ticket, thing="virus")
    assert "Does a warning fill the screen, or did somebody ask for money?" in shown
    thing = offered(shown)[0]
    ask(client, ticket, thing="virus", choice="fake_alert")
    assert newest().decision == "safety_script"
    ask(client, ticket, thing="virus", choice=thing)
    assert newest().decision == "session"


def test_a_word_about_the_law_erases_nothing_and_ends_nothing_before_it_is_chosen(
    client: Client, provider: Provider
) -> None:
    """R35."""
    ticket, offer = provider.ready_ticket(), Tool().offer()
    ask(client, ticket, thing="printer", asked="紙が出ない")
    assert isinstance(claims(offer.nameplate, ticket, identity(provider.communicator)), Grant)
    for typed in ("law", "film", "May break the law"):
        shown = ask(client, ticket, thing=typed)
        assert "Everything noted about the request is then deleted" in shown
        ticket.refresh_from_db()
        assert (newest().code, ticket.asked) == ("in_scope", "紙が出ない")
    ask(client, ticket, thing="film", choice="illegal")
    ticket.refresh_from_db()
    assert (newest().code, newest().what, ticket.asked) == ("illegal", "", "")


PRODUCTS = {
    "Windows 11": "Windows", "Chrome": "Browser", "Edge": "Browser", "Outlook": "Mail program", "Android": "Smartphone",
    "iPhone": "Smartphone", "アイフォン": "Smartphone", "iPad": "Tablet", "タブレット": "Tablet", "プリ": "Printer",
    "Word": "Other bought software", "ワード": "Other bought software", "Excel": "Other bought software",
    "Antivirus software": "Antivirus software", "ウイルス対策ソフト": "Antivirus software",
}  # fmt: skip


def test_a_product_by_its_own_name_or_how_a_name_begins_decides_at_once(client: Client, ticket: Ticket) -> None:
    held = lists.published(date(2026, 11, 20))
    assert held is not None
    items = {one.names["en"]: one.item for one in held.entries}
    for typed, name in PRODUCTS.items():
        client.post(reverse("desk:scope", args=[ticket.pk]), {"thing": typed})
        assert newest().item_id == items[name], typed
    assert Decided.objects.count() == len(PRODUCTS)


def test_the_inside_of_a_name_is_asked_about_and_chosen_by_one_more_key(client: Client, ticket: Ticket) -> None:
    shown = ask(client, ticket, thing="layer")
    assert Decided.objects.count() == 0
    found = OFFERED.findall(shown)
    assert [(bool(checked), name) for _, checked, _, name in found] == [
        (True, "Media player"), (False, "Not on the list: the desk lead decides")
    ]  # fmt: skip


def test_a_situation_is_decided_by_its_whole_name_and_offered_by_a_part_of_it(client: Client, ticket: Ticket) -> None:
    shown = ask(client, ticket, thing="internet")
    assert Decided.objects.count() == 0
    names = {name for *_, name in OFFERED.findall(shown)}
    assert {"No internet ", "Our internet connection", "Services on the internet"} <= names
    ask(client, ticket, thing="internet", choice="not_connected")
    assert (newest().code, newest().what) == ("not_connected", "")
    ask(client, ticket, thing="false warning on the screen")
    assert newest().code == "fake_alert"


def test_deleted_photographs_are_asked_about_and_another_word_may_be_typed(client: Client, ticket: Ticket) -> None:
    shown = ask(client, ticket, thing="photos")
    assert Decided.objects.count() == 0
    assert 'name="choice" value="deleted_data"' in shown
    assert len(re.findall(r'name="thing" list="things"', shown)) == 1
    ask(client, ticket, thing="photos", choice="deleted_data")
    assert newest().code == "deleted_data"


@pytest.mark.parametrize("fact", ["repair", "corporate", "fake_alert"])
def test_a_refusal_leaves_nothing_else_to_read_aloud_and_no_planned_time(
    client: Client, provider: Provider, ticket: Ticket, fact: str
) -> None:
    shown = ask(client, ticket, fact=fact)
    gates = shown.split('id="gates"')[1].split("</section>")[0]
    assert gates.count('class="say') == 1
    before, after = gates.split("Not needed for this outcome")
    assert 'name="customer_number"' not in before
    assert 'name="customer_number"' in after
    assert "Planned time" not in gates
    assert "then write the outcome" in before
    assert not re.search(r"List 1\s*/", gates)
    lead = browser(provider.lead).get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert re.search(r"List 1\s*/", lead)
    assert "Planned time" in ask(client, ticket, thing="printer")


def test_a_model_with_limits_is_found_by_name(client: Client, provider: Provider, ticket: Ticket) -> None:
    """R16."""
    said = {"kind": "phone", "names": {"ja": ["らくらく1号"], "en": ["Easy 1"]}}
    catalogue.add_entry(group="model", said=Said(level="guide_only", **said), by=provider.lead, now=NOON)
    ask(client, ticket, thing="Mail program", device="phone", model="easy 1")
    assert newest().code == "no_program", "a draft is no list yet"
    catalogue.publish(on=date(2026, 11, 20), by=provider.lead, now=NOON)
    shown = ask(client, ticket, thing="Mail program", device="computer", model="easy 1")
    assert (newest().code, newest().device, newest().version) == ("model_by_telephone", "phone", 2)
    assert "step by step by telephone" in shown
    assert '<option value="Easy 1">' in shown


def test_what_the_gates_know_already_is_ticked(client: Client, provider: Provider) -> None:
    household = provider.household("C-10003", "0847-11-4444")
    provider.add_line(household, "L-10003")
    ticket = tickets.open_ticket(channel="mobile", asked="", subscriber=household, by=provider.communicator, now=NOON)
    shown = client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert 'value="no_contract" checked' in shown
    assert 'value="outside_hours" checked' not in shown


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_field_offers_things_what_callers_say_and_situations(
    provider: Provider, ticket: Ticket, language: str
) -> None:
    shown = (
        browser(provider.communicator, language=language).get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    )
    offered = re.findall(r'<option value="([^"]+)"></option>', shown)
    wanted = {
        "ja": {"プリンタ", "スマホ", "インターネットにつながらない"},
        "en": {"Printer", "Smartphone", "No internet"},
    }
    assert wanted[language] <= set(offered)
    assert len(offered) == len(set(offered))


def test_where_to_send_somebody_comes_from_the_directory_and_old_places_are_marked(
    client: Client, provider: Provider, ticket: Ticket
) -> None:
    Referral.objects.create(name="見本電機", contact="0120-000-111", place="maker", checked_on=date(2026, 11, 1))
    Referral.objects.create(name="旧見本電機", contact="0120-000-222", place="maker", checked_on=date(2026, 1, 1))
    shown = ask(client, ticket, fact="repair").split('id="sessions"')[0]
    assert "見本電機" in shown
    assert shown.count("to be checked") == 1
    place = Referral.objects.get(name="見本電機")
    client.post(reverse("desk:finish", args=[ticket.pk]), {"outcome": "referred", "referral": str(place.pk)})
    ticket.refresh_from_db()
    assert (ticket.referred_to, ticket.referred_contact) == ("見本電機", "0120-000-111")


def test_the_desk_leads_overview_names_what_waits(provider: Provider, ticket: Ticket) -> None:
    decide(ticket=ticket, request=Request(), what="冷蔵庫", by=provider.communicator, now=NOON)
    lead, other = browser(provider.lead), browser(provider.second)
    assert "Waiting for your word" in lead.get(reverse("desk:overview")).content.decode()
    assert "Waiting for your word" not in other.get(reverse("desk:overview")).content.decode()
    decide(ticket=ticket, request=Request(facts=frozenset({Fact.REPAIR})), by=provider.communicator, now=NOON)
    assert "Waiting for your word (0)" in lead.get(reverse("desk:overview")).content.decode()


HOSTILE = "</datalist><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_hostile_words_stay_words_wherever_they_are_shown(client: Client, provider: Provider, ticket: Ticket) -> None:
    pick = ask(client, ticket, thing=HOSTILE)
    ask(client, ticket, thing=HOSTILE, choice="unlisted")
    browser(provider.lead).post(reverse("desk:unlisted", args=[ticket.pk]), {"agreed": "full", "reason": HOSTILE})
    Referral.objects.create(name=HOSTILE, contact=HOSTILE, what_for=HOSTILE, place="maker")
    said = Said(kind="phone", level="unsupported", names={"ja": [HOSTILE], "en": [HOSTILE]})
    catalogue.add_entry(group="model", said=said, by=provider.lead, now=NOON)
    catalogue.publish(on=date(2026, 11, 20), by=provider.lead, now=NOON)
    shown = [pick, client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()]
    for text in shown:
        assert "<script>alert" not in text
        assert "<img" not in text


def test_a_ticket_with_one_decision_and_with_three_costs_the_same(
    client: Client, provider: Provider, ticket: Ticket
) -> None:
    seen = []
    for more in (1, 2):
        for _ in range(more):
            ask(client, ticket, thing="printer")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk:ticket", args=[ticket.pk]))
        seen.append(len(queries))
    assert seen[0] == seen[1]


def answers_of(ticket: Ticket) -> list[tuple[str, str, str]]:
    return [(one.kind, one.value, one.note) for one in Answer.objects.filter(ticket=ticket).order_by("pk")]


RIGHT = {"customer_number": "C-10001", "name": "佐藤花子", "phone": "0847112222"}


def identify(client: Client, ticket: Ticket, **data: str) -> str:
    answer = client.post(reverse("desk:identity", args=[ticket.pk]), data, follow=True)
    return answer.content.decode()


def test_somebody_of_the_household_says_their_own_name(client: Client, provider: Provider, ticket: Ticket) -> None:
    from yorisoi_service.subscribers.services.household import add_household_member

    add_household_member(subscriber=provider.subscriber, name="佐藤 一郎", relation="息子", by=provider.clerk, now=NOON)
    assert "佐藤 一郎" not in client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    shown = identify(client, ticket, **RIGHT, own_name="さとう いちろう", relation="息子")
    assert "member of the household ×" in shown, "the kana was not registered"
    assert "nobody named them for the household" in shown
    shown = identify(client, ticket, **RIGHT, own_name="佐藤一郎", relation="息子")
    assert "member of the household ○" in shown
    assert answers_of(ticket)[-2:] == [("caller", "member", "佐藤一郎 / 息子"), ("identity", "passed", "")]
    assert "Somebody of the household speaks: 佐藤一郎 / 息子" in shown
    shown = identify(client, ticket, **RIGHT)
    assert answers_of(ticket)[-2:] == [("caller", "subscriber", ""), ("identity", "passed", "")]


def test_a_provider_may_keep_support_to_the_contract_partner(provider: Provider, ticket: Ticket) -> None:
    from dataclasses import replace

    from django.conf import settings
    from yorisoi_service.subscribers.services.household import add_household_member

    add_household_member(subscriber=provider.subscriber, name="佐藤 一郎", relation="息子", by=provider.clerk, now=NOON)
    strict = replace(settings.PROVIDER, desk=replace(settings.PROVIDER.desk, household_support=False))
    with override_settings(PROVIDER=strict):
        shown = identify(browser(provider.communicator), ticket, **RIGHT, own_name="佐藤一郎", relation="息子")
        assert "Only the subscriber may ask for support here" in shown


def test_with_the_paper_lost_only_a_call_back_helps(client: Client, provider: Provider, ticket: Ticket) -> None:
    assert provider.subscriber.phone not in client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    early = client.post(reverse("desk:called_back", args=[ticket.pk]), {"number": "landline"}, follow=True)
    assert "No call back is needed here" in early.content.decode()
    assert answers_of(ticket) == []
    shown = client.post(reverse("desk:to_call_back", args=[ticket.pk]), follow=True).content.decode()
    assert provider.subscriber.phone in shown
    assert "is to be called back" in identify(client, ticket, **RIGHT)
    refused = client.post(reverse("desk:called_back", args=[ticket.pk]), {"number": "mobile"}, follow=True)
    assert "Choose one of the registered telephone numbers" in refused.content.decode()
    client.post(reverse("desk:called_back", args=[ticket.pk]), {"number": "landline"})
    assert answers_of(ticket)[-1] == ("identity", "called_back_landline", "")
    facts = "".join(Row.objects.values_list("facts", flat=True))
    assert "called_back_landline" in facts
    assert provider.subscriber.phone not in facts


def test_what_must_never_be_asked_stands_beside_the_fields(client: Client, ticket: Ticket) -> None:
    shown = client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert "PIN, card number, online bank sign-in, any password" in shown


def test_the_first_thing_to_do_has_the_focus(client: Client, ticket: Ticket) -> None:
    def focused() -> list[str]:
        shown = client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
        return re.findall(r'name="(\w+)"[^>]*? autofocus', shown)

    assert focused() == ["customer_number"]
    identify(client, ticket, **RIGHT)
    assert focused() == ["asked"]
    ask(client, ticket, thing="printer", asked="紙が出ない")
    assert focused() == ["both"]
