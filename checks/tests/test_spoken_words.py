"""What communicators read aloud names the buttons that really stand on the subscriber's screen."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAIR = re.compile(r'^msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)
QUOTED = re.compile(r"‘([^’]+)’|『([^』]+)』|“(Make[^”]+)”")


def words(path: str) -> list[tuple[str, str]]:
    return PAIR.findall((ROOT / path).read_text(encoding="utf-8"))


def test_a_button_read_aloud_is_one_of_the_programs_own_words() -> None:
    shown = dict(words("tool/src/yorisoi_tool/locale/ja.po"))
    known = {*shown, *shown.values()}
    named = {
        "".join(found)
        for english, japanese in words("web/src/texts/ja.po")
        for text in (english, japanese)
        for found in QUOTED.findall(text)
    }
    assert "新しい番号を作る" in named
    assert named <= known
