"""The letter by its link and the questions by their code: to whoever has them, for a time, and to nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from yorisoi_service import clock
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.models.survey import Survey
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.desk.rules.survey import shown_code
from yorisoi_service.desk.services import answers, tickets
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.front.portal.visit.opening import WAIT
from yorisoi_service.letters.models import Letter
from yorisoi_service.subscribers.services import access
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, RIGHT, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LIFE = timedelta(days=30)
GOOD = {"solved": "yes", "help": "5", "text": "ありがとう"}


@pytest.fixture
def note(provider: Provider) -> VisitNote:
    ticket = tickets.open_ticket(
        channel="landline",
        asked="印刷<b>できない</b>",
        subscriber=provider.subscriber,
        by=provider.communicator,
        now=NOON,
    )
    answers.check_identity(ticket=ticket, typed=RIGHT, by=provider.communicator, now=NOON)
    set_outcome(ticket=ticket, outcome="resolved", done="つなぎました", by=provider.communicator, now=NOON)
    return VisitNote.objects.get()


@pytest.fixture
def client() -> Client:
    return browser(language="ja")


def token(about: str = "letter:V-2026-00001", purpose: str = "visit_letter") -> str:
    subscriber = Letter.objects.get().subscriber
    return access.make_key(
        subscriber=subscriber, purpose=purpose, about=about, life=LIFE, by=None, now=NOON, draw=clock.draw
    )


def post(client: Client, name: str, **fields: str) -> str:
    return client.post(reverse(f"portal:{name}"), fields).content.decode()


@pytest.mark.usefixtures("note")
def test_the_link_opens_the_letter_as_often_as_wanted(client: Client) -> None:
    key = token()
    for _again in range(2):
        page = post(client, "visit_letter", token=key)
        for word in (
            "サポートの記録",
            "つなぎました",
            "今回の追加料金はありません。",
            "#9110",
            "印刷&lt;b&gt;できない",
        ):
            assert word in page
    assert "<b>できない" not in page


@pytest.mark.usefixtures("note")
def test_no_address_and_no_log_holds_the_token(client: Client) -> None:
    key = token()
    page = post(client, "visit_letter", token=key)
    assert not re.search(rf"""(?:action|href|src)="[^"]*{key}""", page)
    assert not Row.objects.filter(facts__contains=key).exists()
    answer = client.post(reverse("portal:visit_letter"), {"token": key})
    assert "no-store" in answer["Cache-Control"]


def test_the_code_of_the_paper_is_not_on_the_page_whose_reader_needs_none(client: Client, note: VisitNote) -> None:
    page = post(client, "visit_letter", token=token())
    assert note.survey_code is not None
    assert shown_code(note.survey_code) not in page
    assert page.count('name="solved"') == 3


@pytest.mark.usefixtures("note")
def test_another_key_opens_no_letter(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ["", "x" * 43, token(purpose="own_page"), token(about="letter:V-2026-00002"), token(about="period:1")]
    for key in wrong:
        answer = client.post(reverse("portal:visit_letter"), {"token": key})
        assert answer.status_code == 403
        assert "つなぎました" not in answer.content.decode()
    late = token()
    monkeypatch.setattr(clock, "now", lambda: NOON + LIFE)
    assert client.post(reverse("portal:visit_letter"), {"token": late}).status_code == 403


def test_a_key_of_one_subscriber_opens_no_letter_of_another(
    provider: Provider, client: Client, note: VisitNote
) -> None:
    other = provider.household("C-10009", "0847-11-9999")
    key = access.make_key(
        subscriber=other, purpose="visit_letter", about="letter:V-2026-00001", life=LIFE, by=None, now=NOON,
        draw=clock.draw,
    )  # fmt: skip
    assert note.letter is not None
    assert client.post(reverse("portal:visit_letter"), {"token": key}).status_code == 403


@pytest.mark.usefixtures("note")
def test_the_letter_is_received_as_a_file(client: Client) -> None:
    answer = client.post(reverse("portal:visit_pdf"), {"token": token()})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="V-2026-00001.pdf"'


@pytest.mark.usefixtures("note")
def test_answers_are_kept_once_and_may_be_changed(client: Client) -> None:
    key = token()
    assert "お答えを受け取りました" in post(client, "visit_answer", token=key, **GOOD)
    post(client, "visit_answer", token=key, solved="no", help="2", text="")
    survey = Survey.objects.get()
    assert (survey.solved, survey.help, survey.text, survey.changed_at) == ("no", 2, "", NOON)
    page = post(client, "visit_letter", token=key)
    assert 'value="no" required checked' in page


def test_the_code_opens_the_questions_and_nothing_of_the_letter(client: Client, note: VisitNote) -> None:
    assert note.survey_code is not None
    typed = shown_code(note.survey_code).lower()
    page = post(client, "visit_questions", code=f" {typed} ")
    assert 'name="solved"' in page
    assert "つなぎました" not in page
    assert "佐藤" not in page
    post(client, "visit_answer", code=typed, **GOOD)
    assert Survey.objects.get().help == 5


@pytest.mark.usefixtures("note")
def test_what_was_answered_is_not_shown_to_who_finds_the_paper(client: Client, note: VisitNote) -> None:
    assert note.survey_code is not None
    post(client, "visit_answer", code=note.survey_code, solved="no", help="2", text="ひみつの言葉")
    page = post(client, "visit_questions", code=note.survey_code)
    assert "ひみつの言葉" not in page
    assert " checked" not in page
    assert "変えることもできます" in page
    refused = post(client, "visit_answer", code=note.survey_code, solved="", help="2", text="べつの言葉")
    assert "べつの言葉" in refused
    assert "ひみつの言葉" not in refused


def test_the_questions_end_with_the_link(client: Client, note: VisitNote, monkeypatch: pytest.MonkeyPatch) -> None:
    assert note.survey_code is not None
    ends = clock.end_of_day(NOON, days=30)  # the letter names the day
    monkeypatch.setattr(clock, "now", lambda: ends - timedelta(seconds=1))
    assert 'name="solved"' in post(client, "visit_questions", code=note.survey_code)
    monkeypatch.setattr(clock, "now", lambda: ends)
    assert 'name="solved"' not in post(client, "visit_questions", code=note.survey_code)
    post(client, "visit_answer", code=note.survey_code, **GOOD)
    assert not Survey.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"solved": ""},
        {"solved": "perhaps"},
        {"help": "0"},
        {"help": "6"},
        {"help": "５"},
        {"text": "あ" * 501},
        {"text": "🦆" * 10_000},
    ],
)
def test_what_is_no_answer_is_said_and_what_was_typed_stays(
    client: Client, note: VisitNote, bad: dict[str, str]
) -> None:
    assert note.survey_code is not None
    answer = client.post(reverse("portal:visit_answer"), {"code": note.survey_code, **GOOD, **bad})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert (GOOD | bad)["text"][:40] in answer.content.decode()
    assert not Survey.objects.exists()


def test_before_the_letter_no_code_opens_anything(client: Client, note: VisitNote) -> None:
    VisitNote.objects.update(issued_at=None)
    assert note.survey_code is not None
    assert client.post(reverse("portal:visit_questions"), {"code": note.survey_code}).status_code == 403


def test_codes_are_not_guessed(client: Client, note: VisitNote) -> None:
    assert note.survey_code is not None
    for _guess in range(10):
        assert client.post(reverse("portal:visit_questions"), {"code": "ACDE-3467"}).status_code == 403
    answer = client.post(reverse("portal:visit_questions"), {"code": note.survey_code})
    assert answer.status_code == 403
    assert str(WAIT) in answer.content.decode()


@pytest.mark.parametrize("name", ["visit_letter", "visit_questions", "visit_answer"])
def test_an_address_without_its_form_leads_to_the_door(client: Client, name: str) -> None:
    assert client.get(reverse(f"portal:{name}"))["Location"] == reverse("portal:visit")


def test_the_door_asks_for_the_code_and_holds_no_number_of_the_desk(client: Client) -> None:
    page = client.get(reverse("portal:visit")).content.decode()
    assert 'id="code"' in page
    assert "portal/visit.js" in page
