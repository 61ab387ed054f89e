import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yorisoi_service.letters.rules.codec import from_json, to_json
from yorisoi_service.letters.rules.invoice import Invoice
from yorisoi_service.letters.rules.paper import Facts, Number, Numbers, Paper, Points, Section, Table, Text
from yorisoi_service.letters.rules.welcome import Stage, Welcome
from yorisoi_service.letters.wording.compose import compose


def through_json(value: object) -> object:
    return json.loads(json.dumps(to_json(value), ensure_ascii=False))


def test_the_values_of_letters_survive_json(welcome: Welcome, invoice: Invoice) -> None:
    assert from_json(Welcome, through_json(welcome)) == welcome
    assert from_json(Invoice, through_json(invoice)) == invoice


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_word_of_a_letter_survives_json(welcome: Welcome, invoice: Invoice, language: str) -> None:
    for values in (replace(welcome, language=language), replace(invoice, language=language)):
        paper = compose(values, number="W-2026-00001", issued_on=date(2026, 4, 15))
        assert from_json(Paper, through_json(paper)) == paper


texts = st.text(max_size=8)
blocks = st.one_of(
    st.builds(Text, st.lists(texts, max_size=2).map(tuple)),
    st.builds(Facts, st.lists(st.tuples(texts, texts), max_size=2).map(tuple)),
    st.builds(Points, st.lists(texts, max_size=2).map(tuple), st.booleans()),
    st.builds(Numbers, st.lists(st.builds(Number, texts, texts, texts), max_size=2).map(tuple)),
    st.builds(Table, st.just(("a", "b")), st.lists(st.tuples(texts, texts), max_size=2).map(tuple), st.integers(0, 2)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(Section, texts, st.lists(blocks, max_size=4).map(tuple), st.booleans(), st.booleans()))
def test_any_section_survives_json(section: Section) -> None:
    assert from_json(Section, through_json(section)) == section


@pytest.mark.parametrize(
    "document",
    [
        None,
        "text",
        [],
        {},
        {"is": "Text", "first": "2026-04-01", "last": None, "amount": 0, "why": "free"},
        {"is": "Stage", "first": "2026-04-01", "last": None, "amount": 0},
        {"is": "Stage", "first": "2026-04-01", "last": None, "amount": 0, "why": "free", "more": 1},
        {"is": "Stage", "first": "2026-04-31", "last": None, "amount": 0, "why": "free"},
        {"is": "Stage", "first": "2026-04-01", "last": None, "amount": True, "why": "free"},
        {"is": "Stage", "first": "2026-04-01", "last": None, "amount": "0", "why": "free"},
        {"is": "Stage", "first": "2026-04-01", "last": None, "amount": 0, "why": "gratis"},
        {"is": "Stage", "first": "2026-04-01", "last": 5, "amount": 0, "why": "free"},
    ],
)
def test_what_is_no_value_of_this_kind_is_refused(document: object) -> None:
    with pytest.raises(ValueError, match=r"Stage|month|day"):
        from_json(Stage, document)


def test_what_no_letter_holds_is_not_written() -> None:
    for value in (1.5, b"bytes", {"a": 1}, [1], Stage):
        with pytest.raises(TypeError):
            to_json(value)
