"""The end of a ticket at the desk: a form that loses nothing, and the letter that follows."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import LetterState, VisitNote
from yorisoi_service.desk.services import answers, tickets
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, RIGHT, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
HOSTILE = "<b>強い</b> {{ 7 }} \u202eabc 🦆"


@pytest.fixture
def ticket(provider: Provider) -> Ticket:
    ticket = tickets.open_ticket(
        channel="landline", asked="印刷", subscriber=provider.subscriber, by=provider.communicator, now=NOON
    )
    answers.check_identity(ticket=ticket, typed=RIGHT, by=provider.communicator, now=NOON)
    return Ticket.objects.get()


@pytest.fixture
def client(provider: Provider) -> Client:
    return browser(provider.communicator)


def page(client: Client, ticket: Ticket) -> str:
    return client.get(reverse("desk:ticket", args=[ticket.pk])).content.decode()


def finish(client: Client, ticket: Ticket, **fields: str) -> str:
    return client.post(reverse("desk:finish", args=[ticket.pk]), fields, follow=True).content.decode()


def test_a_refused_form_comes_back_with_every_word(client: Client, ticket: Ticket) -> None:
    shown = finish(client, ticket, outcome="partly", done="半分できました", note="覚え", referred_to="メーカー")
    ticket.refresh_from_db()
    assert ticket.finished_at is None
    for word in ("半分できました", "覚え", "メーカー", 'value="partly" required checked'):
        assert word in shown


def test_what_the_outcome_lacks_is_said_beside_its_field(client: Client, ticket: Ticket) -> None:
    shown = finish(client, ticket, outcome="partly", done="半分できました")
    (lacking,) = re.findall(r'<(?:textarea|input) id="(\w+)"[^>]* aria-invalid="true"', shown)
    assert lacking == "not_done"
    assert re.search(r'<p class="verdict shut" id="not_done-lacks">[^<]+</p>\s*<textarea id="not_done"', shown)
    shown = finish(client, ticket, outcome="referred", referred_to="メーカー")
    assert re.findall(r'<(?:textarea|input) id="(\w+)"[^>]* aria-invalid="true"', shown) == ["referred_contact"]
    assert 'id="referred-lacks"' in shown
    place = Referral.objects.earliest("pk")
    client.post(reverse("desk:draft", args=[ticket.pk]), {"outcome": "referred", "referral": str(place.pk)})
    assert "aria-invalid" not in page(client, ticket)


def test_a_finished_ticket_shows_what_was_told_and_its_letter(client: Client, ticket: Ticket) -> None:
    shown = finish(client, ticket, outcome="resolved", done="つなぎました", changed="設定", next_step="紙を入れる")
    for word in ("つなぎました", "設定", "紙を入れる", "V-2026-00001"):
        assert word in shown
    assert "outcome-form" not in shown


@pytest.mark.parametrize("state", [*LetterState, ""])
def test_a_letter_is_announced_to_the_caller_only_where_one_comes(client: Client, ticket: Ticket, state: str) -> None:
    """Who was refused, or warned of a fraud without being identified, is told of none."""
    announced = "You will get the record of today"
    assert announced not in page(client, ticket)
    finish(client, ticket, outcome="resolved", done="つなぎました")
    if state:
        VisitNote.objects.update(state=state)
    else:
        VisitNote.objects.all().delete()
    shown = page(client, ticket)
    assert "Thank you for calling." in shown
    assert (announced in shown) == (state in ("waiting", "issued"))


def test_what_people_type_is_shown_as_text(client: Client, ticket: Ticket) -> None:
    shown = finish(client, ticket, outcome="resolved", done=HOSTILE, note=HOSTILE)
    assert "<b>強い</b>" not in shown
    assert "&lt;b&gt;強い&lt;/b&gt; {{ 7 }}" in shown
    assert "\u202e" not in shown


def test_a_draft_is_kept_while_somebody_writes_and_shown_to_whoever_comes_next(
    provider: Provider, client: Client, ticket: Ticket
) -> None:
    answer = client.post(
        reverse("desk:draft", args=[ticket.pk]), {"done": "書きかけ"}, headers={"Accept": "application/json"}
    )
    assert answer.json() == {"kept": "12:00", "mark": NOON.isoformat()}
    assert "書きかけ" in page(browser(provider.lead), ticket)
    answer = client.post(reverse("desk:draft", args=[ticket.pk]), {"done": "ボタンで"}, follow=True)
    assert "ボタンで" in answer.content.decode()


def test_a_draft_or_a_finish_never_goes_over_what_somebody_else_wrote_unseen(
    provider: Provider, client: Client, ticket: Ticket
) -> None:
    lead, by_script = browser(provider.lead), {"Accept": "application/json"}
    address = reverse("desk:draft", args=[ticket.pk])
    client.post(address, {"done": "長い文章"}, headers=by_script)
    answer = lead.post(address, {"done": ""}, headers=by_script)
    assert (answer.status_code, "Yamada" in answer.json()["sentence"]) == (409, True)
    assert "Yamada wrote in the outcome" in finish(lead, ticket, outcome="resolved", done="別の文章")
    assert VisitNote.objects.get().draft["done"] == "長い文章"
    ticket.refresh_from_db()
    assert ticket.finished_at is None
    seen = re.findall(r'name="drafted" value="([^"]+)"', page(lead, ticket))
    assert lead.post(address, {"done": "二人の文章", "drafted": seen[0]}, headers=by_script).status_code == 200
    assert VisitNote.objects.get().draft["done"] == "二人の文章"


def test_a_draft_for_a_finished_ticket_is_refused_in_a_sentence(client: Client, ticket: Ticket) -> None:
    finish(client, ticket, outcome="resolved", done="x")
    address = reverse("desk:draft", args=[ticket.pk])
    answer = client.post(address, {"done": "y"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_kept")
    assert VisitNote.objects.get().done == "x"


def test_a_place_of_the_directory_stands_in_the_letter(client: Client, ticket: Ticket) -> None:
    place = Referral.objects.earliest("pk")
    finish(client, ticket, outcome="referred", referral=str(place.pk))
    assert Letter.objects.get().values["referred_to"] == place.name


def test_too_long_a_text_is_refused_and_nothing_breaks(client: Client, ticket: Ticket) -> None:
    shown = finish(client, ticket, outcome="resolved", done="長" * 10_000)
    assert "2,000" in shown
    assert not Letter.objects.exists()


def test_a_desk_lead_prints_the_letter_and_every_printing_is_logged(
    provider: Provider, client: Client, ticket: Ticket
) -> None:
    finish(client, ticket, outcome="resolved", done="x")
    lead, address = browser(provider.lead), reverse("desk:deliver_visit", args=[ticket.pk])
    assert lead.get(reverse("desk:visit_letter", args=[ticket.pk])).status_code == 404
    answer = lead.post(address, {"way": "paper"}, follow=True)
    assert (answer["Content-Type"], answer.getvalue()[:5]) == ("application/pdf", b"%PDF-")
    assert Delivery.objects.get().way == "paper"
    assert client.post(address, {"way": "paper"}).status_code == 403


def test_the_link_is_sent_again_to_the_registered_address_alone(
    provider: Provider, client: Client, ticket: Ticket, settings: LazySettings
) -> None:
    finish(client, ticket, outcome="resolved", done="x")
    lead, address = browser(provider.lead), reverse("desk:deliver_visit", args=[ticket.pk])
    lead.post(address, {"way": "link"})  # no mail is configured
    assert not Delivery.objects.exists()
    settings.MAIL_READY = True
    Subscriber.objects.update(email="hanako@example.jp")
    lead.post(address, {"way": "link", "to": "thief@example.com"})
    assert Delivery.objects.get().sent_to == "hanako@example.jp"


def test_the_office_prints_it_for_a_clerk_and_shows_it_to_no_accountant(
    provider: Provider, client: Client, ticket: Ticket
) -> None:
    finish(client, ticket, outcome="resolved", done="x")
    letter = Letter.objects.get()
    clerk = browser(provider.clerk)
    assert letter.number in clerk.get(reverse("office:contract", args=[provider.line.pk])).content.decode()
    deliver, pdf = reverse("office:deliver", args=[letter.pk]), reverse("office:letter", args=[letter.pk])
    assert clerk.post(deliver, {"way": "paper"}, follow=True)["Content-Type"] == "application/pdf"
    accountant = browser(provider.accountant)
    accountant.post(deliver, {"way": "paper"})
    assert Delivery.objects.count() == 1
    assert accountant.get(pdf).status_code == 403
