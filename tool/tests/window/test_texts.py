"""Both languages are whole, plain and honest."""

import ast
import gettext
import subprocess
from pathlib import Path

import pytest
import yorisoi_tool
from yorisoi_tool.engine.events import Caller
from yorisoi_tool.window.pages.consent import who
from yorisoi_tool.window.speech import PROGRAMS, TOGETHER, Speech, in_one_line, program, spoken
from yorisoi_tool.window.texts import catalogue, entries

PACKAGE = Path(yorisoi_tool.__file__).parent
JA = (PACKAGE / "locale" / "ja.po").read_text("utf-8")
LONGEST = 45


def said() -> set[str]:
    """Every sentence the window's code says."""
    found = set()
    for path in (PACKAGE / "window").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                owner = node.func.value if isinstance(node.func, ast.Attribute) else None
                if name == "say" and (owner is None or (isinstance(owner, ast.Name) and owner.id == "self")):
                    found.add(node.args[0].value)
    return found


def test_every_sentence_has_its_japanese_and_nothing_is_left_over() -> None:
    assert said() == {english for english, _ in entries(JA)}


def test_placeholders_are_the_same_in_both() -> None:
    def names(text: str) -> list[str]:
        return sorted(part.split("}")[0] for part in text.split("{")[1:])

    assert [english for english, japanese in entries(JA) if names(english) != names(japanese)] == []


def test_japanese_sentences_are_short_and_end_politely() -> None:
    sentences = [part + "。" for _, text in entries(JA) for part in text.split("。")[:-1]]
    assert [sentence for sentence in sentences if len(sentence) > LONGEST] == []
    polite = (
        "ます。",
        "です。",
        "ません。",
        "ください。",
        "ました。",
        "せん。",
        "でした。",
        "ですか。",
        "か。",
        "ん。",
    )
    assert [sentence for sentence in sentences if not sentence.endswith(polite)] == []


@pytest.mark.parametrize(
    "jargon", ["OK", "キャンセル", "ダウンロード", "アンインストール", "ワンタイムパス", "リモート", "ブラウザ"]
)
def test_no_jargon_is_shown(jargon: str) -> None:
    assert [text for _, text in entries(JA) if jargon in text] == []


def test_file_is_read_as_gettext_reads_it(tmp_path: Path) -> None:
    compiled = tmp_path / "ja.mo"
    subprocess.run(["msgfmt", "--check", "-o", compiled, PACKAGE / "locale" / "ja.po"], check=True, capture_output=True)
    with compiled.open("rb") as file:
        other = gettext.GNUTranslations(file)
    assert {english: other.gettext(english) for english in said()} == dict(entries(JA))


def test_po_text_of_several_lines_is_joined() -> None:
    source = 'msgid ""\nmsgstr "header"\n\nmsgid "a "\n"b\\n"\nmsgstr ""\n"い"\n"ろ"\n\nmsgid "c"\nmsgstr ""\n'
    assert list(entries(source)) == [("a b\n", "いろ")]


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no such language"):
        catalogue("fr")
    assert catalogue("en").gettext("Go on") == "Go on"
    assert catalogue("ja").gettext("Go on") == "次へ進む"


def test_number_is_said_in_groups_of_three_four_four() -> None:
    assert spoken("48217395062", "ja") == ["よん・はち・に", "いち・なな・さん・きゅう", "ご・ゼロ・ろく・に"]
    line = in_one_line("48217395062", "en").replace(TOGETHER, "").replace("\u00a0", " ")
    assert line == "four eight two – one seven three nine – five zero six two"
    assert in_one_line("48217395062", "ja").count(TOGETHER) > 20


def test_first_speaking_program_is_taken_and_none_is_no_fault() -> None:
    assert program(lambda name: f"/usr/bin/{name}" if name == "spd-say" else None) == (
        "/usr/bin/spd-say",
        PROGRAMS[2][1],
    )
    assert program(lambda name: None) is None
    assert not Speech(lambda name: None).read("48217395062", "ja")


def test_number_reaches_the_speaking_program_by_its_input_only(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    fake = tmp_path / "espeak-ng"
    fake.write_text(f'#!/bin/sh\n{{ echo "$@"; cat; }} > {heard}.new\nmv {heard}.new {heard}\n', "utf-8")
    fake.chmod(0o755)
    speech = Speech(lambda name: str(fake) if name == "espeak-ng" else None)
    assert speech.read("48217395062", "en")
    assert speech._running is not None
    speech._running.wait(20)
    arguments, *words = heard.read_text("utf-8").splitlines()
    assert arguments == "-v en -s 110 --stdin"
    assert words == ["four eight two.", "one seven three nine.", "five zero six two"]
    speech.hush()


def test_hush_ends_the_voice(tmp_path: Path) -> None:
    fake = tmp_path / "espeak-ng"
    fake.write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    fake.chmod(0o755)
    speech = Speech(lambda name: str(fake) if name == "espeak-ng" else None)
    assert speech.read("48217395062", "ja")
    running = speech._running
    assert running is not None
    speech.hush()
    assert running.poll() is not None


def test_a_name_from_afar_stays_one_line_and_hides_nothing() -> None:
    said = who(str, Caller("12", "山田　花子\nnobody sees you\u202egnp\u2066\x1b"))
    assert said == "山田　花子\ufffdnobody sees you\ufffdgnp\ufffd\ufffd (number 12)"
