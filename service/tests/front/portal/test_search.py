"""Finding an answer: whatever width, kana or wording somebody types, and nothing of it in an address."""

import pytest
from django.utils import translation
from yorisoi_service.front.portal.public import search
from yorisoi_service.front.portal.public.answers.every import every
from yorisoi_service.front.portal.public.facts import gather
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def found(text: str) -> list[str]:
    with translation.override("ja"):
        return [each.rule for each in search.find(search.of(every(gather(now=NOON)).values()), text)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("料金", "R24"),
        ("ﾘｮｳｷﾝ", "R24"),
        ("りょうきん", "R24"),
        ("おかね", "R24"),
        ("しゃしん", "R19"),
        ("しゅうり", "R21"),
        ("やすみ", "R34"),
        ("料金はいくらですか", "R24"),
        ("かいやく", "R05"),
        ("カイヤク　電話", "R05"),
        ("スマホ", "R16"),
        ("ｽﾏﾎ", "R16"),
        ("ワイファイ", "R14"),
        ("ＷＩ－ＦＩ　プリンタ", "R14"),
        ("エクセルの使い方", "R15"),
        ("ネットがつながらない", "R17"),
        ("消えた写真", "R19"),
        ("正月", "R34"),
        ("詐欺", "R36"),
    ],
)
def test_people_find_what_they_mean(typed: str, first: str) -> None:
    assert first in found(typed)[:2]


@pytest.mark.parametrize(
    "typed",
    ["警告", "けいこく", "ウイルスに感染しました", "かんせん", "ＶＩＲＵＳ", "パソコンが勝手に動く", "だまされた かも"],
)
def test_who_may_be_in_danger_meets_the_way_out_first(typed: str) -> None:
    shown = browser(language="ja").post("/faq", {"wanted": typed}).content.decode()
    results = shown.partition('id="found"')[2].partition("<nav")[0]
    assert "/really-us#now" in results
    assert results.index("/really-us#now") < results.find("<article") or "<article" not in results


def test_who_asks_for_a_price_is_not_frightened() -> None:
    shown = browser(language="ja").post("/faq", {"wanted": "料金"}).content.decode()
    assert "/really-us#now" not in shown


def test_of_several_words_every_one_has_to_be_there() -> None:
    """Applying goes by telephone too, but it is not ending (R03, R05)."""
    assert "R03" in found("電話")
    assert "R03" not in found("電話 解約")
    assert found("電話 解約")[0] == "R05"


@pytest.mark.parametrize("typed", ["", "   ", "　", "!?", "ー", "qqqqzzzz", "\u202e", "😀😀"])
def test_nothing_is_found_for_what_is_no_word(typed: str) -> None:
    assert found(typed) == []


def test_a_search_goes_in_the_body_and_is_shown_as_text() -> None:
    hostile = "<script>alert(1)</script> 佐藤花子"
    shown = browser(language="ja").post("/faq", {"wanted": hostile})
    assert shown.status_code == 200
    assert "<script>alert" not in shown.content.decode()
    assert "&lt;script&gt;" in shown.content.decode()
    assert "佐藤花子" not in browser(language="ja").get("/faq?wanted=佐藤花子").content.decode()


@pytest.mark.parametrize("typed", ["", "x" * 101, "x" * 10_000])
def test_too_little_and_too_much_get_a_sentence(typed: str) -> None:
    shown = browser(language="ja").post("/faq", {"wanted": typed}).content.decode()
    assert 'class="wrong"' in shown
    assert 'id="R37"' in shown


def test_nothing_found_names_the_next_step() -> None:
    shown = browser(language="ja").post("/faq", {"wanted": "qqqqzzzz"}).content.decode()
    assert "見つかりませんでした" in shown
    assert "0847-45-0557" in shown
