from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.desk.rules.identity import Caller, Known, Marks, Speaking, Typed, compare

KNOWN = Known("KJ-1001", ("青木 花子", "アオキ ハナコ"), "岡山市北区見本町1-1-203", ("086-000-1001", "090-0000-1001"))
RIGHT = Typed("KJ-1001", "青木花子", "岡山市北区見本町1-1-203", "090-0000-1001")


def test_all_right() -> None:
    assert compare(KNOWN, RIGHT) == Marks(True, True, True, True)


@pytest.mark.parametrize(
    "typed",
    [
        replace(RIGHT, customer_number="ＫＪ１００１"),
        replace(RIGHT, customer_number="kj 1001"),
        replace(RIGHT, name="あおき はなこ"),
        replace(RIGHT, name="ｱｵｷ ﾊﾅｺ"),
        replace(RIGHT, address="岡山市北区見本町１－１－２０３"),
        replace(RIGHT, address="岡山市北区見本町1ー1ー203"),
        replace(RIGHT, phone="０８６０００１００１"),
    ],
)
def test_how_it_is_written_does_not_matter(typed: Typed) -> None:
    assert compare(KNOWN, typed) == Marks(True, True, True, True)


def test_two_of_three_with_the_number_pass() -> None:
    assert compare(KNOWN, replace(RIGHT, phone="")).passed
    assert compare(KNOWN, replace(RIGHT, name="上田")).passed
    assert not compare(KNOWN, replace(RIGHT, name="上田", phone="")).passed


def test_without_the_right_number_nothing_passes() -> None:
    assert not compare(KNOWN, replace(RIGHT, customer_number="KJ-1002")).passed
    assert not compare(KNOWN, replace(RIGHT, customer_number="")).passed


def test_empty_never_equals_empty() -> None:
    blank = Known("", ("",), "", ("",))
    assert compare(blank, Typed("", "", "", "")) == Marks(False, False, False, False)


def test_part_of_an_answer_is_not_the_answer() -> None:
    assert compare(KNOWN, Typed("KJ-1001", "青木", "岡山市", "1001")) == Marks(True, False, False, False)


MEMBERS = replace(KNOWN, members=("青木 一郎", "アオキ イチロウ"))


@pytest.mark.parametrize("name", ["青木一郎", "あおき いちろう", "ｱｵｷ ｲﾁﾛｳ"])
def test_somebody_named_for_the_household_is_known_by_name_or_kana(name: str) -> None:
    marks = compare(MEMBERS, RIGHT, Speaking(name, "息子"))
    assert (marks.passed, marks.caller) == (True, Caller.MEMBER)


@pytest.mark.parametrize("name", ["青木", "青木 次郎", "青木花子", ""])
def test_whoever_was_not_named_does_not_pass_however_much_they_know(name: str) -> None:
    marks = compare(MEMBERS, RIGHT, Speaking(name, "友人"))
    assert (marks.passed, marks.caller) == (False, Caller.OTHER)


def test_the_contract_partner_needs_no_naming() -> None:
    assert compare(MEMBERS, RIGHT).caller is Caller.SUBSCRIBER


@given(st.lists(st.booleans(), min_size=4, max_size=4), st.sampled_from([None, True, False]))
def test_the_number_and_two_of_three_pass_and_nothing_else(right: list[bool], member: bool | None) -> None:
    marks = Marks(*right, member=member)
    assert marks.passed is (right[0] and sum(right[1:]) >= 2 and member is not False)
