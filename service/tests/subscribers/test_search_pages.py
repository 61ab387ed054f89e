"""Searching rows: who is found, in which order, page after page, and in how many queries."""

from datetime import date

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from yorisoi_service.subscribers import queries
from yorisoi_service.subscribers.keys import keep_keys, keys_for
from yorisoi_service.subscribers.models import Line, SearchKey, Subscriber
from yorisoi_service.subscribers.services.lines import hand_line_over, move_line
from yorisoi_service.subscribers.services.people import change_contact
from yorisoi_service.testing.people import NOON, Provider


def add(number: str, name: str, kana: str = "カナ", phone: str = "0847-99-0000", **more: str) -> Subscriber:
    row = Subscriber.objects.create(
        customer_number=number, name=name, kana=kana, address="町", phone=phone, added_at=NOON, **more
    )
    keep_keys([row.pk])
    return row


def numbers(text: str, **words: int) -> list[str]:
    return [row.customer_number for row in queries.search(text, **words).subscribers]


@pytest.fixture
def crowd(provider: Provider) -> list[Subscriber]:
    """A hundred and fifty of one name, the last four digits of their telephone the same, a line each."""
    made = [add(f"D-{n:04}", "鈴木 一", "スズキ ハジメ", f"0847-{n % 90 + 10}-5555") for n in range(150)]
    Line.objects.bulk_create(
        Line(number=f"M-{n:04}", subscriber=row, first_holder=row, address="町", opened_on=date(2020, 1, 1))
        for n, row in enumerate(made)
    )
    keep_keys([row.pk for row in made])
    return made


def test_everything_a_caller_may_say_finds_them(provider: Provider) -> None:
    wanted = add(
        "C-20002", "髙橋 さくら", "タカハシ サクラ", "0847-45-3456", mobile="090-1111-7890", billing_account="B-777"
    )
    provider.add_line(wanted, "F-31415")
    for text in (
        "C-20002", "c20002", "C-2000", "c-2", "髙橋", "高橋", "高橋さ", "さくら", "サクラ", "さくら 高橋", "たかはし", "ﾀｶﾊｼ ｻ",
        "た", "タカハシサクラ", "0847-45-3456", "0847453456", "０８４７ー４５ー３４５６", "+81847453456", "3456", "7890",
        "09011117890", "B-777", "b777", "F-31415", "f314", "F-3",
    ):  # fmt: skip
        assert "C-20002" in numbers(text), text
    for text in ("橋さ", "クラ", "456", "20002", "31415", "78901", "C-20003", "東", "C-2000_", "%", "C%", "_"):
        assert "C-20002" not in numbers(text), text


def test_what_is_exactly_so_stands_before_what_only_begins_so(provider: Provider) -> None:
    add("0847-1", "甲", phone="0847-12-0000")
    add("A-2", "乙", phone="0120-00-0847")
    assert numbers("0847") == ["A-2", "0847-1", "C-10001"]
    add("C-100019", "丙")
    assert numbers("c-10001") == ["C-10001", "C-100019"]


def test_nobody_stands_on_a_page_twice(provider: Provider) -> None:
    add("A-5", "佐藤 佐知子", "サトウ サチコ", "0847-08-0847", mobile="0847-08-0847", billing_account="A-5")
    for text in ("佐", "サ", "さ", "0847", "A-5", "a"):
        assert numbers(text).count("A-5") == 1, text


def test_pages_follow_one_another_without_gap_or_repetition(crowd: list[Subscriber]) -> None:
    for text in ("鈴木", "すずき", "5555", "ハジメ", "d-", "m"):
        seen, after = [], None
        for _ in range(8):
            page = queries.search(text, limit=20, after=after)
            seen += [row.customer_number for row in page.subscribers]
            after = page.after
        assert after is None
        assert seen == [row.customer_number for row in crowd], text


def test_somebody_added_meanwhile_moves_no_page(crowd: list[Subscriber]) -> None:
    first = queries.search("鈴木", limit=20)
    add("A-1", "鈴木 一", "スズキ ハジメ")
    second = queries.search("鈴木", limit=20, after=first.after)
    assert second.subscribers == crowd[20:40]


@pytest.mark.parametrize("after", ["", "nonsense", "é", "====", "AAAA", "_" * 40])
def test_a_page_that_cannot_be_read_is_the_first_one(crowd: list[Subscriber], after: str) -> None:
    assert queries.search("鈴木", after=after).subscribers == crowd[:20]


def test_the_page_of_another_search_is_the_first_one(crowd: list[Subscriber]) -> None:
    other = queries.search("5555", limit=5).after
    assert queries.search("鈴木", after=other).subscribers == crowd[:20]


@pytest.mark.parametrize("how_many", [1, 20, 100])
def test_a_page_costs_three_queries_with_its_lines(
    crowd: list[Subscriber], django_assert_num_queries: DjangoAssertNumQueries, how_many: int
) -> None:
    with django_assert_num_queries(3):
        found = queries.search("鈴木", limit=how_many).subscribers
        assert [line.number for row in found for line in row.lines.all()] == [f"M-{n:04}" for n in range(how_many)]
    with django_assert_num_queries(1):
        assert queries.search("鈴木二").subscribers == []


def test_what_no_name_holds_is_not_looked_for(
    provider: Provider, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        for text in ("C-10001\x00", "\u202e佐藤", "", "   ", "-", "222", "\ud800"):
            assert queries.search(text) == queries.Found([], None)


def test_a_change_is_found_at_once_and_what_was_is_not(provider: Provider) -> None:
    change_contact(
        subscriber=provider.subscriber, name="山本 花子", kana="ヤマモト ハナコ", phone="0847-33-4444",
        billing_account="B-1", by=provider.clerk, now=NOON,
    )  # fmt: skip
    for text in ("山本", "やまもと", "4444", "B-1"):
        assert numbers(text) == ["C-10001"], text
    for text in ("佐藤", "さとう", "2222", "0847112222"):
        assert numbers(text) == [], text


def test_a_moved_line_is_found_by_both_numbers_and_an_inherited_one_by_its_new_holder(provider: Provider) -> None:
    moved = move_line(
        line=provider.line, number="L-20002", address="町", opened_on=date(2026, 11, 1), by=provider.clerk, now=NOON
    )
    assert numbers("L-10001") == numbers("L-20002") == ["C-10001"]
    heir = provider.household("C-90009", "0847-44-1234")
    hand_line_over(line=moved, to=heir, by=provider.clerk, now=NOON)
    assert (numbers("L-20002"), numbers("L-10001")) == (["C-90009"], ["C-10001"])


def test_a_telephone_number_is_somebodys_only_as_a_telephone_number(provider: Provider) -> None:
    add("0847-11-2222", "番号")
    add("E-1", "末尾", phone="0900-0811-12222")
    twin = add("E-2", "同居", phone="0120-00-0000", mobile="0847-11-2222")
    assert queries.by_phone("０８４７（１１）２２２２") == [provider.subscriber, twin]
    assert queries.by_phone("2222") == queries.by_phone("084711222") == queries.by_phone("x") == []


def test_keys_that_are_kept_anew_stay_the_same(crowd: list[Subscriber]) -> None:
    before = list(SearchKey.objects.order_by("key").values_list())
    keep_keys([row.pk for row in crowd])
    assert list(SearchKey.objects.order_by("key").values_list()) == before
    assert {bytes(row.key) for row in keys_for(crowd[0], lines=["M-0000"])} == {
        bytes(key) for key in SearchKey.objects.filter(subscriber=crowd[0]).values_list("key", flat=True)
    }


def test_a_name_of_any_length_is_kept_and_found(provider: Provider) -> None:
    long = "ﷺ " * 60  # each of them becomes eighteen letters
    add("A-7", long.strip(), "ア" * 120)
    assert numbers("ﷺ") == numbers("ア" * 120) == numbers("ア" * 61) == ["A-7"]
    assert connection.vendor == "sqlite"
