"""Codes of the paper letter: easy to type however somebody does, and each sign as likely as another."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yorisoi_service.desk.rules.survey import CODE_LENGTH, new_code, read_code, shown_code
from yorisoi_service.subscribers.rules.access import ALPHABET


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_code_reads_back_as_it_is_printed(chance: object) -> None:
    code = new_code(lambda n: bytes(chance.randrange(256) for _ in range(n)))  # type: ignore[attr-defined]
    assert len(code) == CODE_LENGTH
    for typed in (shown_code(code), code.lower(), f" {shown_code(code)}\n", " ".join(code)):
        assert read_code(typed) == code


def test_full_width_letters_and_long_dashes_are_read() -> None:
    assert read_code("ＡＣＤＥー３４６７") == read_code("acde―3467") == "ACDE3467"


@pytest.mark.parametrize("typed", ["", "ACDE346", "ACDE34677", "ACDE346O", "ACDE346!" * 20_000, "🦆" * 8, "\x00" * 8])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""


def test_each_sign_is_as_likely_as_another() -> None:
    every = bytes(range(256))
    place = iter(range(10**9))
    counted = Counter(
        "".join(new_code(lambda n: bytes(every[next(place) % 256] for _ in range(n))) for _ in range(5_000))
    )
    assert set(counted) == set(ALPHABET)
    assert max(counted.values()) - min(counted.values()) <= CODE_LENGTH * 25
