"""Sentences in the provider's own words: read, bounded, and never one with a number that only members know."""

from pathlib import Path

import pytest
from yorisoi_service.config import provider
from yorisoi_service.config.own_texts import FILLED, LONGEST
from yorisoi_service.config.reading import Faulty

FILES = Path(__file__).parents[3] / "providers"
JOY = (FILES / "cable-joy.toml").read_text(encoding="utf-8")


def read(line: str) -> provider.Provider:
    return provider.parse(f"{JOY}\n[texts]\n{line}\n", source="test.toml")


def fault(line: str) -> str:
    with pytest.raises(Faulty) as refused:
        read(line)
    (only,) = refused.value.faults
    return str(only)


@pytest.mark.parametrize("key", FILLED)
def test_a_text_holds_in_the_languages_it_is_worded_in(key: str) -> None:
    both, one = read(f'{key} = {{ ja = "やあ", en = "hi" }}'), read(f'{key} = {{ ja = "やあ" }}')
    assert (both.text_in(key, "ja"), both.text_in(key, "en"), both.text_in(key, "en-gb")) == ("やあ", "hi", "hi")
    assert (one.text_in(key, "ja"), one.text_in(key, "en")) == ("やあ", "")
    assert read("").text_in(key, "ja") == ""


def test_braces_are_filled() -> None:
    found = read('greeting = { ja = "{name}です、{name}です" }\nafter_hours = { ja = "{opens}から{closes}、{office}" }')
    assert found.text_in("greeting", "ja", name="{name}<b>") == "{name}<b>です、{name}<b>です"
    assert found.text_in("after_hours", "ja", opens="09:00", closes="21:00", office="1") == "09:00から21:00、1"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('greeting = { ja = "{who}です" }', "texts.greeting: expected"),
        ('greeting = { ja = "{name" }', "texts.greeting: expected"),
        ('scam_warning = { ja = "{office}" }', "in braces nothing"),
        ('after_hours = { ja = "休み", en = "{name}" }', "in braces {opens} and {closes} and {office}"),
        ('greeting = { en = "hi" }', "texts.greeting: expected"),
        ('greeting = { ja = "" }', "texts.greeting: expected"),
        ('greeting = "hi"', "texts.greeting: expected"),
        ('greeting = { ja = "一行目\\n二行目" }', "one line of at most 200 characters"),
        ('greeting = { ja = "\\u202eです" }', "texts.greeting: expected"),
        (f'greeting = {{ ja = "{"あ" * (LONGEST + 1)}" }}', "one line of at most 200 characters"),
        ('greetings = { ja = "やあ" }', "texts.greetings: expected one of the known keys"),
        ('after_hours = { ja = "000-000-0001へ" }', "texts.after_hours.ja: expected a sentence without the desk's"),
        (
            'after_hours = { ja = "お電話は（０００）０００　０００２" }',
            "texts.after_hours.ja: expected a sentence with",
        ),
    ],
)
def test_a_text_that_cannot_stand_is_refused(line: str, expected: str) -> None:
    assert expected in fault(line)


def test_the_longest_text_and_a_wide_space_are_taken() -> None:
    longest = "あ　" * (LONGEST // 2 - 1) + "あい"
    assert read(f'greeting = {{ ja = "{longest}" }}').text_in("greeting", "ja") == longest
