"""Names as banks hold them. Every expected text was written by hand."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.debits.rules.zengin import kana
from yorisoi_service.debits.rules.zengin.kana import UnknownCharacter, half_width, is_allowed

EXAMPLES = {
    "サトウ　ハナコ": "ｻﾄｳ ﾊﾅｺ",
    "さとう　はなこ": "ｻﾄｳ ﾊﾅｺ",
    "ｻﾄｳ ﾊﾅｺ": "ｻﾄｳ ﾊﾅｺ",
    "キョウ": "ｷﾖｳ",  # small kana are large in a bank file
    "きょう": "ｷﾖｳ",
    "ｷｮｳ": "ｷﾖｳ",
    "ハットリ": "ﾊﾂﾄﾘ",
    "ﾊｯﾄﾘ": "ﾊﾂﾄﾘ",
    "ファジィ": "ﾌｱｼﾞｲ",
    "ヵヶヮ": "ｶｹﾜ",
    "ガギグゲゴ": "ｶﾞｷﾞｸﾞｹﾞｺﾞ",  # a voiced mark is a character of its own
    "パピプペポ": "ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ",
    "カ\u3099ハ\u309a": "ｶﾞﾊﾟ",  # marks that stand alone
    "カ゛ハ゜": "ｶﾞﾊﾟ",
    "ヴァイオリン": "ｳﾞｱｲｵﾘﾝ",
    "ゔ": "ｳﾞ",
    "サトー": "ｻﾄ-",  # the long mark is refused by banks
    "ｻﾄｰ": "ｻﾄ-",
    "サトウ−ハナコ": "ｻﾄｳ-ﾊﾅｺ",
    "ジョン・スミス": "ｼﾞﾖﾝ.ｽﾐｽ",
    "ｼﾞｮﾝ･ｽﾐｽ": "ｼﾞﾖﾝ.ｽﾐｽ",
    "ヰヱ": "ｲｴ",
    "をヲ": "ｦｦ",
    "abc ＡＢＣ xyz": "ABC ABC XYZ",
    "１２３ 456": "123 456",
    "（サクラ）": "(ｻｸﾗ)",
    "  サトウ　": "ｻﾄｳ",
    "株式会社サクラ": "ｶ)ｻｸﾗ",
    "株式会社　サクラ": "ｶ)ｻｸﾗ",
    "サクラ株式会社": "ｻｸﾗ(ｶ",
    "サクラ　株式会社　フクヤマ": "ｻｸﾗ(ｶ)ﾌｸﾔﾏ",
    "（株）サクラ": "ｶ)ｻｸﾗ",
    "㈱サクラ": "ｶ)ｻｸﾗ",
    "カブシキガイシャ　サクラ": "ｶ)ｻｸﾗ",
    "かぶしきがいしゃさくら": "ｶ)ｻｸﾗ",
    "ｶ)ｻｸﾗ": "ｶ)ｻｸﾗ",
    "有限会社サクラ": "ﾕ)ｻｸﾗ",
    "合同会社サクラ": "ﾄﾞ)ｻｸﾗ",
    "医療法人サクラカイ": "ｲ)ｻｸﾗｶｲ",
    "社会福祉法人サクラ": "ﾌｸ)ｻｸﾗ",
    "特定非営利活動法人サクラ": "ﾄｸﾋ)ｻｸﾗ",
    "": "",
}


@pytest.mark.parametrize("text", list(EXAMPLES))
def test_examples(text: str) -> None:
    assert half_width(text, symbols="strict") == EXAMPLES[text]


@pytest.mark.parametrize(
    ("text", "place"),
    [("佐藤", 1), ("サトウ!", 4), ("サト?ウ", 3), ("サトウ/", 4), ("サ\u2028", 2), ("株式会社", 1), ("é", 1)],
)
def test_what_no_bank_file_holds_is_named_by_its_place_and_never_replaced(text: str, place: int) -> None:
    with pytest.raises(UnknownCharacter) as unknown:
        half_width(text, symbols="strict")
    assert unknown.value.place == place
    assert text not in str(unknown.value)


def test_a_place_counts_from_the_text_as_it_was_typed() -> None:
    with pytest.raises(UnknownCharacter) as unknown:
        half_width("株式会社 サクラ 東", symbols="strict")
    assert unknown.value.place == 10


@pytest.mark.parametrize(
    ("text", "wide"), [("ア/イ", "ｱ/ｲ"), ("ア，イ、", "ｱ,ｲ,"), ("「ア」", "｢ｱ｣"), ("￥¥\\", "\\\\\\")]
)
def test_wide_banks_take_more_signs(text: str, wide: str) -> None:
    assert half_width(text, symbols="wide") == wide
    with pytest.raises(UnknownCharacter):
        half_width(text, symbols="strict")


def test_some_banks_want_o_for_wo() -> None:
    assert half_width("ヲガワ", symbols="strict", small_wo="o") == "ｵｶﾞﾜ"


KNOWN = sorted(set("".join(EXAMPLES)))


@pytest.mark.parametrize("symbols", ["strict", "wide"])
@given(text=st.text(st.sampled_from(KNOWN) | st.characters(max_codepoint=0xFFFF), max_size=20))
def test_what_comes_out_is_single_bytes_a_bank_takes(symbols: Literal["strict", "wide"], text: str) -> None:
    try:
        written = half_width(text, symbols=symbols)
    except UnknownCharacter:
        assert not all(
            character in kana.TABLE and is_allowed(kana.TABLE[character], symbols=symbols) for character in text
        )
        return
    assert len(written.encode("cp932")) == len(written)
    assert is_allowed(written, symbols=symbols)
    assert half_width(written, symbols=symbols) == written


@given(st.text(st.sampled_from("アイカガサザバパヴンァャッヮヶ ー"), max_size=20))
def test_the_table_agrees_with_unicode(text: str) -> None:
    """Read back and composed, only small kana, long marks and outer spaces differ."""
    back = unicodedata.normalize("NFKC", half_width(text, symbols="strict"))
    large = str.maketrans("ァャッヮヶー", "アヤツワケ-")
    assert back == text.translate(large).strip(" ")


def test_every_kana_of_unicode_is_known() -> None:
    rare = "ヷヸヹヺ・ヽヾヿ"
    for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FF)):
        if chr(code) not in rare:
            assert half_width(chr(code) if chr(code) != "ー" else "アー", symbols="strict"), hex(code)
    assert set("".join(kana.TABLE.values())) <= set(map(chr, (*range(0x20, 0x7F), *range(0xFF61, 0xFFA0))))
