"""The own page shows its owner everything, and nobody anything of somebody else."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from enum import Enum
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Model, OneToOneField
from django.test import Client
from django.urls import get_resolver, reverse
from yorisoi_protocol.vocabulary import Ending, GateEvent, Permission, Removal
from yorisoi_service import clock
from yorisoi_service.billing.rules import booking
from yorisoi_service.billing.rules.charge import Reason
from yorisoi_service.billing.services.welcome import issue_welcome
from yorisoi_service.contracts.rules.story import Channel, EndCause, Kind, Rejection, State, Void
from yorisoi_service.contracts.services import lines as contracts
from yorisoi_service.debits.models import Mandate
from yorisoi_service.debits.rules import receivable
from yorisoi_service.desk.models.calls import Closing
from yorisoi_service.desk.models.tickets import Channel as Number
from yorisoi_service.desk.models.tickets import Kind as Noted
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.calls import State as CallState
from yorisoi_service.desk.rules.identity import Caller
from yorisoi_service.desk.rules.outcome import Outcome
from yorisoi_service.desk.rules.survey import Solved
from yorisoi_service.desk.rules.triage import Code, Decision, Device, Fact, Need, Request
from yorisoi_service.desk.services import callbacks, calls, scope, tickets
from yorisoi_service.desk.services.notes import keep_note
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.front.portal.me.helped import request_of
from yorisoi_service.front.portal.me.holdings import HOLDINGS, rows_of
from yorisoi_service.front.portal.me.keeping import what_stays
from yorisoi_service.front.portal.me.labels import LABELS
from yorisoi_service.front.portal.me.meanings import MEANINGS
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules import kinds
from yorisoi_service.remote.models import Entry, Session
from yorisoi_service.subscribers.models import HouseholdMember, Subscriber, Wish
from yorisoi_service.subscribers.rules.access import Purpose, WishKind
from yorisoi_service.subscribers.services import wishes
from yorisoi_service.subscribers.services.looks import looked
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.own_page import at_home
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

KNOWN: tuple[type[Enum], ...] = (
    EndCause, Channel, Void, State, Rejection, Kind, booking.Kind, Reason, Mandate.Ending, receivable.State,
    kinds.Kind, kinds.Way, kinds.MailState, CallState, Closing, Number, Outcome, Noted, Need, Device, Decision, Code,
    Permission, Solved, Ending, Removal, GateEvent, Purpose, WishKind, Caller,
)  # fmt: skip

HOSTILE = "<script>alert(1)</script> \u202eevil\u202c ｶﾅ 🦊"


@pytest.fixture
def household(provider: Provider) -> Provider:
    """A subscriber of whom there is something in every room."""
    HouseholdMember.objects.create(subscriber=provider.subscriber, name="佐藤 一郎", relation="夫", added_at=NOON)
    issue_welcome(period=provider.period, provider=settings.PROVIDER, language="ja", by=provider.clerk, now=NOON)
    ticket, tool = provider.ready_ticket(), Tool()
    offer = tool.offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    session = Session.objects.get(pk=offer.session)
    told = (("granted", "view", 1, 60_000), ("denied", "control", 2, 90_000), ("granted", "control", 3, 120_000))
    told += (("revoked", "control", 3, 180_000), ("granted", "file_to_subscriber", 4, 200_000))
    told += (("spent", "file_to_subscriber", 4, 210_000),)
    for n, (event, permission, number, at_ms) in enumerate(told):
        Entry.objects.create(
            session=session,
            n=n,
            at_ms=at_ms,
            event=event,
            permission=permission,
            number=number,
            line="",
            received_at=NOON,
        )
    Session.objects.filter(pk=session.pk).update(
        state="closed", live_at=NOON, ended_at=later(minutes=9), closed_at=NOON
    )
    Session.objects.filter(pk=session.pk).update(ending="finished", removal="verified")
    looked(subscriber=provider.subscriber, by=provider.communicator, where="desk:ticket", now=NOON)
    return provider


def letter_of(provider: Provider) -> Letter:
    return Letter.objects.get(subscriber=provider.subscriber)


def ticket_of(provider: Provider) -> Ticket:
    return Ticket.objects.get(subscriber=provider.subscriber)


def addresses(provider: Provider) -> list[str]:
    found = [
        f"/my/{path}" for path in ("", "out", "elsewhere", "waiting", "contract", "charges", "letters", "requests")
    ]
    found += [f"/my/{path}" for path in ("call-back", "data", "data/looks", "data/copy", "data/correct", "data/delete")]
    found += ["/my/code", f"/my/letters/{letter_of(provider).number}", f"/my/requests/{ticket_of(provider).pk}"]
    return found


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_page_opens_in_both_languages_and_is_kept_nowhere(household: Provider) -> None:
    for language in ("ja", "en"):
        client = at_home(household, language=language)
        for address in addresses(household):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert answer.headers["Cache-Control"] == "no-store, private"
            assert "noindex" in answer.headers["X-Robots-Tag"]
            assert 'content="noindex"' in answer.content.decode()


def test_every_address_is_shut_to_whoever_is_not_signed_in(household: Provider) -> None:
    open_to_all = {"my", "my_open", "my_link", "my_code", "my_out"}
    patterns = get_resolver("yorisoi_service.front.portal.me.urls").url_patterns
    for pattern in patterns:
        if pattern.name in open_to_all:
            continue
        wanted = {name: 1 if name != "number" else "1" for name in pattern.pattern.converters}
        address = reverse(f"portal:{pattern.name}", kwargs=wanted)
        for client in (browser(), browser(household.clerk)):
            for answer in (client.get(address), client.post(address)):
                assert answer.status_code in (302, 401, 405), address
                assert "佐藤" not in answer.content.decode()


def test_the_desks_numbers_stand_behind_the_door_only(household: Provider) -> None:
    desk = (settings.PROVIDER.phones.desk_landline, settings.PROVIDER.phones.desk_mobile)
    for address in ("/my/", "/my/code", "/my/out"):
        assert not any(number in shown(browser(), address) for number in desk)
    assert all(number in shown(at_home(household), "/my/") for number in desk)


def test_who_has_no_contract_gets_the_offices_number(provider: Provider) -> None:
    other = provider.household("C-10002", "0847-11-3333")
    page = shown(at_home(provider, other), "/my/")
    assert settings.PROVIDER.phones.desk_landline not in page
    assert settings.PROVIDER.phones.office in page


def test_the_contract_tells_what_is_charged_next_and_why(household: Provider) -> None:
    page = shown(at_home(household, language="ja"), "/my/contract")
    assert "ご契約中" in page
    assert "550円" in page
    assert "L-10001" in page


def test_a_request_tells_every_consent_and_how_it_ended(household: Provider) -> None:
    page = shown(at_home(household, language="ja"), f"/my/requests/{ticket_of(household).pk}")
    for words in (
        "画面を見ること",
        "許可なさいませんでした",
        "お客様が取り消しました",
        "1回だけ使いました",
        "確認ずみ",
        "番号 12",
    ):
        assert words in page, words


def test_who_only_looked_along_is_named_so(household: Provider) -> None:
    address, only = f"/my/requests/{ticket_of(household).pk}", "立ち会い(画面を見るだけ)"
    assert only not in shown(at_home(household, language="ja"), address)
    Session.objects.update(kind="joined", beside=Session.objects.get())
    assert only in shown(at_home(household, language="ja"), address)


@pytest.mark.parametrize("seen", [True, False])
def test_what_nobody_saw_of_a_lost_connection_is_not_claimed(household: Provider, seen: bool) -> None:
    session = Session.objects.get()
    if not seen:
        session.log.all().delete()
    Session.objects.update(state="ended", live_at=NOON, ended_at=later(minutes=60), ending="lost", receipt="")
    page = shown(at_home(household, language="ja"), f"/my/requests/{ticket_of(household).pk}")
    assert ("いつ終わったかは、こちらに届いていません" in page) == seen
    assert "接続が終わるまで許可" not in page
    assert "記録の最後が届きませんでした" in page
    assert "許可されたものはなく" not in page


def test_a_consent_of_a_connection_that_runs_has_no_end_yet(household: Provider) -> None:
    Entry.objects.filter(event="revoked").delete()
    Session.objects.update(state="live", live_at=NOON, ended_at=None, closed_at=None, ending="", removal="")
    page = shown(at_home(household, language="ja"), f"/my/requests/{ticket_of(household).pk}")
    assert "いま有効です" in page
    assert "接続が終わるまで許可" not in page


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("", "まだありません。"),
        ("resolved", "お電話だけでお手伝いし、画面は見ていません。"),
        ("not_possible", "ありません。画面は見ていません。"),
        ("referred", "ありません。画面は見ていません。"),
    ],
)
def test_help_by_telephone_is_told_only_where_there_was_some(provider: Provider, outcome: str, said: str) -> None:
    ticket = provider.ready_ticket()
    if outcome:
        Ticket.objects.update(outcome=outcome, finished_at=NOON)
    page = shown(at_home(provider, language="ja"), f"/my/requests/{ticket.pk}")
    assert f"<p>{said}</p>" in page or f"<p>ありません。{said}</p>" in page
    assert ("お電話だけでお手伝いし" in page) == (outcome == "resolved")


SECRET = ("夫のメールを見たい", "断りました", "弁護士会", "聞こえた話")


@pytest.fixture
def strange(provider: Provider) -> Ticket:
    """A call from a registered number by somebody whom nobody identified, answered and finished."""
    asked, refused, place, noted = SECRET
    ticket = tickets.open_ticket(
        channel="landline", asked=asked, subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )
    keep_note(ticket=ticket, text=noted, seen=0, by=provider.communicator, now=NOON)
    return set_outcome(
        ticket=ticket, outcome="referred", not_done=refused, referred_to=place, referred_contact="0847-00-0000",
        by=provider.communicator, now=NOON,
    )  # fmt: skip


def known(ticket: Ticket, value: str, **more: object) -> None:
    whom = {"subscriber": ticket.subscriber, "line": ticket.line, "by": ticket.opened_by, "at": NOON} | more
    ticket.answers.create(kind=Noted.IDENTITY, value=value, **whom)


def told_on_every_page(provider: Provider, ticket: Ticket) -> list[str]:
    client = at_home(provider, language="ja")
    tables, page = taken(client)
    return [
        shown(client, f"/my/requests/{ticket.pk}") + shown(client, "/my/requests"),
        json.dumps(tables, ensure_ascii=False),
        page,
    ]


def test_what_somebody_said_whom_nobody_identified_is_not_told_to_the_household(
    provider: Provider, strange: Ticket
) -> None:
    """The number is a hint and no proof: a stranger or an ex-partner may have called in the subscriber's name."""
    pages, tables, copy = told_on_every_page(provider, strange)
    assert not [word for word in SECRET for each in (pages, tables, copy) if word in each]
    assert "どなたからのお電話か確認できていないため" in pages
    assert "お客様のお名前でのお電話" in pages
    assert "お電話だけでお手伝い" not in pages
    assert settings.PROVIDER.phones.office in pages
    told = request_of(provider.subscriber, strange.pk)
    assert told is not None
    assert told.note is None
    for each in (tables, copy):
        # asked, outcome, referred to, how, not done, noted
        assert each.count("お電話の方を確認できていないため") == 6


def test_what_was_decided_for_whom_nobody_identified_is_not_told_either(provider: Provider) -> None:
    ticket = tickets.open_ticket(
        channel="landline", asked="映画", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )
    scope.decide(
        ticket=ticket, request=Request(facts=frozenset({Fact.ILLEGAL})), what="映画", by=provider.communicator, now=NOON
    )
    tables, copy = taken(at_home(provider, language="ja"))
    for code in ("illegal", "refuse", "computer"):
        assert f'"{code}"' not in json.dumps(tables)
    assert "法律に触れる" not in copy
    known(ticket, "passed")
    tables, copy = taken(at_home(provider, language="ja"))
    assert '"illegal"' in json.dumps(tables)
    assert "法律に触れる" in copy


@pytest.mark.parametrize("value", ["passed", "called_back_landline"])
def test_who_was_identified_reads_it(provider: Provider, strange: Ticket, value: str) -> None:
    client, address = at_home(provider, language="ja"), f"/my/requests/{strange.pk}"
    known(strange, value, line=None)  # about another line, before this one was chosen
    assert SECRET[0] not in shown(client, address)
    known(strange, "failed")
    known(strange, value)
    pages, tables, copy = told_on_every_page(provider, strange)
    assert not [word for word in SECRET[:3] if word not in pages]
    assert not [word for word in SECRET for each in (tables, copy) if word not in each]
    assert "確認できて" not in pages
    known(strange, "failed")
    assert SECRET[0] not in shown(client, address)


def test_a_connection_to_the_own_line_is_told_whoever_called(household: Provider) -> None:
    other = household.household("C-10002", "0847-11-3333")
    ticket = ticket_of(household)
    address = f"/my/requests/{ticket.pk}"
    ticket.answers.filter(kind=Noted.IDENTITY).delete()
    assert "画面を見ること" in shown(at_home(household, language="ja"), address)
    Ticket.objects.update(subscriber=other, line=None)
    page = shown(at_home(household, other, language="ja"), address)
    assert "画面を見ること" not in page


def test_nobody_opens_letters_and_requests_of_others(household: Provider) -> None:
    other = household.household("C-10002", "0847-11-3333")
    client = at_home(household, other)
    letter, ticket = letter_of(household), ticket_of(household)
    for address in (f"/my/letters/{letter.number}", f"/my/letters/{letter.number}/pdf", f"/my/requests/{ticket.pk}"):
        assert client.get(address).status_code == 404
        strange = client.get(address.replace(letter.number, "W-1999-00001").replace(str(ticket.pk), "999999"))
        assert strange.status_code == 404
    wish = wishes.ask_correction(subscriber=household.subscriber, text="x", now=NOON)
    assert client.post(f"/my/data/withdraw/{wish.pk}").status_code == 404
    wish.refresh_from_db()
    assert wish.withdrawn_at is None


def test_whatever_was_written_is_shown_as_text(household: Provider) -> None:
    Ticket.objects.update(asked=HOSTILE)
    Subscriber.objects.filter(pk=household.subscriber.pk).update(name=HOSTILE)
    client = at_home(household)
    for address in addresses(household):
        assert "<script>alert" not in shown(client, address)
    client.post("/my/data/correct", {"text": HOSTILE})
    assert "<script>alert" not in shown(client, "/my/data")


def test_the_place_in_the_queue_is_told_while_a_call_waits(household: Provider) -> None:
    client = at_home(household, language="ja")
    calls.ring(call_id="a", number="0312345678", channel="landline", now=NOON)
    calls.ring(call_id="b", number="0847112222", channel="landline", now=later(seconds=5))
    assert "2番目" in shown(client, "/my/")
    assert "2番目" in shown(client, "/my/waiting")
    assert "2番目" in client.get("/my/waiting/place").json()["said"]
    calls.hang_up(call_id="a", now=later(seconds=9))
    assert "次に" in client.get("/my/waiting/place").json()["said"]


def test_a_call_back_goes_to_a_registered_number_only(household: Provider) -> None:
    client = at_home(household, language="ja")
    page = shown(client, "/my/call-back")
    assert "0847-11-2222" not in page
    assert "2222" in page
    for strange in ("mobile", "0312345678", ""):
        assert client.post("/my/call-back", {"registered": strange}).status_code == 400
    assert client.post("/my/call-back", {"registered": "landline", "wanted_from": ""}).status_code == 302
    found = callbacks.CallBack.objects.get()
    assert (found.subscriber, found.asked_by) == (household.subscriber, None)
    assert "取りやめる" in shown(client, "/my/call-back")
    client.post("/my/call-back/withdraw")
    found.refresh_from_db()
    assert found.closing == "withdrawn"


def test_a_call_back_may_be_asked_for_an_hour_of_the_list(household: Provider) -> None:
    client = at_home(household)
    page = shown(client, "/my/call-back")
    slot = page.partition('<option value="2026')[2].partition('"')[0]
    assert client.post("/my/call-back", {"registered": "landline", "wanted_from": f"2026{slot}"}).status_code == 302
    assert callbacks.CallBack.objects.get().wanted_from == clock.local(later(hours=1))


def test_it_is_not_every_day_where_days_are_closed(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at_home(provider, language="ja")
    assert "毎日 09:00から21:00まで" in shown(client, "/my/")
    desk = settings.PROVIDER.desk
    closed = replace(desk, hours=replace(desk.hours, closures=frozenset({date(2027, 1, 1)})))
    monkeypatch.setattr(settings, "PROVIDER", replace(settings.PROVIDER, desk=closed))
    page = shown(client, "/my/")
    assert "毎日" not in page
    assert "09:00から21:00まで。土日祝日も受け付けています。" in page
    assert "2027年1月1日" in page


def test_the_providers_own_words_stand_beside_the_hours_while_the_desk_is_closed(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"after_hours": {"ja": "休み", "en": "We rest until {opens} <i>."}}
    monkeypatch.setattr(settings, "PROVIDER", replace(settings.PROVIDER, texts=own))
    assert "We rest until" not in at_home(provider).get("/my/").content.decode()
    desk = settings.PROVIDER.desk
    morning = replace(desk, hours=replace(desk.hours, closes=time(11)))
    monkeypatch.setattr(settings, "PROVIDER", replace(settings.PROVIDER, desk=morning))
    assert "We rest until 09:00 &lt;i&gt;." in at_home(provider).get("/my/").content.decode()


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-21T03:00:00+09:00",
        "2027-11-21T12:00:00+09:00",
        "2026-11-01T12:00:00+09:00",
        "x",
        "2026-11-21T12:00",
        "0001-01-01T00:00+23:59",
        "9999-12-31T23:59-23:59",
    ],
)
def test_a_call_back_outside_the_hours_is_refused(household: Provider, moment: str) -> None:
    answer = at_home(household).post("/my/call-back", {"registered": "landline", "wanted_from": moment})
    assert answer.status_code == 400
    assert not callbacks.CallBack.objects.exists()


def test_the_owner_reads_who_looked(household: Provider) -> None:
    page = shown(at_home(household), "/my/data/looks")
    assert "number 12" in page
    assert household.communicator.display_name not in page


def taken(client: Client) -> tuple[dict[str, list[dict[str, object]]], str]:
    answer = client.post("/my/data/copy")
    archive = ZipFile(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]
    assert answer.headers["Cache-Control"] == "no-store, private"
    return json.loads(archive.read("data.json"))["tables"], archive.read("data.html").decode()


def test_a_copy_holds_everything_and_nothing_of_others(household: Provider) -> None:
    other = household.household("C-10002", "0847-11-3333")
    other.name = "他人 太郎"
    other.save()
    tables, page = taken(at_home(household, language="ja"))
    assert set(tables) == {holding.name for holding in HOLDINGS}
    assert tables["subscriber"][0]["customer_number"] == "C-10001"
    for name in ("lines", "contracts", "letters", "requests", "requests_answers", "sessions", "sessions_log", "looks"):
        assert tables[name], name
    everything = json.dumps(tables, ensure_ascii=False) + page
    assert "他人" not in everything
    assert "hash" not in everything
    assert "佐藤 一郎" in page
    assert "ご相談" in page


def test_the_page_to_read_has_words_where_the_file_for_programs_has_codes(household: Provider) -> None:
    callbacks.ask(
        subscriber=household.subscriber,
        registered="landline",
        wanted_from=later(days=1),
        by=None,
        policy=settings.PROVIDER.desk,
        now=NOON,
    )
    wishes.ask_correction(subscriber=household.subscriber, text="住所", now=NOON)
    tables, page = taken(at_home(household, language="ja"))
    cells = set(re.findall(r"<bdi>([^<]*)</bdi>", page))
    kinds = {str(row["kind"]) for name in ("contract_events", "letters", "wishes") for row in tables[name]}
    assert {"joined", "welcome", "correction"} <= kinds
    assert {"契約の始まり", "受付窓口", "データの訂正", "許可しました"} <= cells
    words = {str(code) for each in KNOWN for code in each} - {""}
    assert {one for cell in cells for one in cell.split("\n")} & (words | {"yes", "no", "passed", "exception"}) == set()


def test_no_code_is_without_its_words() -> None:
    codes: dict[tuple[str, str], type[Enum]] = {
        ("contracts", "end_cause"): EndCause,
        ("contracts", "channel"): Channel,
        ("contracts", "void"): Void,
        ("applications", "state"): State,
        ("applications", "rejection"): Rejection,
        ("contract_events", "kind"): Kind,
        ("charges", "kind"): booking.Kind,
        ("charges", "reason"): Reason,
        ("mandates", "ending"): Mandate.Ending,
        ("collected", "state"): receivable.State,
        ("debits", "result_code"): receivable.Code,
        ("letters", "kind"): kinds.Kind,
        ("letters_sent", "way"): kinds.Way,
        ("letters_sent", "state"): kinds.MailState,
        ("calls", "state"): CallState,
        ("call_backs", "closing"): Closing,
        ("requests", "channel"): Number,
        ("requests", "outcome"): Outcome,
        ("requests_answers", "kind"): Noted,
        ("requests_scope", "need"): Need,
        ("requests_scope", "device"): Device,
        ("requests_scope", "decision"): Decision,
        ("requests_scope", "code"): Code,
        ("requests_scope", "allowed"): Permission,
        ("surveys", "solved"): Solved,
        ("sessions", "ending"): Ending,
        ("sessions", "removal"): Removal,
        ("sessions_log", "event"): GateEvent,
        ("own_page_keys", "purpose"): Purpose,
        ("wishes", "kind"): WishKind,
    }
    for place, each in codes.items():
        assert {str(code) for code in each} - {""} <= {str(code) for code in MEANINGS[place]}, place
    fields = {(holding.name, field) for holding in HOLDINGS for field in holding.fields}
    assert set(MEANINGS) <= fields


def test_a_copy_tells_each_holder_of_a_line_their_own_time_of_it(provider: Provider) -> None:
    before, after = provider.subscriber, provider.household("C-20000", "0847-33-4444")
    provider.add_line(after, "L-2")
    contracts.suspend_line(
        line=provider.line, first_on=date(2026, 10, 5), last_on=date(2026, 11, 25), by=provider.clerk, now=NOON
    )
    contracts.inherit_line(line=provider.line, to=after, on=date(2026, 11, 10), by=provider.clerk, now=NOON)
    tables = ("suspensions", "contracts", "accepted_terms", "contract_events")
    mine, theirs = (
        {holding.name: list(rows_of(holding, each)) for holding in HOLDINGS if holding.name in tables}
        for each in (before, after)
    )
    assert mine["contracts"][0]["form_on"] == date(2026, 4, 15)
    assert [row["end_on"] for row in mine["contracts"]] == [date(2026, 11, 9)]
    assert [(row["form_on"], row["start_on"], row["end_on"]) for row in theirs["contracts"]] == [
        (None, date(2026, 11, 10), None)
    ]
    assert (len(mine["accepted_terms"]), theirs["accepted_terms"]) == (1, [])
    assert mine["contract_events"][0]["kind"] == "joined"
    assert mine["contract_events"][-1]["kind"] == "line_inherited"
    assert [row["kind"] for row in theirs["contract_events"]] == ["line_inherited"]
    assert [row["last_on"] for row in mine["suspensions"]] == [date(2026, 11, 9)]
    assert [row["first_on"] for row in theirs["suspensions"]] == [date(2026, 11, 10)]
    assert len(what_stays(before, now=NOON)) == len(what_stays(after, now=NOON)) == 3


def test_how_long_looks_stay_is_counted_from_the_day_in_japan(provider: Provider) -> None:
    early = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # the 21st, half past eight
    assert what_stays(provider.subscriber, now=early)[0].until == date(2029, 11, 21)


def test_a_copy_shows_hostile_text_as_text(household: Provider) -> None:
    Ticket.objects.update(asked=HOSTILE)
    _tables, page = taken(at_home(household))
    assert "<script>" not in page
    assert "\u202e" not in page


def test_a_copy_is_brought_by_a_form_and_by_no_link(household: Provider) -> None:
    assert "zip" not in at_home(household).get("/my/data/copy").headers["Content-Type"]


# Tables that lead to a subscriber and are in no copy, each with its reason.
NOT_GIVEN = {
    "subscribers.SearchKey": "repeats names and numbers, cut into pieces",
    "subscribers.LinkWish": "gone within minutes",
    "debits.DebitPart": "repeats what was collected and debited",
    "desk.Change": "when which colleague changed a request, for their windows",
}


def leads_to_subscriber(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> bool:
    targets = [
        field.related_model for field in model._meta.get_fields() if isinstance(field, ForeignKey | OneToOneField)
    ]
    if {Subscriber, Ticket, Session} & set(targets):
        return True
    further = [each for each in targets if isinstance(each, type) and each not in seen and each is not model]
    return any(leads_to_subscriber(each, seen | {model}) for each in further)


def test_every_table_about_subscribers_is_in_the_copy_or_left_out_for_a_reason() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("yorisoi_service.")]
    about = {model._meta.label for model in ours if leads_to_subscriber(model)} | {"remote.Session"}
    given = {holding.model._meta.label for holding in HOLDINGS}
    assert about - given - NOT_GIVEN.keys() == set()
    assert given & NOT_GIVEN.keys() == set()


def test_every_field_of_a_copy_has_a_name() -> None:
    assert {field for holding in HOLDINGS for field in holding.fields} - LABELS.keys() == set()


def test_a_request_for_deletion_needs_a_tick_and_is_seen_and_taken_back(household: Provider) -> None:
    client = at_home(household, language="ja")
    assert "先に済ませていただくこと" in shown(client, "/my/data/delete")
    assert client.post("/my/data/delete").status_code == 400
    assert client.post("/my/data/delete", {"sure": "yes"}).status_code == 302
    assert client.post("/my/data/delete", {"sure": "yes"}).status_code == 400
    wish = Wish.objects.get()
    page = shown(client, "/my/data/delete")
    assert page.index("削除のお申し出を受け付けました") < page.index("先に済ませていただくこと")
    assert "情報の削除" in shown(client, "/my/data")
    client.post(f"/my/data/withdraw/{wish.pk}")
    wish.refresh_from_db()
    assert wish.withdrawn_at == NOON
    assert client.post("/my/data/delete", {"sure": "yes"}).status_code == 302


def test_a_correction_reaches_the_office_within_limits(household: Provider) -> None:
    client = at_home(household)
    assert client.post("/my/data/correct", {"text": "  "}).status_code == 400
    assert client.post("/my/data/correct", {"text": "x" * 1_001}).status_code == 400
    for n in range(5):
        assert client.post("/my/data/correct", {"text": f"wrong {n}"}).status_code == 302
    assert client.post("/my/data/correct", {"text": "one more"}).status_code == 400


def test_the_letter_is_read_as_a_page(household: Provider) -> None:
    page = shown(at_home(household, language="ja"), f"/my/letters/{letter_of(household).number}")
    assert settings.PROVIDER.phones.desk_landline in page
    assert 'lang="ja"' in page


def test_pages_ask_little_of_the_database(household: Provider, django_assert_max_num_queries: object) -> None:
    client = at_home(household)
    for address in addresses(household):
        with django_assert_max_num_queries(30):  # type: ignore[operator]
            assert client.get(address).status_code == 200, address


def test_numbers_nobody_has_are_not_found(household: Provider) -> None:
    client = at_home(household)
    for path in ("letters/%00", "letters/W-%E2%80%AE", "letters/x/pdf", "requests/99999999999999999999", "requests/0"):
        assert client.get(f"/my/{path}").status_code == 404, path
    assert client.post("/my/data/withdraw/99999999999999999999").status_code == 404
