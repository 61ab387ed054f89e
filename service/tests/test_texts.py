"""Every sentence marked for translation has its Japanese, whichever catalogue of the service it stands in."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

SERVICE = Path(__file__).parents[1] / "src" / "yorisoi_service"
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
CALL = re.compile(r"\b(p?n?gettext|_)\((.*?)\)(?= |$|[^\w'\"])", re.DOTALL)  # as templatize writes them
TEXT = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", re.DOTALL)


def japanese() -> set[str]:
    known: set[str] = set()
    for file in SERVICE.rglob("locale/ja/LC_MESSAGES/django.mo"):
        with file.open("rb") as opened:
            catalogue = gettext.GNUTranslations(opened)._catalog  # type: ignore[attr-defined]
        known |= {key[0] if isinstance(key, tuple) else key for key in catalogue}
    return known


def in_code(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if node.func.id in PLAIN and texts:
            yield texts[0]
        elif node.func.id in WITH_CONTEXT and len(texts) > 1:
            yield f"{texts[0]}\x04{texts[1]}"


def in_template(source: str) -> Iterator[str]:
    for call in CALL.finditer(templatize(source)):
        texts = [ast.literal_eval(f'"""{text[1:-1]}"""') for text in TEXT.findall(call.group(2))]
        if call.group(1).startswith("p") and len(texts) > 1:
            yield f"{texts[0]}\x04{texts[1]}"
        elif texts:
            yield texts[0]


def sentences() -> Iterator[tuple[str, str]]:
    for file in SERVICE.rglob("*.py"):
        if not {"migrations", "testing"} & set(file.parts):
            yield from ((file.name, text) for text in in_code(file.read_text(encoding="utf-8")))
    for file in SERVICE.rglob("*"):
        if "templates" in file.parts and file.suffix in (".html", ".txt"):
            yield from ((file.name, text) for text in in_template(file.read_text(encoding="utf-8")))


def test_every_sentence_has_its_japanese() -> None:
    known, marked = japanese(), list(sentences())
    assert len(marked) > 1_000
    assert [(where, text) for where, text in marked if text not in known] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% load i18n %}{% translate "One" %}', ["One"]),
        ("{% load i18n %}{% blocktranslate %}Two {{ x }}{% endblocktranslate %}", ["Two %(x)s"]),
        ('{% load i18n %}{% translate "Closed" context "hours" %}', ["hours\x04Closed"]),
    ],
)
def test_sentences_in_templates_are_found(source: str, found: list[str]) -> None:
    assert list(in_template(source)) == found
