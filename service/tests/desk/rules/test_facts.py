"""A caller's word touches facts and decides none: asked about in either language, named only by a whole label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.desk.rules.catalogue import plain
from yorisoi_service.desk.rules.facts import CALLED, is_everyday, named, touched
from yorisoi_service.desk.rules.triage import Fact

LABELS = {fact: f"label of {fact}" for fact in Fact} | {
    Fact.RENTED_REPAIR: "Broken: modem or other device rented from us",
    Fact.ILLEGAL: "May break the law",
}


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("ウイルス", Fact.FAKE_ALERT),
        ("ういるす", Fact.FAKE_ALERT),
        ("ウイルスに感染したと画面に出た", Fact.FAKE_ALERT),
        ("警告", Fact.FAKE_ALERT),
        ("警告画面", Fact.FAKE_ALERT),
        ("詐欺", Fact.FAKE_ALERT),
        ("VIRUS", Fact.FAKE_ALERT),
        ("scam", Fact.FAKE_ALERT),
        ("TeamViewer", Fact.FOREIGN_TOOL),
        ("映画", Fact.ILLEGAL),
        ("違法", Fact.ILLEGAL),
        ("クラック版", Fact.ILLEGAL),
        ("law", Fact.ILLEGAL),
        ("ＶＰＮ", Fact.CORPORATE),
        ("会社", Fact.CORPORATE),
        ("モデム", Fact.RENTED_REPAIR),
        ("modem", Fact.RENTED_REPAIR),
        ("故障", Fact.REPAIR),
        ("写真", Fact.DELETED_DATA),
        ("photos", Fact.DELETED_DATA),
    ],
)
def test_what_callers_say_touches_a_fact_and_names_none(said: str, fact: Fact) -> None:
    assert fact in touched(said, LABELS)
    assert named(said, LABELS) is None


def test_only_a_whole_label_names_a_fact_and_the_law_is_never_named() -> None:
    for fact, label in LABELS.items():
        assert named(label.upper(), LABELS) is (None if fact is Fact.ILLEGAL else fact)
        assert named(label[:-1], LABELS) is None
        assert fact in touched(label, LABELS)


@pytest.mark.parametrize("said", ["", " ", "e", "ト", "・-ー", "プリンタ", "Excel", "メールソフト"])
def test_too_few_letters_and_plain_things_touch_nothing(said: str) -> None:
    assert touched(said, {fact: str(fact) for fact in Fact if fact is not Fact.REPAIR}) == ()


def test_every_word_of_callers_is_long_enough_to_be_found_and_asked_about() -> None:
    for fact, words in CALLED.items():
        for word in words:
            assert is_everyday(word)
            assert len(plain(word)) > 1
            assert fact in touched(word, LABELS)
    assert not is_everyday("ウイルス対策ソフト")


@given(st.text(max_size=12))
def test_whatever_is_typed_never_names_the_law(said: str) -> None:
    assert named(said, LABELS) is not Fact.ILLEGAL
