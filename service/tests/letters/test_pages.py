"""The finished PDFs, read back: everything that has to stand in them does, for eyes, for screen readers and for search."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject
from yorisoi_service.letters import rendering
from yorisoi_service.letters.rules.invoice import Invoice
from yorisoi_service.letters.rules.paper import Window
from yorisoi_service.letters.rules.welcome import Stage, Welcome
from yorisoi_service.letters.wording.compose import compose

from .conftest import HOME, ISSUED, drawn, joined, words

SMALLEST_PT = 14.0
MOST_PAGES = 3

NEEDED = {
    "contract number": "契約番号 L-10001-1",
    "contract holder": "ご契約者 佐藤 花子",
    "line": "契約者回線 L-10001",
    "start": "ご利用開始日 2026年4月15日",
    "free period": "2026年4月分から5月分まで 0円(無料)",
    "first month with a fee": "料金がかかる最初の月 2026年6月分 550円",
    "price with tax": "550円(税込。税率10%、うち消費税50円)",
    "registration number": "登録番号 T8000099000001",
    "debit": "インターネット料金と同じ口座から、翌月27日に引き落とします",
    "landline number (R31)": "固定電話から 099-200-0111",
    "mobile number (R32)": "携帯電話から 099-200-0112",
    "who pays the mobile call (R32)": "携帯電話からの通話料は、お客様のご負担です。",
    "hours (R34)": "毎日 午前9時から午後9時まで(土曜・日曜・祝日も)",
    "device on the line (R33)": "当社のインターネットにつないでください。",
    "passwords (R33)": "設定する機器のパスワードをご用意ください。入力するのはお客様です。",
    "paper of the internet contract (R33)": "インターネット契約の書類をご用意ください(お客様番号の確認)。",
    "download page": "https://www.example.jp/remote",
    "one-time pass": "画面に11けたの「1回だけ使える番号」(ワンタイムパス)が出ます。",
    "life of the pass": "番号が使えるのは10分間、1回だけです。",
    "scope": "行わないこと: ソフトの使い方の説明、機器の修理、消えたデータの復元",
    "where to cancel (R05)": "みほんケーブル 受付窓口 099-200-0100",
    "no minimum term, no penalty (R06)": "最低利用期間も違約金もありません。",
    "last month (R07)": "やめた月も1か月分かかります。無料の月なら0円です。",
    "liability of this version (R11)": "補償について(利用規約 2026-04)",
    "liability text": "当社に故意または重大な過失がある場合を除き、機会損失について責任を負いません。",
    "privacy": "パスワードや画面の内容は残しません。",
    "scam: the pass": "当社からお電話して、画面の番号をお聞きすることはありません。",
    "scam: money": "お金、プリペイドカード、暗証番号をお願いすることもありません。",
    "scam: whom to ask": "消費者ホットライン 188 / 警察の相談 #9110",
    "letter number": "書面番号 W-2026-00007",
    "address": "広島県府中市見本町1-2-3 佐藤 花子 様",
}


@pytest.mark.parametrize("needed", NEEDED.values(), ids=NEEDED.keys())
def test_the_welcome_letter_tells(japanese: PdfReader, needed: str) -> None:
    assert joined(needed) in words(japanese)


def test_no_call_is_said_to_be_free(japanese: PdfReader, english: PdfReader) -> None:
    """R32: nothing says what a call from a landline costs."""
    said = words(japanese).replace("(無料)", "").replace("無料の月", "")
    assert "無料" not in said
    assert "フリー" not in said
    allowed = ("(free)", "Ifitisafreemonth,itstaysfree.")
    said = words(english)
    for each in allowed:
        assert each in said
        said = said.replace(each, "")
    assert "free" not in said.lower()


def test_the_english_letter_tells_the_same(english: PdfReader) -> None:
    said = words(english)
    for needed in (
        "Contract number L-10001-1",
        "From a landline 099-200-0111",
        "From a mobile 099-200-0112 You pay for the call from a mobile.",
        "Every day from 9 a.m. to 9 p.m.",
        "For April to May 2026 0 yen (free)",
        "First month with a fee June 2026: 550 yen",
        "550 yen a month, 10% tax included (tax 50 yen)",
        "There is no minimum term and no penalty.",
        "Consumer hotline 188 / Police advice line #9110",
        "Liability (terms 2026-04)",
    ):
        assert joined(needed) in said


@pytest.mark.parametrize("name", ["japanese", "english", "billed"])
def test_nothing_is_smaller_than_14_points(name: str, request: pytest.FixtureRequest) -> None:
    sizes = set(font_sizes(request.getfixturevalue(name)))
    assert min(sizes) >= SMALLEST_PT


def test_telephone_numbers_are_the_largest_thing_on_the_page(japanese: PdfReader) -> None:
    sizes: dict[float, str] = {}
    for size, text in sized(japanese.pages[0]):
        sizes[size] = sizes.get(size, "") + text
    assert max(sizes) >= 30
    assert "099-200-0111" in joined(sizes[max(sizes)])
    assert "099-200-0112" in joined(sizes[max(sizes)])


@pytest.mark.parametrize("name", ["japanese", "english", "billed"])
def test_a_screen_reader_finds_language_title_and_structure(name: str, request: pytest.FixtureRequest) -> None:
    reader: PdfReader = request.getfixturevalue(name)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == ("en" if name == "english" else "ja")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata is not None
    assert reader.metadata.title
    tags = set(structure(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD"} <= tags
    if name != "billed":
        assert {"/L", "/LI"} <= tags
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


@pytest.mark.parametrize("name", ["japanese", "english"])
def test_the_letter_has_at_most_three_pages_with_their_numbers(name: str, request: pytest.FixtureRequest) -> None:
    reader: PdfReader = request.getfixturevalue(name)
    assert len(reader.pages) <= MOST_PAGES
    for nth, page in enumerate(reader.pages, 1):
        assert f"{nth}/{len(reader.pages)}" in joined(page.extract_text())


def test_the_longest_letter_still_has_three_pages(welcome: Welcome) -> None:
    """A solicited re-contract under a campaign, with closures and the longest of everything a person is called."""
    longest = replace(
        welcome,
        is_again=True,
        holder="長" * 60,
        stages=(
            Stage(date(2026, 4, 1), date(2026, 5, 1), 0, "campaign"),
            Stage(date(2026, 6, 1), date(2026, 11, 1), 275, "campaign"),
            Stage(date(2026, 12, 1), None, 550, "monthly"),
        ),
        campaign="おかえりなさいキャンペーン",
        desk=replace(welcome.desk, closures=(date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3))),
        liability=welcome.liability * 8,
        withdrawal_days=8,
    )
    reader = drawn(longest, Window("長" * 60, "広島県府中市" + "見本町" * 20))
    said = words(reader)
    assert len(reader.pages) <= MOST_PAGES
    assert min(font_sizes(reader)) >= SMALLEST_PT  # the address in the window too
    assert "おかえりなさいキャンペーン" in said
    assert joined("2026年6月分から11月分まで 毎月275円(キャンペーン)") in said
    assert joined("条件は、ご契約が続いていることだけです。") in said
    assert joined("この書面を受け取った日から8日間は、取り消せます。") in said
    assert joined("午前9時から午後9時まで。土日祝日も受け付けています。") in said
    assert "毎日" not in said
    assert joined("お休みの日: 2027年1月1日、2027年1月2日、2027年1月3日") in said


HOSTILE = {
    "markup": "<b>太字</b><script>alert(1)</script>&amp;",
    "style": "</style><img src=file:///etc/passwd><link rel=attachment href=http://192.0.2.1/>",
    "half-width kana": "ﾆﾎﾝ ﾀﾛｳ",
    "very long": "W" * 200,
}


def test_hostile_names_are_text(welcome: Welcome) -> None:
    """All at once in one letter: each stands there as it is written, and pulls nothing in."""
    hostile = replace(
        welcome,
        holder=HOSTILE["markup"],
        line_address=HOSTILE["style"],
        line_number=HOSTILE["half-width kana"],
        contract_number=HOSTILE["very long"],
        liability="右\u202eから\u2066左\u200b",
    )
    reader = drawn(hostile, Window("花\u202e子" + "W" * 200, HOSTILE["style"]))
    said = words(reader)
    for text in HOSTILE.values():
        assert joined(text) in said
    assert "右\N{REPLACEMENT CHARACTER}から\N{REPLACEMENT CHARACTER}左" in said  # shown, not obeyed
    assert "花\N{REPLACEMENT CHARACTER}子" in said
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", said)
    assert "/EmbeddedFiles" not in reader.trailer["/Root"].get("/Names", {})
    assert all("/XObject" not in page["/Resources"] or not page["/Resources"]["/XObject"] for page in reader.pages)
    for page in reader.pages:
        for x, text in positions(page):
            assert 0 <= x < float(page.mediabox.width), text


def test_the_same_letter_is_the_same_file_however_often_it_is_drawn(invoice: Invoice) -> None:
    paper = compose(invoice, number="I-2026-00001", issued_on=ISSUED)
    assert rendering.pdf_of(paper, HOME) == rendering.pdf_of(paper, HOME)


def test_a_letter_with_placeholders_says_that_it_is_a_sample(welcome: Welcome) -> None:
    assert "見本:仮の番号が入っています" in words(drawn(replace(welcome, has_placeholders=True)))


INVOICE = {
    "recipient": "みほん商店 御中",
    "issuer": "株式会社みほんケーブル",
    "registration number": "登録番号 T8000099000001",
    "title": "請求書(適格請求書)",
    "number": "請求書番号 W-2026-00007",
    "day": "発行日 2026年4月15日",
    "month and what": "2026年6月 リモートサポート 月額利用料(回線L-10001) 10% 550円",
    "credit": "2026年5月 リモートサポート 訂正(回線L-10001) 10% -550円",
    "sum and tax of the rate": "10% 1,100円 100円",
    "whole": "合計(税込) 1,100円",
}


@pytest.mark.parametrize("needed", INVOICE.values(), ids=INVOICE.keys())
def test_the_invoice_tells(billed: PdfReader, needed: str) -> None:
    assert joined(needed) in words(billed)


def test_an_invoice_holds_no_dedicated_number(billed: PdfReader, welcome: Welcome) -> None:
    """R31."""
    said = words(billed)
    assert welcome.desk.landline not in said
    assert welcome.desk.mobile not in said


def test_more_credited_than_charged_is_a_credit_note_and_a_correction_names_the_old_invoice(invoice: Invoice) -> None:
    credit = replace(invoice, items=invoice.items[:1], sums=(replace(invoice.sums[0], amount=-550, tax=-50),))
    said = words(drawn(replace(credit, corrects="I-2026-00003", recipient="佐藤 花子", is_company=False)))
    assert "返還請求書(適格返還請求書)" in said
    assert "10%-550円-50円" in said
    assert "この請求書は、請求書I-2026-00003を訂正したものです。" in said
    assert "佐藤花子様" in said
    assert "次のご請求から差し引きます" in said


def sized(page: PageObject) -> Iterator[tuple[float, str]]:
    """Each piece of text with its size in points, as the page's own matrices scale it."""
    found: list[tuple[float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append((round(abs(size * cm[3] * tm[3]), 1), text))

    page.extract_text(visitor_text=visit)
    yield from found


def font_sizes(reader: PdfReader) -> Iterator[float]:
    for page in reader.pages:
        yield from (size for size, _text in sized(page))


def positions(page: PageObject) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            found.append((tm[4] * cm[0] + cm[4], text))

    page.extract_text(visitor_text=visit)
    return found


def structure(node: DictionaryObject) -> Iterator[str]:
    if "/S" in node:
        yield str(node["/S"])
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, DictionaryObject):
            yield from structure(child)
