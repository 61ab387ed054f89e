"""The pass: one spelling inside, many outside, and no misheard digit gets through (R30)."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_protocol.one_time_pass import Mistake, NotAPass, OneTimePass, check_digit, new_pass, parse_pass

PASS = OneTimePass("4821", "739506")


def mistake_of(text: str) -> Mistake:
    with pytest.raises(NotAPass) as caught:
        parse_pass(text)
    return caught.value.mistake


def test_a_pass_is_said_3_4_4_and_ends_in_its_check_digit() -> None:
    assert PASS.digits() == "48217395069"
    assert PASS.grouped() == "482-1739-5069"
    assert check_digit(PASS.digits()) == "0"


def test_the_secret_is_in_no_representation() -> None:
    assert "739506" not in repr(PASS) + str(PASS) + f"{[PASS]}"
    with pytest.raises(NotAPass) as caught:
        parse_pass("482-1739-5060")
    assert "739" not in repr(caught.value) + str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "48217395069",
        "482-1739-5069",
        " 482 1739 5069 ",
        "４８２－１７３９－５０６９",
        "482ー1739ー5069",
        "482‐1739–5069",
        "482—1739−5069",
        "482　1739　5069",
        "4 8 2 1 7 3 9 5 0 6 9",
        "４82ｰ1739﹣5069\n",
        "\ufeff482\u00a01739\u00ad5069",
    ],
)
def test_however_it_is_written_it_is_the_same_pass(text: str) -> None:
    assert parse_pass(text) == PASS


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", Mistake.TOO_SHORT),
        ("4821", Mistake.TOO_SHORT),  # a nameplate alone is no secret
        ("482-1739-506", Mistake.TOO_SHORT),
        ("482-1739-50692", Mistake.TOO_LONG),
        ("482-1739-5060", Mistake.MISHEARD),
        ("482-1739-506x", Mistake.STRAY),
        ("482_1739_5069", Mistake.STRAY),
        ("482.1739.5069", Mistake.STRAY),
        ("４８２－１７３９－５０六二", Mistake.STRAY),
        ("٤٨٢١٧٣٩٥٠٦٩", Mistake.STRAY),  # digits of another script
        ("482一1739一5069", Mistake.STRAY),  # the kanji for one is no hyphen
        ("482-1739-5069\0", Mistake.STRAY),
        ("48²17395069", Mistake.STRAY),
    ],
)
def test_anything_else_is_refused_with_its_reason(text: str, mistake: Mistake) -> None:
    assert mistake_of(text) is mistake


def test_every_single_wrong_digit_and_every_swap_of_neighbours_is_caught() -> None:
    for number in range(0, 10**6, 9_973):
        digits = OneTimePass("0042", f"{number:06d}").digits()
        for at in range(11):
            for other in set("0123456789") - {digits[at]}:
                assert mistake_of(digits[:at] + other + digits[at + 1 :]) is Mistake.MISHEARD
            if at < 10 and digits[at] != digits[at + 1]:
                swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
                assert mistake_of(swapped) is Mistake.MISHEARD


@given(st.integers(0, 9_999), st.binary(min_size=16, max_size=16))
def test_a_new_pass_parses_back(number: int, chance: bytes) -> None:
    made = new_pass(f"{number:04d}", lambda size: chance[:size])
    assert parse_pass(made.grouped()) == made
    assert len(made.secret) == 6


def test_secrets_are_spread_evenly_over_their_digits() -> None:
    draws = (number.to_bytes(16, "big") for number in range(10**6 - 5, 10**6 + 5))
    secrets = [new_pass("0000", lambda _: next(draws)).secret for _ in range(10)]
    assert secrets == [f"{number % 10**6:06d}" for number in range(10**6 - 5, 10**6 + 5)]


@pytest.mark.parametrize("nameplate", ["", "123", "12345", "12a4", "1234\n", "１２３４"])
def test_a_nameplate_that_is_none_makes_no_pass(nameplate: str) -> None:
    with pytest.raises(ValueError, match="nameplate"):
        new_pass(nameplate, bytes)


@given(st.text(max_size=30))
def test_no_text_makes_the_parser_stumble(text: str) -> None:
    with contextlib.suppress(NotAPass):
        assert parse_pass(text).grouped()
