"""One Japanese word for one thing: what the glossary gives up stands in no catalogue of the service, the program or the viewer."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JAPANESE = re.compile(r'^msgstr(?:\[0\])? "(.*)"((?:\n".*")*)', re.MULTILINE)


def given_up() -> list[str]:
    _, _, table = (ROOT / "docs" / "glossary.md").read_text("utf-8").partition("| given up |\n")
    rows = table.partition("\n\n")[0].splitlines()[1:]
    return [word for row in rows for word in row.split("|")[-2].strip().split("、") if word]


def catalogues() -> list[Path]:
    parts = ("service", "tool", "practice", "web")
    return sorted(path for part in parts for path in (ROOT / part / "src").rglob("*.po"))


def test_no_text_has_a_word_that_was_given_up() -> None:
    words, found = given_up(), catalogues()
    assert {"支援", "事務所", "お手紙"} <= set(words)
    assert len(found) == 12
    texts = [(path, text) for path in found for text in JAPANESE.findall(path.read_text("utf-8"))]
    assert len(texts) > 3_000
    faults = [(path.name, word, *text) for path, text in texts for word in words if word in "".join(text)]
    assert faults == []
