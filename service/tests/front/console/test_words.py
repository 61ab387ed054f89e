"""Every code the rules can answer has a sentence, in both languages."""

import itertools

import pytest
from django.utils.translation import override
from yorisoi_protocol.vocabulary import Ending, GateEvent, Permission
from yorisoi_service.desk.rules.gates import Facts, GateName, judge
from yorisoi_service.desk.rules.outcome import Outcome
from yorisoi_service.desk.rules.shown import Shown
from yorisoi_service.desk.rules.triage import CATEGORIES, Decision
from yorisoi_service.front.console import words
from yorisoi_service.remote.rules.networks import Policy


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.GATES, {*GateName, "second_factor"}),
        (words.CATEGORIES, set(CATEGORIES)),
        (words.DECISIONS, set(Decision)),
        (words.SHOWN, set(Shown)),
        (words.ENDINGS, set(Ending)),
        (words.PERMISSIONS, set(Permission)),
        (words.EVENTS, set(GateEvent)),
        (words.OUTCOMES, set(Outcome)),
    ],
)
def test_a_table_has_a_sentence_for_each_code(table: dict[str, object], codes: set[str]) -> None:
    assert {str(code) for code in table} == {str(code) for code in codes}


def test_every_reason_of_a_shut_gate_has_a_sentence() -> None:
    reasons = set()
    for known, held, category, network, failures in itertools.product(
        (False, True), (False, True), ("", *CATEGORIES), (None, *Policy), (0, 3)
    ):
        facts = Facts(
            caller_known=known,
            contract_active=held,
            line_open=held,
            network=network,
            network_reason=False,
            terms_accepted=held,
            desk_open=held,
            identity_passed=False,
            identity_failures=failures,
            category=category,
            device_ticked=held,
            operations_ticked=False,
        )
        reasons |= {gate.reason for gate in judge(facts).gates} - {""}
        reasons |= {gate.reason for gate in judge(Facts(**{**vars(facts), "line_open": True})).gates} - {""}
    assert reasons == set(words.REASONS) - {"second_factor_old"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_request_that_gets_no_session_has_words_to_read_aloud(language: str) -> None:
    with override(language):
        for category in CATEGORIES.values():
            if category.decision not in (Decision.REMOTE, Decision.VIEW_ONLY):
                assert str(words.CATEGORIES[category.code].say)


def test_japanese_is_not_english() -> None:
    tables = (words.GATES, words.DECISIONS, words.SHOWN, words.ENDINGS, words.PERMISSIONS, words.EVENTS, words.OUTCOMES)
    sentences = [sentence for table in tables for sentence in table.values()]
    sentences += [
        text
        for reason in (*words.REASONS.values(), *words.CATEGORIES.values())
        for text in (reason.why, reason.say)
        if text
    ]
    for sentence in sentences:
        with override("en"):
            english = str(sentence)
        with override("ja"):
            assert str(sentence) != english
