"""What a telephone system may tell, and what it is told: strict, signed, idempotent, nothing personal."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.front.api.signature import sign
from yorisoi_service.hub import topics, wakes
from yorisoi_service.staff.services import deactivate
from yorisoi_service.testing.people import NOON, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

KEY = "a key for tests only, of 32 signs or more".replace(" ", "-")
AT = str(int(NOON.timestamp()))
NEW = {"call_id": "1.1", "number": "0847112222", "channel": "landline"}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CALLS_KEY", KEY)


@pytest.fixture
def woken() -> Iterator[list[str]]:
    topics_woken: list[str] = []
    end = wakes.listen(topics_woken.append)
    yield topics_woken
    end()


def sent(event: str, body: bytes, *, content_type: str = "application/json", **headers: str) -> Any:
    client = Client(enforce_csrf_checks=True)
    usual = {"host": "localhost:8000", "x-yorisoi-timestamp": AT, "x-yorisoi-signature": sign(KEY, AT, body)}
    return client.post(f"/api/calls/{event}", body, content_type=content_type, headers={**usual, **headers})


def tell(event: str, **words: Any) -> tuple[int, dict[str, Any]]:
    answer = sent(event, json.dumps(words).encode())
    return answer.status_code, answer.json()


def test_a_call_from_its_ring_to_its_end(provider: Provider, woken: list[str]) -> None:
    usual = {"call_id": "1.1", "note": ""}
    assert tell("new", **NEW) == (200, {**usual, "event": "new", "state": "ringing", "ticket": None})
    assert woken == [topics.DESK]
    status, answered = tell("answer", call_id="1.1", staff="12")
    ticket = Ticket.objects.get()
    assert (status, answered) == (200, {**usual, "event": "answer", "state": "answered", "ticket": ticket.pk})
    assert (ticket.subscriber, ticket.holder, ticket.channel) == (
        provider.subscriber,
        provider.communicator,
        "landline",
    )
    assert woken[1:] == [topics.DESK, topics.ticket(ticket.pk)]
    assert tell("hangup", call_id="1.1")[1]["state"] == "hung_up"
    assert tell("new", **NEW)[1]["note"].startswith("The call is over")
    assert (Call.objects.count(), Ticket.objects.count()) == (1, 1)


@pytest.mark.parametrize("event", ["new", "answer", "hangup"])
def test_the_same_request_again_has_the_same_answer_and_no_effect(provider: Provider, event: str) -> None:
    words: dict[str, dict[str, str]] = {
        "new": NEW, "answer": {"call_id": "1.1", "staff": "12"}, "hangup": {"call_id": "1.1"},
    }  # fmt: skip
    for before in list(words)[: list(words).index(event)]:
        tell(before, **words[before])
    first = tell(event, **words[event])
    rows = Row.objects.count()
    assert tell(event, **words[event]) == first
    assert Row.objects.count() == rows


def test_the_channel_is_told_or_known_by_the_number_dialled() -> None:
    phones = settings.PROVIDER.phones
    ways = [
        ({"channel": "mobile"}, "mobile"),
        ({"dialled": phones.desk_landline}, "landline"),
        ({"dialled": phones.desk_mobile.replace("-", "")}, "mobile"),
        ({"dialled": phones.desk_mobile, "channel": "mobile"}, "mobile"),
    ]
    for call_id, (told, channel) in enumerate(ways):
        assert tell("new", call_id=str(call_id), **told)[0] == 200
        assert Call.objects.get(call_id=str(call_id)).channel == channel


def test_no_other_number_is_the_desks() -> None:
    for told in (
        {},
        {"channel": "fax"},
        {"channel": ""},
        {"dialled": settings.PROVIDER.phones.office},
        {"dialled": "anonymous"},
        {"dialled": settings.PROVIDER.phones.desk_mobile, "channel": "landline"},
    ):
        assert tell("new", call_id="1", **told)[1]["code"] == "bad_channel", told
    assert Call.objects.count() == 0


BAD_BODIES = [
    b" ",
    b"{",
    b"[]",
    b'"1.1"',
    b"\xff{}",
    b"[" * 2_000,
    b'{"call_id": 1}',
    b'{"call_id": null}',
    b'{"call_id": "1", "call_id": "2"}',
    b'{"call_id": "1", "staff": "12"}',
    b'{"call_id": "1", "more": ""}',
    b'{"call_id": ""}',
    b'{"call_id": "a b"}',
    b'{"call_id": "\\u0000"}',
    b'{"call_id": "\\ud800"}',
    b'{"call_id": "\\u202e1"}',
    json.dumps({"call_id": "x" * 65}).encode(),
    json.dumps({"call_id": "1", "x" * 3_000: ""}).encode(),
]


def test_whatever_else_is_sent_is_refused_and_changes_nothing() -> None:
    for body in BAD_BODIES:
        answer = sent("hangup", body)
        assert (answer.status_code, answer.json()["code"] in {"bad_body", "bad_value"}) == (400, True), body
        assert answer.json()["hint"]
    assert Call.objects.count() == 0


def test_a_hostile_number_is_nobodys() -> None:
    hostile = ["<script>", "anonymous", "' OR 1=1 --", "ﾜﾀｼ😀", "x" * 64]
    for call_id, number in enumerate(hostile):
        assert tell("new", call_id=str(call_id), channel="mobile", number=number)[0] == 200
    assert list(Call.objects.values_list("number", "matches")) == [("", 0)] * len(hostile)


def test_a_body_has_its_size_and_its_kind() -> None:
    large = json.dumps({"call_id": "x" * 5_000}).encode()
    assert (sent("hangup", large).status_code, sent("hangup", large).json()["code"]) == (413, "too_large")
    form = sent("hangup", b'{"call_id": "1"}', content_type="text/plain")
    assert (form.status_code, form.json()["code"]) == (415, "not_json")
    assert Call.objects.count() == 0


def test_whoever_does_not_sign_is_refused() -> None:
    for event in ("new", "answer", "hangup"):
        for headers, code in (
            ({"x-yorisoi-signature": "0" * 64}, "bad_signature"),
            ({"x-yorisoi-signature": ""}, "not_signed"),
            ({"x-yorisoi-timestamp": str(int(AT) - 301)}, "bad_signature"),
        ):
            answer = sent(event, json.dumps(NEW).encode(), **headers)
            assert (answer.status_code, answer.json()["code"], Call.objects.count()) == (401, code, 0)


def test_an_old_request_is_refused_though_it_is_signed() -> None:
    body, old = json.dumps(NEW).encode(), str(int(AT) - 301)
    answer = sent("new", body, **{"x-yorisoi-timestamp": old, "x-yorisoi-signature": sign(KEY, old, body)})
    assert (answer.status_code, answer.json()["code"], Call.objects.count()) == (401, "wrong_time", 0)


def test_without_a_key_nobody_can_tell_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CALLS_KEY", None)
    status, told = tell("new", **NEW)
    assert (status, told["code"], Call.objects.count()) == (404, "not_set_up", 0)
    assert "YORISOI_CALLS_KEY" in told["hint"]


def test_nothing_is_read_here() -> None:
    for event in ("new", "answer", "hangup"):
        assert Client(headers={"host": "localhost:8000"}).get(f"/api/calls/{event}").status_code == 405


def test_only_somebody_of_the_desk_can_have_answered(provider: Provider) -> None:
    tell("new", **NEW)
    for staff in ("21", "99", "", "12 ", "１２", "0012"):
        status, told = tell("answer", call_id="1.1", staff=staff)
        assert (status, told["code"], Ticket.objects.count()) == (400, "unknown_staff", 0), staff


def test_no_text_holds_what_cannot_be_seen(provider: Provider) -> None:
    """A database may refuse it, and no telephone system says it."""
    for event, words in (
        ("answer", {"call_id": "1.1", "staff": "12\x00"}),
        ("new", {**NEW, "number": "0847\u202e112222"}),
        ("new", {**NEW, "channel": "mobile\n"}),
    ):
        assert tell(event, **words)[1]["code"] == "bad_body", words
    assert Call.objects.count() == 0


def test_somebody_who_left_cannot_have_answered(provider: Provider) -> None:
    deactivate(member=provider.second, by=provider.administrator, now=NOON)
    tell("new", **NEW)
    assert tell("answer", call_id="1.1", staff="15")[1]["code"] == "unknown_staff"


def test_a_second_person_answering_is_told_so(provider: Provider) -> None:
    tell("new", **NEW)
    tell("answer", call_id="1.1", staff="12")
    status, told = tell("answer", call_id="1.1", staff="15")
    assert (status, told["code"], Ticket.objects.get().holder) == (409, "answered_by_another", provider.communicator)


def test_answers_and_logs_hold_nothing_personal(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("yorisoi.calls", "yorisoi.http"):
        logging.getLogger(name).addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO):
            answers = [
                tell("new", **NEW),
                tell("new", call_id="2", number="0847112222", channel="fax"),
                tell("answer", call_id="1.1", staff="12"),
                tell("answer", call_id="1.1", staff="15"),
                tell("hangup", call_id="1.1", number="0847112222"),
                tell("hangup", call_id="1.1"),
            ]
    finally:
        for name in ("yorisoi.calls", "yorisoi.http"):
            logging.getLogger(name).removeHandler(caplog.handler)
    written = json.dumps(answers) + " ".join(str(record.__dict__) for record in caplog.records)
    assert "refused" in written
    assert not any(secret in written for secret in ("0847", "佐藤", "C-10001", "Yamada", KEY))


def test_an_event_costs_the_same_however_many_calls_there_were(provider: Provider) -> None:
    def cost(call_id: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            tell("new", call_id=call_id, number="0847112222", channel="landline")
        return len(queries)

    first = cost("0")
    for number in range(1, 4):
        tell("new", call_id=str(number), number="0847112222", channel="landline")
    assert cost("9") == first <= 14
