"""The reader knows the published positions and nothing of the writer: by examples, round trips, and damage."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yorisoi_service.debits.rules.profile import BankProfile
from yorisoi_service.debits.rules.zengin import kana
from yorisoi_service.debits.rules.zengin.proof import NotWhatWasOrdered, prove
from yorisoi_service.debits.rules.zengin.read import Block, FileRefused, Kind, ReadDebit, read
from yorisoi_service.debits.rules.zengin.write import Debit, request_file

HEADER = b"1910" + b"1234567890" + b"\xcb\xc0\xde\xcf\xd8".ljust(40) + b"0727" + b"9999".ljust(19) + b"001".ljust(18)
HEADER += b"1" + b"0012345" + b" " * 17


def data(code: str = "0", *, amount: int = 550, ref: int = 10001) -> bytes:
    head = b"20169" + b" " * 15 + b"012" + b" " * 19 + b"17654321" + b"\xbb\xc4\xb3 \xca\xc5\xba".ljust(30)
    return head + f"{amount:010d}0{ref:020d}{code}".encode() + b" " * 8


def trailer(*sums: int) -> bytes:
    numbers = (*sums, 0, 0, 0, 0)[:6]
    text = "".join(f"{number:06d}" if place % 2 == 0 else f"{number:012d}" for place, number in enumerate(numbers))
    return f"8{text}".ljust(120).encode()


END = b"9" + b" " * 119
REQUEST = [HEADER, data(), data(amount=1100, ref=10002), trailer(2, 1650), END]
RESULT = [HEADER, data(), data("1", amount=1100, ref=10002), trailer(2, 1650, 1, 550, 1, 1100), END]


def test_the_examples_are_records() -> None:
    assert {len(record) for record in REQUEST + RESULT} == {120}


def test_a_result_is_read_field_by_field() -> None:
    [block] = read(b"".join(RESULT), "result")
    assert block == Block(
        record=1,
        client_code="1234567890",
        client_name="ﾋﾀﾞﾏﾘ",
        debit_date="0727",
        bank_code="9999",
        branch_code="001",
        account_type="1",
        account_number="0012345",
        debits=(
            ReadDebit(2, "0169", "012", "1", "7654321", "ｻﾄｳ ﾊﾅｺ", 550, "0", f"{10001:020d}", "0"),
            ReadDebit(3, "0169", "012", "1", "7654321", "ｻﾄｳ ﾊﾅｺ", 1100, "0", f"{10002:020d}", "1"),
        ),
        count=2,
        total=1650,
        done_count=1,
        done_total=550,
        failed_count=1,
        failed_total=1100,
    )


@pytest.mark.parametrize("ends", [b"", b"\r\n", b"\n", b"\r"], ids=["none", "crlf", "lf", "cr"])
@pytest.mark.parametrize("last", [b"", b"\x1a", b"\r\n", b"\r\n\x1a", b"\n\n"], ids=repr)
def test_any_line_end_is_read(ends: bytes, last: bytes) -> None:
    assert read(ends.join(RESULT) + last, "result") == read(b"".join(RESULT), "result")


def test_line_ends_may_be_mixed() -> None:
    mixed = RESULT[0] + b"\r\n" + RESULT[1] + b"\n" + RESULT[2] + b"\r" + RESULT[3] + b"\r\n" + RESULT[4]
    assert len(read(mixed, "result")[0].debits) == 2


def test_several_blocks_before_one_end() -> None:
    blocks = read(b"".join([HEADER, data(), trailer(1, 550), HEADER, data(ref=3), trailer(1, 550), END]), "request")
    assert [(block.record, len(block.debits)) for block in blocks] == [(1, 1), (4, 1)]


def test_a_bank_may_write_notes_into_the_spaces_of_its_answer() -> None:
    noted = [*RESULT]
    noted[1] = noted[1][:112] + b"NOTE1234"
    assert len(read(b"".join(noted), "result")) == 1
    with pytest.raises(FileRefused):
        read(b"".join([HEADER, noted[1], trailer(1, 550), END]), "request")


def test_a_failed_only_answer_lists_and_counts_what_failed() -> None:
    failed = data("1", amount=1100, ref=10002)
    for said in ((1, 1100, 0, 0, 1, 1100), (2, 1650, 1, 550, 1, 1100)):
        [block] = read(b"".join([HEADER, failed, trailer(*said), END]), "failed_only")
        assert (block.failed_count, block.failed_total) == (1, 1100)
    assert read(b"".join([HEADER, trailer(0, 0), END]), "failed_only")[0].debits == ()


WRONG_ORDER = {
    "no header": [data(), trailer(1, 550), END],
    "two headers": [HEADER, HEADER, data(), trailer(1, 550), END],
    "two trailers": [HEADER, data(), trailer(1, 550), trailer(1, 550), END],
    "data behind the trailer": [HEADER, trailer(0, 0), data(), END],
    "no trailer": [HEADER, data(), END],
    "no end": [HEADER, data(), trailer(1, 550)],
    "two ends": [HEADER, data(), trailer(1, 550), END, END],
    "a block behind the end": [HEADER, data(), trailer(1, 550), END, HEADER],
    "only an end": [END],
    "unknown type": [HEADER, b"3" + data()[1:], trailer(1, 550), END],
}


@pytest.mark.parametrize("name", list(WRONG_ORDER))
@pytest.mark.parametrize("ends", [b"", b"\r\n"], ids=["none", "crlf"])
def test_records_out_of_order_are_refused(name: str, ends: bytes) -> None:
    with pytest.raises(FileRefused):
        read(ends.join(WRONG_ORDER[name]), "request")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("request", (3, 1650)),
        ("request", (2, 1651)),
        ("request", (2, 1650, 2, 1650)),
        ("request", (2, 1650, 0, 0, 1, 550)),
        ("result", (2, 1650, 2, 1650)),
        ("result", (2, 1650, 1, 550, 1, 1101)),
        ("result", (2, 1650, 1, 1100, 1, 550)),
        ("result", (1, 1650, 1, 550, 1, 1100)),
        ("result", (2, 1650)),  # no results told: the request itself
        ("failed_only", (2, 1650, 1, 550, 1, 550)),
        ("failed_only", (2, 1651, 1, 550, 1, 1100)),
    ],
)
def test_totals_that_do_not_agree_are_refused_at_the_trailer(kind: Kind, said: tuple[int, ...]) -> None:
    records = REQUEST if kind == "request" else RESULT
    with pytest.raises(FileRefused) as refused:
        read(b"".join([*records[:3], trailer(*said), END]), kind)
    assert refused.value.record == 4


@pytest.mark.parametrize("ends", [b"", b"\r\n"], ids=["none", "crlf"])
def test_every_truncation_is_refused(ends: bytes) -> None:
    content = ends.join(RESULT)
    for length in range(len(content)):
        with pytest.raises(FileRefused):
            read(content[:length], "result")


@pytest.mark.parametrize("byte", [b"\x00", b"\t", b"\r", b"\n", b"\x7f", b"\x80", b"\xa0", b"\xe0", b"\xff", b"\x1a"])
def test_a_byte_that_no_record_holds_is_refused_anywhere(byte: bytes) -> None:
    content = b"".join(RESULT)
    for at in range(len(content) - 1):
        with pytest.raises(FileRefused):
            read(content[:at] + byte + content[at + 1 :], "result")


CLASSES = [b"0", b"7", b"A", b" ", b"\xb1", b"?"]
FREE = [(14, 54), (62, 77), (80, 95)]  # names in the header: any character may stand there
FREE_DATA = [(5, 20), (23, 38), (50, 80)]


@pytest.mark.parametrize("byte", CLASSES, ids=repr)
def test_a_flipped_byte_is_refused_or_read_as_what_it_says(byte: bytes) -> None:
    """Only fields that no total guards can be altered unseen: then the value read is the altered one, not another."""
    content = b"".join(REQUEST)
    original = read(content, "request")[0]
    for at in range(len(content)):
        damaged = content[:at] + byte + content[at + 1 :]
        if damaged == content:
            continue
        record, place = divmod(at, 120)
        try:
            [found] = read(damaged, "request")
        except FileRefused:
            continue
        if record == 0:
            same = (found.debits, found.count, found.total) == (original.debits, original.count, original.total)
            assert same
            assert found != original or any(first <= place < last for first, last in FREE)
        else:
            assert record in (1, 2)
            assert found.debits[2 - record] == original.debits[2 - record]
            amounts = [each.amount for each in found.debits]
            assert amounts == [550, 1100]
            assert found != original or any(first <= place < last for first, last in FREE_DATA)


@pytest.mark.parametrize(
    "content", [b"", b"\x1a", b"\r\n", b" " * 120, b"\xef\xbb\xbf" + HEADER, b"PK\x03\x04" + HEADER]
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        read(content, "result")


@given(st.binary(max_size=400))
@example(b"\xf1" * 120)
def test_nothing_but_a_refusal_comes_out_of_noise(content: bytes) -> None:
    with pytest.raises(FileRefused):
        read(content, "result")


@given(st.lists(st.sampled_from([HEADER, data(), data("1"), trailer(1, 550), trailer(0, 0), END]), max_size=8))
def test_records_in_any_order_are_read_whole_or_refused(records: list[bytes]) -> None:
    try:
        blocks = read(b"".join(records), "request")
    except FileRefused:
        return
    assert sum(len(block.debits) for block in blocks) + 2 * len(blocks) + 1 == len(records)


BANK = BankProfile("1234567890", "ヒダマリ", "9999", "001", 1, "0012345")
DAY = date(2026, 7, 27)
letters = st.text(st.sampled_from(kana.LETTERS.replace(" ", "") + ".-()"), min_size=1, max_size=30)
some_debits = st.lists(
    st.builds(
        Debit,
        bank_code=st.from_regex(r"\A[0-9]{4}\Z"),
        branch_code=st.from_regex(r"\A[0-9]{3}\Z"),
        account_type=st.sampled_from([1, 2, 3, 9]),
        account_number=st.from_regex(r"\A[0-9]{7}\Z"),
        holder=letters,
        amount=st.integers(1, 9_999_999_999),
        new_code=st.sampled_from(["0", "1", "2"]),
        customer_ref=st.from_regex(r"\A[0-9]{20}\Z"),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(debits=some_debits, ends=st.sampled_from(["none", "crlf"]), day=st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_what_is_written_is_what_is_read(debits: list[Debit], ends: str, day: date) -> None:
    profile = replace(BANK, line_ends=ends)
    content = request_file(profile, day, debits)
    prove(content, profile, day, debits)
    [block] = read(content, "request")
    assert (block.count, block.total) == (len(debits), sum(each.amount for each in debits))


ONE = Debit("0169", "012", 1, "7654321", "ｻﾄｳ ﾊﾅｺ", 550, "0", f"{10001:020d}")
TWO = replace(ONE, amount=1100, customer_ref=f"{10002:020d}")


def test_the_proof_holds_for_the_right_file_only() -> None:
    content = request_file(BANK, DAY, [ONE, TWO])
    prove(content, BANK, DAY, [ONE, TWO])
    for debits in (
        [ONE],
        [TWO, ONE],
        [ONE, TWO, TWO],
        [ONE, replace(TWO, holder="ｻﾄｳ ﾊﾅ")],
        [ONE, replace(TWO, new_code="1")],
    ):
        with pytest.raises(NotWhatWasOrdered):
            prove(content, BANK, DAY, debits)
    for profile, day in ((replace(BANK, client_code="1234567891"), DAY), (BANK, date(2026, 7, 28))):
        with pytest.raises(NotWhatWasOrdered):
            prove(content, profile, day, [ONE, TWO])


def test_the_proof_finds_every_shifted_or_altered_byte_of_a_debit() -> None:
    content = request_file(replace(BANK, line_ends="none"), DAY, [ONE])
    for at in range(120, 240):
        for damaged in (content[:at] + b"5" + content[at + 1 :], content[:at] + b" " + content[at:239] + content[240:]):
            if damaged != content and not 125 <= at < 158:  # bank and branch names are not ours to send
                with pytest.raises(NotWhatWasOrdered):
                    prove(damaged, BANK, DAY, [ONE])
