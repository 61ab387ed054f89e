"""Every code the rules can answer has a sentence, in both languages."""

import itertools

import pytest
from django.utils.translation import override
from yorisoi_protocol.vocabulary import Ending, GateEvent, Permission
from yorisoi_service.desk import words as desk_words
from yorisoi_service.desk.rules.catalogue import Group, Kind, Level
from yorisoi_service.desk.rules.gates import Facts, GateName, judge
from yorisoi_service.desk.rules.identity import Caller
from yorisoi_service.desk.rules.outcome import Outcome
from yorisoi_service.desk.rules.shown import Shown
from yorisoi_service.desk.rules.triage import Code, Decision, Device, Fact, Need, Place
from yorisoi_service.front.console import words
from yorisoi_service.remote.rules.networks import Policy


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.GATES, {*GateName, "second_factor"}),
        (desk_words.WORDINGS, set(Code)),
        (desk_words.DECISIONS, set(Decision)),
        (desk_words.FACTS, set(Fact)),
        (desk_words.NEEDS, set(Need)),
        (desk_words.DEVICES, set(Device)),
        (desk_words.PLACES, set(Place)),
        (desk_words.GROUPS, set(Group)),
        (desk_words.KINDS, set(Kind)),
        (desk_words.LEVELS, set(Level)),
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
    for known, held, decision, network, failures, caller in itertools.product(
        (False, True), (False, True), ("", *Decision), (None, *Policy), (0, 3), Caller
    ):
        facts = Facts(
            caller_known=known,
            contract_active=held,
            line_open=held,
            network=network,
            network_reason=False,
            terms_accepted=held,
            desk_open=held,
            identity_passed=held,
            identity_failures=failures,
            to_call_back=False,
            called_back=False,
            caller=caller,
            household_support=False,
            decision=decision,
            device_ticked=held,
            operations_ticked=False,
        )
        reasons |= {gate.reason for gate in judge(facts).gates} - {""}
        reasons |= {gate.reason for gate in judge(Facts(**{**vars(facts), "line_open": True})).gates} - {""}
        reasons |= {gate.reason for gate in judge(Facts(**{**vars(facts), "support_suspended": True})).gates} - {""}
    assert reasons == set(words.REASONS) - {"second_factor_old"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_ruling_has_words_of_its_own_to_read_aloud(language: str) -> None:
    with override(language):
        said = [str(wording.say) for wording in desk_words.WORDINGS.values()]
        assert all(len(text) > 8 for text in said)
        assert len(set(said)) == len(Code)
        assert len(desk_words.WORDINGS[Code.FAKE_ALERT].steps) >= 5
        assert len(desk_words.WORDINGS[Code.FOREIGN_TOOL].steps) >= 5


def test_japanese_is_not_english() -> None:
    tables = (words.GATES, words.SHOWN, words.ENDINGS, words.PERMISSIONS, words.EVENTS, words.OUTCOMES)
    tables += (desk_words.DECISIONS, desk_words.FACTS, desk_words.NEEDS, desk_words.DEVICES, desk_words.PLACES)
    tables += (desk_words.GROUPS, desk_words.KINDS, desk_words.LEVELS)
    sentences = [sentence for table in tables for sentence in table.values()]
    sentences += [
        text
        for reason in (*words.REASONS.values(), *desk_words.WORDINGS.values())
        for text in (reason.why, reason.say, *getattr(reason, "steps", ()))
        if text
    ]
    for sentence in sentences:
        with override("en"):
            english = str(sentence)
        with override("ja"):
            assert str(sentence) != english
