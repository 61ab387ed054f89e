"""The statistics page: figures, drawings with their tables, a file, in as many queries for many rows as for few."""

import csv
import html
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.models.survey import Survey
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.front.console.figures import SPANS
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
PAGE, FILE = "desk:statistics", "desk:statistics_csv"


@pytest.fixture
def client(provider: Provider) -> Client:
    return browser(provider.lead)


def fill(provider: Provider, count: int) -> None:
    opened = [NOON - timedelta(hours=n % 400) for n in range(count)]
    made = Ticket.objects.bulk_create(
        Ticket(
            channel="landline", subscriber=provider.subscriber, opened_by=provider.communicator, opened_at=at,
            outcome="resolved", finished_at=at + timedelta(minutes=9), finished_by=provider.communicator,
        )
        for at in opened
    )  # fmt: skip
    Call.objects.bulk_create(
        Call(
            call_id=f"c{row.pk}", state="hung_up", rang_at=row.opened_at, answered_at=row.opened_at,
            hung_up_at=row.opened_at, ticket=row,
        )
        for row in made
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(ticket=row, kind="scope", value="in_scope", by=provider.communicator, at=row.opened_at) for row in made
    )
    Survey.objects.bulk_create(
        Survey(ticket=row, solved="yes", help=5, text="ありがとう", answered_at=row.opened_at) for row in made
    )


def test_it_tells_figures_targets_and_the_span_before(provider: Provider, client: Client) -> None:
    fill(provider, 3)
    page = client.get(reverse(PAGE)).content.decode()
    assert "100.0 %" in page
    assert 'id="figure-first_contact"' in page
    assert page.count("<svg") == 4
    assert page.count('role="img"') == 4
    # Wide things scroll in a box of their own, reached by Tab and named: four drawings, two tables.
    assert page.count('<div class="scroll" tabindex="0" role="region" aria-labelledby="') == 6
    assert "ありがとう" in page
    assert provider.subscriber.name not in page


def test_as_many_queries_for_many_rows_as_for_few(provider: Provider, client: Client) -> None:
    counted = []
    for count in (1, 600):
        fill(provider, count)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse(PAGE))
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert counted[0] <= 24, [query["sql"][:90] for query in asked.captured_queries]


WRONG = pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"from": "2026-11-20", "to": "2026-11-01"}, "backwards"),
        ({"from": "2026-01-01", "to": "2026-11-20"}, "too_many"),
        ({"from": "2016-01-01", "to": "2026-11-20", "step": "month"}, "too_long"),
        ({"from": "20.11.2026"}, "no_day"),
        ({"to": "0001-01-01"}, "no_day"),
        ({"from": "<script>"}, "no_day"),
        ({"from": "2026-02-30"}, "no_day"),
    ],
)


@WRONG
def test_a_span_that_cannot_be_shown_is_said(client: Client, asked: dict[str, str], told: str) -> None:
    answer = client.get(reverse(PAGE), asked)
    assert answer.status_code == 200
    assert str(answer.context["wrong"]) == str(SPANS[told])
    assert answer.context["span"].days == (28 if asked.get("step") != "month" else answer.context["span"].days)
    link = re.search(f'href="({reverse(FILE)}[^"]*)"', answer.content.decode())
    assert link is not None
    assert client.get(html.unescape(link[1])).status_code == 200


@WRONG
def test_no_file_is_about_other_days_than_were_asked_for(client: Client, asked: dict[str, str], told: str) -> None:
    answer = client.get(reverse(FILE), asked)
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.content.decode() == f"{SPANS[told]}\n"


@pytest.mark.parametrize("step", ["day", "week", "month", "century"])
def test_each_step_has_its_bars(provider: Provider, client: Client, step: str) -> None:
    fill(provider, 2)
    answer = client.get(reverse(PAGE), {"step": step})
    assert len(answer.context["bars"]) == {"day": 28, "week": 12, "month": 12}.get(step, 28)


def test_the_file_holds_every_figure_and_no_formula(provider: Provider, client: Client) -> None:
    fill(provider, 2)
    Survey.objects.filter(pk=Survey.objects.earliest("pk").pk).update(text='=HYPERLINK("http://a.example")')
    answer = client.get(reverse(FILE), {"from": "2026-11-01", "to": "2026-11-20"})
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert {len(row) for row in rows} == {7}
    assert "'=HYPERLINK" in text
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row if cell)
    bars = [row for row in rows if row[1] == "rang"]
    assert (len(bars), sum(int(row[4]) for row in bars)) == (20, 2)
    assert provider.subscriber.name not in text


def test_the_file_holds_every_text_and_the_page_the_newest(provider: Provider, client: Client) -> None:
    fill(provider, 70)
    span = {"from": "2026-11-01", "to": "2026-11-20"}
    text = b"".join(client.get(reverse(FILE), span).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(StringIO(text)))
    assert sum("ありがとう" in row for row in rows) == 70
    assert client.get(reverse(PAGE), span).content.decode().count("ありがとう") == 50


def test_the_file_says_what_each_count_is_of(provider: Provider, client: Client) -> None:
    fill(provider, 2)
    answer = client.get(reverse(FILE), {"from": "2026-11-01", "to": "2026-11-20"}, headers={"accept-language": "en"})
    head, *rows = csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))  # type: ignore[attr-defined]
    assert head[-3:] == ["Count", "Of", "Unit of the count"]
    now = {row[1]: row[4:] for row in rows if row[0] == "Figure"}
    assert now["Handling time"] == ["1080", "2", "seconds"]
    assert now["Mean mark"] == ["10", "2", "marks, 1 to 5 each"]
    assert {unit for name, (*_, unit) in now.items() if name not in ("Handling time", "Mean mark")} == {"number"}
    assert {row[6] for row in rows if row[0] == "Said"} == {"marks, 1 to 5 each"}


@pytest.mark.parametrize("who", ["communicator", "clerk", "accountant", "administrator"])
def test_it_is_the_desk_leads_alone(provider: Provider, who: str) -> None:
    for name in (PAGE, FILE):
        assert browser(getattr(provider, who)).get(reverse(name)).status_code == 403
