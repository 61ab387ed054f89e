"""The letter after a visit, drawn and read back: what it tells, and what it never claims."""

import re
from dataclasses import replace
from typing import get_args

import pytest
from pypdf import PdfReader
from yorisoi_service.letters.rules.codec import from_json, to_json
from yorisoi_service.letters.rules.paper import Window
from yorisoi_service.letters.rules.plain import plain
from yorisoi_service.letters.rules.visit import Consent, End, Held, Visit
from yorisoi_service.letters.wording.compose import compose

from .conftest import HOME, ISSUED, drawn, joined, words

NEEDED = {
    "asked": "プリンターで印刷できません。 無線です。",
    "result": "結果 一部を解決しました",
    "who helped": "担当者 山田(番号 12)",
    "done": "行ったこと プリンターをつなぎ直しました。",
    "changed": "お使いの機器で変わったこと 通常使うプリンターを変えました。",
    "not done and why": "行わなかったことと、その理由 両面印刷は、この機種ではできません。",
    "what next": "これからのこと インクを入れてください。",
    "whom to ask": "お問い合わせ先 プリンターのメーカー",
    "session": "2026年4月15日 午前10時05分から午前10時32分まで",
    "no files": "ファイルのやり取りはありませんでした。",
    "consent taken back": "画面を見ること 午前10時06分 許可する 午前10時31分 お客様が取り消し",
    "consent refused": "マウスとキーボードの操作 午前10時08分 許可しない -",
    "whose record": "お客様の機器で動いたソフトの署名つきの記録によります。",
    "removal": "遠隔操作のソフトは、お使いの機器から削除しました。削除は確認ずみです。",
    "fee": "今回の追加料金はありません。",
    "scam": "このあと当社を名乗る電話で、お金や番号を求められたら、それは詐欺です。",
    "whom to ask about it": "消費者ホットライン 188 / 警察の相談 #9110",
    "landline (R31)": "固定電話から 099-200-0111",
    "who pays (R32)": "携帯電話からの通話料は、お客様のご負担です。",
    "code": "ACDE-3467",
    "page": "https://support.example.jp/visit/",
}
SURE = "削除しました。削除は確認ずみです。"
SENTENCES = {
    "verified": SURE,
    "left_to_system": "削除したところは確認していません。",
    "failed": "遠隔操作のソフトを削除できませんでした。",
    "not_confirmed": "遠隔操作のソフトの削除を確認できませんでした。",
}


@pytest.fixture(scope="module")
def letter(visit: Visit) -> PdfReader:
    return drawn(visit)


def told(values: Visit) -> str:
    return joined(plain(compose(values, number="V-2026-00007", issued_on=ISSUED), HOME))


@pytest.mark.parametrize("needed", NEEDED.values(), ids=NEEDED.keys())
def test_it_tells(letter: PdfReader, needed: str) -> None:
    assert joined(needed) in words(letter)


def test_it_is_tagged_and_has_a_language(letter: PdfReader) -> None:
    root = letter.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "ja"
    assert len(letter.pages) <= 3


@pytest.mark.parametrize("removal", SENTENCES)
def test_it_claims_of_the_programs_removal_what_is_known_and_no_more(visit: Visit, removal: str) -> None:
    """R37: a removal nobody confirmed is never told as one."""
    session = replace(visit.sessions[0], removal=removal)  # type: ignore[arg-type]
    text = told(replace(visit, sessions=(session,)))
    assert SENTENCES[removal] in text
    assert (SURE in text) == (removal == "verified")


def test_of_several_connections_the_worst_stands_first(visit: Visit) -> None:
    second = replace(visit.sessions[0], removal="failed")
    text = told(replace(visit, sessions=(*visit.sessions, second)))
    assert text.index(SENTENCES["failed"]) < text.index(SURE)


def test_help_by_telephone_mentions_no_connection_and_no_program(visit: Visit) -> None:
    text = told(replace(visit, sessions=()))
    assert "画面を見ることも、機器を操作することもありませんでした。" in text
    assert "遠隔操作のソフト" not in text
    assert "許可していただいたこと" not in text


@pytest.mark.parametrize(
    ("outcome", "helped"), [("resolved", True), ("partly", True), ("referred", False), ("not_possible", False)]
)
def test_that_we_helped_is_said_only_where_we_did(visit: Visit, outcome: str, helped: bool) -> None:
    """A refused request without a connection was no help by telephone."""
    text = told(replace(visit, outcome=outcome, sessions=()))  # type: ignore[arg-type]
    assert ("お電話でお手伝いしました" in text) == helped
    assert ("お手伝いした内容をお知らせします" in text) == helped
    assert "画面を見ることも、機器を操作することもありませんでした。" in text


def test_a_pass_that_was_wrong_is_no_connection_but_its_program_is_told_of(visit: Visit) -> None:
    wrong = Held(ISSUED, "10:05", "10:05", "12", "山田", False, (), "not_confirmed", False)
    text = told(replace(visit, sessions=(wrong,)))
    assert "お電話でお手伝いしました" in text
    assert SENTENCES["not_confirmed"] in text


@pytest.mark.parametrize(("files", "sure"), [("none", True), ("some", False), ("unknown", False)])
def test_it_says_that_no_file_went_over_only_where_that_is_so(visit: Visit, files: str, sure: bool) -> None:
    text = told(replace(visit, files=files))  # type: ignore[arg-type]
    assert ("ファイルのやり取りはありませんでした。" in text) == sure


def test_who_only_looked_along_is_not_told_of_as_a_helper(visit: Visit) -> None:
    second = replace(visit.sessions[0], name="鈴木", number="10", is_beside=True)
    text = told(replace(visit, sessions=(*visit.sessions, second)))
    assert joined("担当者 鈴木(番号 10) 立ち会い(画面を見るだけ)") in text
    assert joined("担当者 山田(番号 12) 立ち会い") not in text


def test_a_log_with_an_end_missing_says_so(visit: Visit) -> None:
    text = told(replace(visit, sessions=(replace(visit.sessions[0], is_log_whole=False),)))
    assert "記録の最後が届きませんでした。" in text


def test_every_permission_and_every_end_has_its_words(visit: Visit) -> None:
    permissions = [
        "view",
        "control",
        "clipboard",
        "file_to_subscriber",
        "file_from_subscriber",
        "system_info",
        "reboot",
        "recording",
        "recording",
    ]
    ends = get_args(End)
    consents = tuple(
        Consent(what, "10:00", "10:10", end)  # type: ignore[arg-type]
        for what, end in zip(permissions, ends, strict=True)
    )
    for language, native in (("ja", r"[a-z]{3,}"), ("en", r"[ぁ-ん]")):
        values = replace(
            visit, language=language, sessions=(replace(visit.sessions[0], consents=consents),), provider="", service=""
        )
        (table,) = [
            block
            for section in compose(values, number="V-1", issued_on=ISSUED).sections
            for block in section.blocks
            if type(block).__name__ == "Table"
        ]
        assert len({cell for row in table.rows for cell in row[:1]}) == 8  # type: ignore[union-attr]
        assert len({cell for row in table.rows for cell in row[2:]} - {"-"}) == 7  # type: ignore[union-attr]
        assert not re.search(native, " ".join(cell for row in table.rows for cell in row))  # type: ignore[union-attr]


def test_without_a_contract_it_names_the_office_and_no_number_of_the_desk(visit: Visit) -> None:
    """R31: the dedicated numbers are for contract holders only."""
    text = told(replace(visit, desk=None))
    assert visit.desk is not None
    assert visit.desk.landline not in text
    assert visit.desk.mobile not in text
    assert "ご契約者専用" not in text
    assert "いま有効なサポートのご契約がありません。" in text
    assert joined("当社の受付窓口: 099-200-0100") in text
    assert "今回の料金はありません。" in text


@pytest.mark.parametrize("has_contract", [True, False])
def test_it_reads_back_from_its_row(visit: Visit, has_contract: bool) -> None:
    visit = visit if has_contract else replace(visit, desk=None)
    assert from_json(Visit, to_json(visit)) == visit


def test_what_people_typed_stays_text(visit: Visit) -> None:
    hostile = "<b>太い</b> \u202e逆 {{ 7 }} " + "長" * 1_500
    text = words(drawn(replace(visit, asked=hostile, done=hostile), Window("佐藤 花子", "見本町")))
    assert text.count("<b>太い</b>") == 2
    assert "{{7}}" in text
    assert "\u202e" not in text
    assert drawn(replace(visit, asked="🦆" * 1_000)).pages
