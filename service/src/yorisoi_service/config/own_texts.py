"""Sentences the provider words itself, where they stand instead of ours: at the desk, and on pages that anybody reads."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from yorisoi_service.config import values
from yorisoi_service.config.reading import Fault, Table
from yorisoi_service.config.sections import Phones
from yorisoi_service.config.values import Texts

LONGEST = 200
# What stands in for itself in braces.
FILLED: dict[str, tuple[str, ...]] = {
    "greeting": ("name",),
    "after_hours": ("opens", "closes", "office"),
    "other_network": ("office",),
    "scam_warning": (),
}


def read(table: Table, phones: Phones) -> Mapping[str, Texts]:
    """The section. `phones`: neither of the desk's numbers may stand in a sentence, since strangers read them (R31)."""
    found = {key: _texts(table, key) for key in FILLED if key in table.values}
    desk = [_digits(number) for number in (phones.desk_landline, phones.desk_mobile) if number]
    for key, written in found.items():
        for language, sentence in written.items():
            if any(number in _digits(sentence) for number in desk):
                expected = "a sentence without the desk's numbers, which only members know"
                table.faults.append(Fault(f"texts.{key}.{language}", expected, sentence[:40]))
    table.asked.update(FILLED)
    table.finish()
    return found


def _texts(table: Table, key: str) -> Texts:
    braces = " and ".join(f"{{{name}}}" for name in FILLED[key]) or "nothing"

    def read(value: Any) -> Texts:
        return {language: _sentence(text, FILLED[key]) for language, text in values.texts(value).items()}

    none: Texts = {}
    expected = (
        f'a table of languages like {{ ja = "...", en = "..." }} with "ja"; each one line of at most {LONGEST} '
        f"characters, in braces {braces}"
    )
    return table.get(key, expected, read, otherwise=none)


def _sentence(text: str, names: tuple[str, ...]) -> str:
    plain = text
    for name in names:
        plain = plain.replace(f"{{{name}}}", "")
    if len(text) > LONGEST or not text.replace("\u3000", " ").isprintable() or re.search(r"[{}]", plain):
        raise ValueError
    return text


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
