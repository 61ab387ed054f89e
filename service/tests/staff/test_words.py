import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.staff.rules.words import SIGN, as_text, is_name, one_line, paragraph


@pytest.mark.parametrize("name", ["山田", "管理　花", "O'Brien-Sato", "José", "𠮷野家", "<script>"])
def test_names_are_whatever_can_be_seen(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name", ["", "  ", "　", "a\nb", "a\x00b", "evil\u202egnp.exe", "a\u200bb", "a\u2028b", "\ud800"]
)
def test_what_cannot_be_seen_is_no_name(name: str) -> None:
    assert not is_name(name)


def test_free_text_keeps_its_words_and_shows_a_sign_for_the_rest() -> None:
    assert one_line(" a\x00b\u202ec\nd ") == f"a{SIGN}b{SIGN}c{SIGN}d"
    assert paragraph("一\r\n二\r三\x07\u2066四\t五") == f"一\n二\n三{SIGN}{SIGN}四\t五"


@given(st.text())
def test_nothing_invisible_is_kept(text: str) -> None:
    assert is_name(one_line(text)) or one_line(text) == ""
    assert "\x00" not in paragraph(text)
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize("begins", ["=1+1", "+81", "-2", "@SUM(A1)"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(begins: str) -> None:
    assert as_text(begins) == f"'{begins}"
    assert as_text(f"佐藤{begins}") == f"佐藤{begins}"
