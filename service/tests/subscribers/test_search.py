"""What finds whom, in pure values: plain forms, keys, ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.subscribers.rules.search import (
    LONGEST,
    beginning,
    digits,
    folded,
    keys_of,
    packed,
    wanted,
    whole,
)

ANYTHING = st.text(alphabet=st.characters(exclude_categories=["C"]), max_size=80)
SOUNDS = st.text(alphabet="アサ佐b1", max_size=4)  # few letters, so that beginnings are shared often


@pytest.mark.parametrize("text", ["0847-45-0557", "０８４７（４５）０５５７", "0847 45 0557"])
def test_a_telephone_number_is_its_digits(text: str) -> None:
    assert digits(text) == "0847450557"


@pytest.mark.parametrize("text", ["アオキ ハナコ", "あおき　はなこ", "ｱｵｷ ﾊﾅｺ"])
def test_names_are_folded_to_one_spelling(text: str) -> None:
    assert folded(text) == "アオキハナコ"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("C-10001", "c10001"), ("ｃ－１０００１", "c10001"), ("c 10001", "c10001"), ("C‐10001", "c10001"), ("C−10001", "c10001"),
        ("0847-45-0557", "0847450557"), ("０８４７ー４５ー０５５７", "0847450557"), ("(0847)45-0557", "0847450557"),
        ("+81 847-45-0557", "0847450557"), ("＋８１（０）847450557", "0847450557"),
        ("マリー", "マリー"), ("まりー", "マリー"), ("ﾏﾘｰ", "マリー"), ("ジョン・スミス", "ジョンスミス"),
        ("髙橋", "高橋"), ("渡邉", "渡辺"), ("渡邊", "渡辺"), ("Smith", "smith"), ("Ｓｍｉｔｈ", "smith"),
        ("ｶﾞｷﾞｸﾞ", "ガギグ"), ("がぎぐ", "ガギグ"),
        ("", ""), ("  ", ""), ("-", ""), ("123", ""), ("１２３", ""), ("1234", "1234"), ("1-2-3", ""), ("a12", "a12"),
    ],
)  # fmt: skip
def test_one_plain_form_however_it_is_typed(typed: str, plain: str) -> None:
    assert wanted(typed) == plain


def test_a_subscriber_has_these_keys() -> None:
    keys = keys_of(
        names=["佐藤 花子", "サトウ ハナコ"],
        numbers=["C-10001", "C-10001", "L-7"],
        phones=["0847-11-2222", ""],
    )
    assert {key.text for key in keys} == {
        "佐藤花子", "花子佐藤", "サトウハナコ", "ハナコサトウ", "c10001", "l7", "0847112222", "2222",
    }  # fmt: skip
    assert {key.text: key.least for key in keys if key.least > 1} == {"2222": 4}


def test_a_company_is_found_without_its_form() -> None:
    texts = {key.text for key in keys_of(names=["株式会社見本商店", "㈱例示"], numbers=[], phones=[])}
    assert texts == {"株式会社見本商店", "見本商店株式会社", "株例示", "例示株"}


@given(st.lists(SOUNDS, max_size=4), st.lists(SOUNDS, max_size=3), SOUNDS.filter(bool))
def test_a_beginning_finds_a_subscriber_once_or_not_at_all(names: list[str], numbers: list[str], typed: str) -> None:
    plain = wanted(typed)
    keys = keys_of(names=names, numbers=numbers, phones=[])
    found = [key for key in keys if plain and key.text.startswith(plain) and key.least <= len(plain)]
    has_one = bool(plain) and any(key.text.startswith(plain) for key in keys)
    assert len(found) == int(has_one)
    if found:  # and it is the first one in order, the one a page is sorted by
        assert found[0].text == min(key.text for key in keys if key.text.startswith(plain))


@given(ANYTHING, ANYTHING)
def test_ranges_hold_exactly_what_begins_so(one: str, other: str) -> None:
    plain = wanted(one)
    for text in (other, plain + other, plain):
        key = packed(text, "C-1")
        low, high = beginning(plain)
        assert (low <= key < high) == text.startswith(plain)
        low, high = whole(plain)
        assert (low <= key < high) == (text == plain)


@given(st.lists(ANYTHING, max_size=3), st.lists(ANYTHING, max_size=2), st.lists(ANYTHING, max_size=2))
def test_keys_are_few_and_short_whatever_the_rows_hold(names: list[str], numbers: list[str], phones: list[str]) -> None:
    keys = keys_of(names=names, numbers=numbers, phones=phones)
    assert len(keys) <= 4 * len(names) + len(numbers) + 2 * len(phones)
    assert all(key.text and len(key.text) <= LONGEST for key in keys)
    assert len({key.text for key in keys}) == len(keys)
    assert max((len(packed(key.text, "C" * 20)) for key in keys), default=0) < 2_700  # what PostgreSQL's B-tree takes


@given(ANYTHING.filter(lambda name: wanted(name) != ""))
def test_everybody_is_found_by_the_whole_name(name: str) -> None:
    plain = wanted(name)
    keys = keys_of(names=[name], numbers=[], phones=[])
    assert any(key.text.startswith(plain) and key.least <= len(plain) for key in keys)
