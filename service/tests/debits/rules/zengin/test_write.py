"""Whole files against bytes written by hand, and everything the writer must not write."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from yorisoi_service.debits.rules.profile import BankProfile
from yorisoi_service.debits.rules.zengin.write import CannotWrite, Debit, request_file

DAY = date(2026, 7, 27)
BANK = BankProfile(
    client_code="1234567890",
    client_name="カ）ヒダマリネット",
    bank_code="9999",
    branch_code="001",
    account_type=1,
    account_number="0012345",
    bank_name="ミホンギンコウ",
    branch_name="ホンテン",
)
HANAKO = Debit("0169", "012", 1, "7654321", "ｻﾄｳ ﾊﾅｺ", 550, "1", "00000000000000010001")
GADGET = Debit("9900", "148", 2, "0000001", "ｶ)ｶﾞｼﾞｴﾂﾄ", 1100, "0", "00000000000000010002")

# Each line is one field, in order; the kana are the bytes of JIS X 0201, looked up one by one.
HEADER = b"".join(
    [
        b"1", b"91", b"0", b"1234567890",
        b"\xb6)\xcb\xc0\xde\xcf\xd8\xc8\xc2\xc4                              ",
        b"0727", b"9999", b"\xd0\xce\xdd\xb7\xde\xdd\xba\xb3       ", b"001", b"\xce\xdd\xc3\xdd           ",
        b"1", b"0012345", b"                 ",
    ]
)  # fmt: skip
FIRST = b"".join(
    [
        b"2", b"0169", b"               ", b"012", b"               ", b"    ", b"1", b"7654321",
        b"\xbb\xc4\xb3 \xca\xc5\xba                       ",
        b"0000000550", b"1", b"00000000000000010001", b"0", b"        ",
    ]
)  # fmt: skip
SECOND = b"".join(
    [
        b"2", b"9900", b"               ", b"148", b"               ", b"    ", b"2", b"0000001",
        b"\xb6)\xb6\xde\xbc\xde\xb4\xc2\xc4                     ",
        b"0000001100", b"0", b"00000000000000010002", b"0", b"        ",
    ]
)  # fmt: skip
TRAILER = b"8" + b"000002" + b"000000001650" + b"000000" + b"000000000000" + b"000000" + b"000000000000" + b" " * 65
END = b"9" + b" " * 119
RECORDS = [HEADER, FIRST, SECOND, TRAILER, END]


def test_the_expected_bytes_are_records() -> None:
    assert [len(record) for record in RECORDS] == [120] * 5


def test_a_file_with_line_ends_is_this_byte_for_byte() -> None:
    assert request_file(BANK, DAY, [HANAKO, GADGET]) == b"\r\n".join([*RECORDS, b""])


def test_a_file_without_line_ends_is_this_byte_for_byte() -> None:
    assert request_file(replace(BANK, line_ends="none"), DAY, [HANAKO, GADGET]) == b"".join(RECORDS)


def test_bank_names_may_be_left_out() -> None:
    content = request_file(replace(BANK, bank_name="", branch_name=""), DAY, [HANAKO])
    assert content[62:77] == content[80:95] == b" " * 15


def test_a_holder_fills_thirty_characters_and_a_voiced_mark_is_one() -> None:
    content = request_file(BANK, DAY, [replace(HANAKO, holder="ｶﾞ" * 15)])
    assert content[122 + 50 : 122 + 80] == b"\xb6\xde" * 15


WRONG: list[dict[str, Any]] = [
    {"amount": 0},
    {"amount": -550},
    {"amount": 10_000_000_000},
    {"holder": "ｶﾞ" * 15 + "ｱ"},
    {"holder": "佐藤"},
    {"holder": "サトウ"},  # full width: two bytes each
    {"holder": "ｻﾄｰ"},
    {"holder": "ｷｮｳ"},
    {"holder": "ｱ?"},
    {"holder": ""},
    {"holder": " "},
    {"bank_code": "169"},
    {"bank_code": "01690"},
    {"branch_code": "0O1"},
    {"account_number": "123456"},
    {"account_number": "12345678"},
    {"account_number": "１２３４５６７"},
    {"account_type": 4},
    {"new_code": "3"},
    {"customer_ref": "10001"},
]


@pytest.mark.parametrize("change", WRONG, ids=lambda it: "-".join(map(str, it)))
def test_a_wrong_debit_is_refused_by_its_customer_number(change: dict[str, Any]) -> None:
    wrong = replace(HANAKO, **{"customer_ref": "00000000000000019999"} | change)
    with pytest.raises(CannotWrite) as refused:
        request_file(BANK, DAY, [GADGET, wrong])
    assert refused.value.customer_ref == wrong.customer_ref
    assert not any(secret in str(refused.value) for secret in ("7654321", "ｻﾄｳ", "佐藤"))


@pytest.mark.parametrize(
    "change",
    [{"client_code": "123"}, {"client_name": "陽だまり"}, {"client_name": "ア" * 41}, {"account_number": "12345"}],
    ids=lambda it: next(iter(it)),
)
def test_a_wrong_profile_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(CannotWrite) as refused:
        request_file(replace(BANK, **change), DAY, [HANAKO])
    assert refused.value.customer_ref == ""


def test_an_empty_file_is_not_written() -> None:
    with pytest.raises(CannotWrite):
        request_file(BANK, DAY, [])
