"""The letters' words: nothing hidden in them, the same in mail and on paper, and short enough for tired eyes."""

import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from yorisoi_service.letters.rules.invoice import Invoice
from yorisoi_service.letters.rules.paper import Facts, Numbers, Paper, Points, Table, Text
from yorisoi_service.letters.rules.plain import plain
from yorisoi_service.letters.rules.welcome import Stage, Welcome
from yorisoi_service.letters.wording.compose import compose
from yorisoi_service.letters.wording.forms import hour

from .conftest import HOME, ISSUED, joined, words

LONGEST_SENTENCE = 40


def paper(values: Welcome | Invoice) -> Paper:
    return compose(values, number="W-2026-00007", issued_on=ISSUED)


def texts(found: Paper) -> list[str]:
    """Every text below the title."""
    all_of = [*found.lead]
    for section in found.sections:
        all_of.append(section.title)
        for block in section.blocks:
            match block:
                case Text():
                    all_of += block.paragraphs
                case Points():
                    all_of += block.items
                case Facts():
                    all_of += [text for row in block.rows for text in row]
                case Numbers():
                    all_of += [text for entry in block.entries for text in (entry.label, entry.value, entry.note)]
                    all_of += block.notes
                case Table():
                    all_of += [*block.head, *(cell for row in block.rows for cell in row)]
    return [text for text in all_of if text]


def test_the_mail_says_what_the_paper_says(welcome: Welcome, japanese: PdfReader) -> None:
    mail, page = joined(plain(paper(welcome), HOME)), words(japanese)
    for text in texts(paper(welcome)):
        assert joined(text) in mail
        assert joined(text) in page


def test_japanese_sentences_are_short(welcome: Welcome, invoice: Invoice) -> None:
    """Forty characters; the sentence on liability is the provider's own."""
    again = replace(welcome, is_again=True, campaign="半額", withdrawal_days=8, ends_free=False)
    for values in (welcome, again, invoice):
        for text in texts(paper(values)):
            if text == welcome.liability:
                continue
            too_long = [each for each in re.split(r"[。]", text) if len(each) > LONGEST_SENTENCE]
            listed = [each for each in too_long if ":" not in each]  # a list of things after a colon may run on
            assert listed == []


def test_jargon_has_a_plain_word_beside_it(welcome: Welcome) -> None:
    said = "".join(texts(paper(welcome)))
    assert "「1回だけ使える番号」(ワンタイムパス)" in said
    for jargon in ("ブラウザ", "ダウンロード", "アンインストール", "リモートデスクトップ", "クリック"):
        assert jargon not in said


def test_a_recontract_has_other_words(welcome: Welcome) -> None:
    """R08: no new free months, and full from its first month on."""
    stages = (Stage(date(2026, 10, 1), None, 550, "monthly"),)
    said = "".join(texts(paper(replace(welcome, is_again=True, start_on=date(2026, 10, 31), stages=stages))))
    assert "再契約のため、無料期間はありません。" in said
    assert "2026年10月分から毎月550円(税込)" in said
    assert "2026年10月分 550円" in said
    assert "再契約" not in "".join(texts(paper(welcome)))


def test_a_further_line_without_free_months_says_why(welcome: Welcome) -> None:
    stages = (Stage(date(2026, 8, 1), None, 550, "monthly"),)
    said = "".join(texts(paper(replace(welcome, stages=stages))))
    assert "無料期間ははじめてのご契約だけのため、今回はありません。" in said
    none_offered = "".join(texts(paper(replace(welcome, stages=stages, free_months=0))))
    assert "無料期間" not in none_offered


def test_a_campaign_in_the_place_of_free_months_is_named_as_the_reason(welcome: Welcome) -> None:
    """R25: a campaign's own terms hold, also for the first contract somebody has."""
    half = Stage(date(2026, 4, 1), date(2026, 6, 1), 275, "campaign")
    full = Stage(date(2026, 7, 1), None, 550, "monthly")
    said = "".join(texts(paper(replace(welcome, stages=(half, full), campaign="半額"))))
    assert "無料期間の代わりに、キャンペーンの料金が適用されます。" in said
    assert "はじめてのご契約だけ" not in said
    later = (Stage(date(2026, 4, 1), date(2026, 5, 1), 550, "monthly"), replace(half, first=date(2026, 6, 1)))
    assert "無料期間ははじめてのご契約だけ" in "".join(texts(paper(replace(welcome, stages=later, campaign="半額"))))
    again = "".join(texts(paper(replace(welcome, stages=(half, full), campaign="半額", is_again=True))))
    assert "再契約のため、無料期間はありません。" in again


def test_a_free_month_that_ends_the_contract_is_told_as_the_provider_reads_it(welcome: Welcome) -> None:
    """T3."""
    assert "無料の月なら0円です。" in "".join(texts(paper(welcome)))
    charged = "".join(texts(paper(replace(welcome, ends_free=False))))
    assert "やめた月は、無料の月でも1か月分かかります。" in charged
    assert "無料の月なら0円です。" not in charged


def test_withdrawal_is_offered_only_where_the_right_is(welcome: Welcome) -> None:
    assert "取り消せます" not in "".join(texts(paper(welcome)))
    assert "8日間は、取り消せます" in "".join(texts(paper(replace(welcome, withdrawal_days=8))))


def test_own_debit_says_from_which_account(welcome: Welcome) -> None:
    said = "".join(texts(paper(replace(welcome, with_internet_bill=False, debit_day=26))))
    assert "ご登録の口座から、翌月26日" in said
    assert "インターネット料金と同じ" not in said


@pytest.mark.parametrize(
    ("clock", "japanese", "english"),
    [
        ("09:00", "午前9時", "9 a.m."),
        ("21:00", "午後9時", "9 p.m."),
        ("18:30", "午後6時30分", "6:30 p.m."),
        ("12:00", "午後0時", "12 p.m."),
        ("00:15", "午前0時15分", "12:15 a.m."),
    ],
)
def test_hours_as_people_say_them(clock: str, japanese: str, english: str) -> None:
    from django.utils import translation

    with translation.override("ja"):
        assert hour(clock) == japanese
    with translation.override("en"):
        assert hour(clock) == english


def test_the_language_of_the_letter_counts_not_that_of_the_page(welcome: Welcome) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert paper(welcome).title == "リモートサポート ご契約のご案内"
    with translation.override("ja"):
        assert paper(replace(welcome, language="en")).title == "Your リモートサポート"
