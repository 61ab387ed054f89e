"""A ticket's page: each step shows what came of it and changes exactly the rows it is about."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from django.urls import reverse
from yorisoi_protocol.vocabulary import Ending, Removal
from yorisoi_service import clock
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.desk.models.calls import Closure
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.services import tickets
from yorisoi_service.front.office.provider_rows import take_over
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services import endings, running
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def client(provider: Provider) -> Client:
    return browser(provider.communicator)


@pytest.fixture
def ticket(provider: Provider) -> Ticket:
    return tickets.open_ticket(
        channel="landline", asked="プリンター", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )


def page(client: Client, ticket: Ticket) -> str:
    answer = client.get(reverse("desk:ticket", args=[ticket.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, step: str, ticket: Ticket, /, **data: str) -> str:
    """One step, and the page it leads to."""
    answer = client.post(reverse(f"desk:{step}", args=[ticket.pk]), data, follow=True)
    assert answer.redirect_chain == [(reverse("desk:ticket", args=[ticket.pk]), 302)]
    return answer.content.decode()


def closed(ticket: Ticket) -> tuple[str, ...]:
    fresh = desk.find(ticket.pk)
    assert fresh is not None
    return desk.gates_of(fresh, policy=settings.PROVIDER.desk, now=clock.now()).closed


def test_a_whole_call_opens_every_gate(client: Client, provider: Provider, ticket: Ticket) -> None:
    assert 'data-gates-open="no"' in page(client, ticket)
    assert closed(ticket) == ("identity", "scope", "checklist")
    shown = do(client, "identity", ticket, customer_number="C-10001", name="さとうはなこ", phone="0847112222")
    assert "Identity confirmed: customer number ○ / name ○ / telephone ○ / address -" in shown
    do(client, "scope", ticket, thing="printer")
    do(client, "checklist", ticket, device="yes", operations="yes")
    assert closed(ticket) == ()
    shown = page(client, ticket)
    assert 'data-gates-open="yes"' in shown
    assert "Ask for the number and type it into the viewer" in shown


def test_a_failed_check_shows_marks_and_keeps_nothing_of_what_was_said(client: Client, ticket: Ticket) -> None:
    shown = do(client, "identity", ticket, customer_number="C-99999", name="canary-name", address="canary-address")
    assert "Identity not confirmed: customer number × / name × / telephone - / address ×" in shown
    assert "canary" not in shown
    assert [(answer.value, answer.note) for answer in Answer.objects.all()] == [("failed", "")]


def box(shown: str) -> str:
    """What stands in the identity gate's own box about the last check, without markup."""
    found = re.search(r'id="marks".*?</div>', shown, re.DOTALL)
    return "" if found is None else " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_the_box_of_the_check_says_what_was_wrong_and_how_many_tries_are_left(client: Client, ticket: Ticket) -> None:
    assert box(page(client, ticket)) == ""
    do(client, "identity", ticket, customer_number="C-10001", name="違う", address="canary-address")
    told = box(page(client, ticket))  # read again: it still stands there
    assert "customer number ○ / name × / telephone - / address ×" in told
    assert "2 tries left" in told
    do(client, "identity", ticket, customer_number="C-99999")
    assert "1 try left" in box(page(client, ticket))
    assert "No try is left" in box(do(client, "identity", ticket, customer_number="C-99999"))
    assert "canary" not in str(dict(client.session))
    do(client, "called_back", ticket)
    assert box(page(client, ticket)) == ""


def test_after_three_failures_only_a_call_back_helps(client: Client, provider: Provider, ticket: Ticket) -> None:
    for _ in range(3):
        do(client, "identity", ticket, customer_number="C-99999")
    shown = page(client, ticket)
    assert "I will call you back" in shown
    now = shown.split('data-step="')[1].split("</div>")[0]
    assert now.startswith("call_back")
    assert "customer number" not in now
    assert provider.subscriber.phone in shown
    assert 'name="customer_number"' not in shown
    do(client, "called_back", ticket)
    assert "identity" not in closed(ticket)


def test_taking_a_tick_back_shuts_the_gate_again(client: Client, ticket: Ticket) -> None:
    do(client, "checklist", ticket, device="yes", operations="yes")
    assert "checklist" not in closed(ticket)
    do(client, "checklist", ticket, device="yes")
    assert "checklist" in closed(ticket)
    assert Answer.objects.filter(kind="device").count() == 1


def to_read_aloud(provider: Provider) -> Ticket:
    """The ticket of somebody whose form told of no terms."""
    household = provider.household("C-10002", "0847-11-3333")
    line = provider.add_line(household, "L-10002")
    join(line=line, form_on=clock.business_day(NOON), terms_version="", by=provider.clerk, now=NOON)
    return tickets.open_ticket(channel="mobile", asked="", subscriber=household, by=provider.communicator, now=NOON)


def test_terms_are_read_aloud_in_their_present_version(client: Client, provider: Provider) -> None:
    ticket = to_read_aloud(provider)
    assert settings.PROVIDER.terms.liability["en"] in page(client, ticket)
    assert "The terms have changed meanwhile" in do(client, "terms", ticket, version="old")
    do(client, "terms", ticket, version=settings.PROVIDER.terms.version)
    assert "terms" not in closed(ticket)


def test_what_is_read_aloud_is_the_text_that_holds(provider: Provider, settings: LazySettings) -> None:
    written = settings.PROVIDER
    take_over(now=NOON)
    ticket = to_read_aloud(provider)
    terms = replace(written.terms, liability={"ja": "書きかえた文", "en": "another text"})  # under the same version
    settings.PROVIDER = replace(written, terms=terms)
    for language in ("en", "ja"):
        shown = page(browser(provider.communicator, language=language), ticket)
        told = browser(language=language).get(reverse("portal:terms")).content.decode()
        assert written.terms.liability[language] in shown
        assert written.terms.liability[language] in told
        assert terms.liability[language] not in shown


def test_terms_in_one_language_are_read_aloud_in_that_one(provider: Provider, settings: LazySettings) -> None:
    text = settings.PROVIDER.terms.liability["ja"]
    settings.PROVIDER = replace(settings.PROVIDER, terms=replace(settings.PROVIDER.terms, liability={"ja": text}))
    assert text in page(browser(provider.communicator, language="en"), to_read_aloud(provider))


def test_no_contract_and_closed_hours_have_sentences_to_read_aloud(
    client: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    household = provider.household("C-10003", "0847-11-4444")
    provider.add_line(household, "L-10003")
    ticket = tickets.open_ticket(channel="mobile", asked="", subscriber=household, by=provider.communicator, now=NOON)
    shown = page(client, ticket)
    assert f"please call our office at {settings.PROVIDER.phones.office}" in shown
    assert "Our opening hours are" not in shown
    closing = later(hours=9)
    monkeypatch.setattr(clock, "now", lambda: closing)
    shown = page(browser(provider.communicator, now=closing), ticket)
    assert "Our opening hours are 09:00 to 21:00, every day" in shown


@pytest.mark.parametrize(
    ("days", "hours", "said"),
    [
        ([0], 0, "We are closed today. We open again on November 21 at 09:00."),
        ([0, 1], 0, "We are closed today. We open again on November 22 at 09:00."),
        ([1], 9, "We are closed now. We open again on November 22 at 09:00."),
        ([2], 9, "Our opening hours are 09:00 to 21:00, every day"),
    ],
)
def test_a_day_closed_by_the_lead_is_told_to_the_caller_with_the_day_that_opens_next(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, days: list[int], hours: int, said: str
) -> None:
    ticket = provider.ready_ticket()
    for day in days:
        Closure.objects.create(day=NOON.date() + timedelta(days=day), by=provider.lead, at=NOON)
    now = later(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert said in page(browser(provider.communicator, now=now), ticket)


def test_an_exception_for_the_network_needs_words(client: Client, ticket: Ticket) -> None:
    assert "Write the reason in 5 to 500 characters" in do(client, "network", ticket, reason="x")
    do(client, "network", ticket, reason="別荘の回線からの接続")
    assert Answer.objects.get(kind="network").note == "別荘の回線からの接続"
    assert "別荘の回線からの接続" in page(client, ticket)


def test_an_old_second_factor_shuts_its_own_gate(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = provider.ready_ticket()
    client = browser(provider.communicator)
    assert 'data-gates-open="yes"' in page(client, ticket)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=settings.PROVIDER.desk.second_factor_age_s + 1))
    shown = page(client, ticket)
    assert 'data-gates-open="no"' in shown
    assert reverse("account_reauthenticate") in shown


def test_a_ticket_nobody_holds_can_be_taken_once(provider: Provider, ticket: Ticket) -> None:
    Ticket.objects.update(holder=None)
    first, second = browser(provider.communicator), browser(provider.second)
    assert "Take this ticket" in page(second, ticket)
    do(first, "take", ticket)
    assert second.post(reverse("desk:take", args=[ticket.pk])).status_code == 404
    ticket.refresh_from_db()
    assert ticket.holder == provider.communicator


def test_a_desk_lead_hands_over(provider: Provider, ticket: Ticket) -> None:
    lead = browser(provider.lead)
    assert "Choose one of your colleagues" in do(lead, "hand_over", ticket, to="99")
    do(lead, "hand_over", ticket, to="15")
    ticket.refresh_from_db()
    assert ticket.holder == provider.second
    assert browser(provider.communicator).get(reverse("desk:ticket", args=[ticket.pk])).status_code == 404


def test_another_caller_shuts_what_was_answered_for_the_first(client: Client, provider: Provider) -> None:
    ticket = provider.ready_ticket()
    other = provider.household("C-10004", "0847-11-5555")
    line = provider.add_line(other, "L-10004")
    do(client, "caller", ticket, caller=f"{other.pk}/{line.pk}")
    assert {"identity", "checklist", "contract"} <= set(closed(ticket))
    for nonsense in ("x", f"{other.pk}/{provider.line.pk}", "999999", "1/2/3", "٣"):
        assert "Choose one of the callers found" in do(client, "caller", ticket, caller=nonsense)


@pytest.mark.parametrize("whose", ["another's", "their own"])
def test_the_checklist_is_asked_anew_about_another_caller_or_line(
    client: Client, provider: Provider, ticket: Ticket, whose: str
) -> None:
    do(client, "checklist", ticket, both="yes")
    household = provider.household("C-10004", "0847-11-5555") if whose == "another's" else provider.subscriber
    line = provider.add_line(household, "L-10004")
    shown = do(client, "caller", ticket, caller=f"{household.pk}/{line.pk}")
    assert "checklist" in closed(ticket)
    assert not re.findall(r'name="(?:device|operations)" value="yes" checked', shown)
    shown = do(client, "checklist", ticket, device="yes")
    assert re.findall(r'name="(device|operations)" value="yes" checked', shown) == ["device"]
    do(client, "checklist", ticket, both="yes")
    assert "checklist" not in closed(ticket)
    before = f"{provider.subscriber.pk}/{provider.line.pk}"
    do(client, "caller", ticket, caller=before)  # what was said about these two counts once more
    assert "checklist" not in closed(ticket)


def test_who_spoke_for_one_subscriber_is_not_shown_for_another(
    client: Client, provider: Provider, ticket: Ticket
) -> None:
    do(client, "identity", ticket, customer_number="C-10001", own_name="佐藤一郎", relation="息子")
    speaks = "<dt>Who speaks</dt>"
    assert speaks in page(client, ticket)
    other = provider.household("C-10004", "0847-11-5555")
    assert speaks not in do(client, "caller", ticket, caller=f"{other.pk}")


def test_a_referral_names_its_target(client: Client, ticket: Ticket) -> None:
    assert "Say whom the subscriber was referred to" in do(client, "finish", ticket, outcome="referred")
    shown = do(client, "finish", ticket, outcome="referred", referred_to="メーカー", referred_contact="0120-000-000")
    assert "The ticket is finished" in shown
    assert "<bdi>メーカー</bdi> <bdi>0120-000-000</bdi>" in shown
    assert 'data-gates-open="no"' in shown
    assert "This ticket is finished" in do(client, "scope", ticket, fact="repair")


def live(provider: Provider, ticket: Ticket) -> tuple[Tool, str]:
    """A session that runs on this ticket."""
    tool = Tool()
    offer = tool.offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    entry = tool.says("verified")
    running.record_entry(session=offer.session, entry=entry, limits=settings.PROVIDER.limits, now=NOON)
    return tool, offer.session


def test_a_session_is_not_closed_until_a_receipt_or_an_explanation(client: Client, provider: Provider) -> None:
    ticket = provider.ready_ticket()
    tool, session = live(provider, ticket)
    assert "Session running" in page(client, ticket)
    assert "Connection verified" in page(client, ticket)
    assert "still running" in do(client, "finish", ticket, outcome="resolved", done="プリンターをつないだ")
    endings.end_session(session=session, reason=Ending.SILENT, side=Side.SERVICE, now=NOON)
    assert "NOT CLOSED" in page(client, ticket)
    endings.close_with_receipt(session=session, receipt=tool.receipt(Removal.LEFT_TO_SYSTEM), now=NOON)
    shown = page(client, ticket)
    assert "NOT CLOSED" not in shown
    assert "left to the system and is not confirmed" in shown


def test_the_signed_record_says_in_words_how_the_session_ended(client: Client, provider: Provider) -> None:
    ticket = provider.ready_ticket()
    tool, session = live(provider, ticket)
    ended = tool.says(f"ended_{Ending.STOPPED_BY_SUBSCRIBER}")
    running.record_entry(session=session, entry=ended, limits=settings.PROVIDER.limits, now=NOON)
    shown = page(client, ticket)
    assert "ended_" not in shown
    assert "Stopped by the subscriber" in shown


def test_a_written_explanation_closes_and_never_says_removed(client: Client, provider: Provider) -> None:
    ticket = provider.ready_ticket()
    _tool, session = live(provider, ticket)
    endings.end_session(session=session, reason=Ending.LOST, side=Side.SERVICE, now=NOON)
    address = reverse("desk:explain", args=[ticket.pk, session])
    assert "10 to 2,000 characters" in client.post(address, {"text": "short"}, follow=True).content.decode()
    shown = client.post(address, {"text": "電源が切れた。電話で削除の方法を伝えた。"}, follow=True).content.decode()
    assert "Closed with a written explanation. Removal is not confirmed." in shown
    assert "電源が切れた" in shown
    other = provider.ready_ticket()
    assert client.post(reverse("desk:explain", args=[other.pk, session]), {"text": "x" * 20}).status_code == 404


def test_the_desk_lead_sees_and_ends_what_runs(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    _tool, session = live(provider, ticket)
    lead = browser(provider.lead)
    assert "Session running" in lead.get(reverse("desk:live")).content.decode()
    shown = lead.post(reverse("desk:end", args=[session]), follow=True).content.decode()
    assert "NOT CLOSED" in shown
    assert Session.objects.get(pk=session).ending == "stopped_by_desk_lead"
    assert lead.post(reverse("desk:end", args=["no-such-session"])).status_code == 404


def test_a_socket_ticket_is_handed_out_once_for_each_request(client: Client) -> None:
    answers = [client.post(reverse("desk:socket_ticket")) for _ in range(2)]
    given = [answer.json() for answer in answers]
    assert given[0].keys() == {"socket_ticket", "socket_path"}
    assert given[0]["socket_ticket"] != given[1]["socket_ticket"]
    assert answers[0]["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "second_factor", "status", "code"),
    [
        (None, NOON, 401, "not_signed_in"),
        ("communicator", None, 403, "no_second_factor"),
        ("clerk", NOON, 403, "not_allowed"),
    ],
)
def test_a_socket_ticket_is_refused_with_a_code(
    provider: Provider, who: str | None, second_factor: object, status: int, code: str
) -> None:
    client = browser(getattr(provider, who) if who else None, second_factor=second_factor)
    answer = client.post(reverse("desk:socket_ticket"))
    assert (answer.status_code, answer.json()) == (status, {"code": code})
