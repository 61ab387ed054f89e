"""Files that are damaged, mistaken or made to harm: each is refused with its place, and none ends the reader."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.contracts.rules.roster.columns import KNOWN, header
from yorisoi_service.contracts.rules.roster.complaint import Code, Complaint, FileRefused
from yorisoi_service.contracts.rules.roster.lines import LONGEST_LINE, records, split
from yorisoi_service.contracts.rules.roster.rows import Days, Row, read
from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.subscribers.models import Line, Subscriber

SAMPLE = (Path(__file__).parents[3] / "docs" / "operate" / "import-sample.csv").read_bytes()
DAYS = Days(date(2026, 11, 20), date(2026, 11, 1))
MIN = "customer_number,name,kana,address,phone,line_number,line_opened_on"
ROW = "K-1001,山田,ヤマダ,本町1-1,0847-45-1111,F-1,2015-04-01"
GOOD = dict(zip(MIN.split(","), ROW.split(","), strict=True))


def understood(data: bytes, encoding: str = "utf-8") -> list[Row | list[Complaint]]:
    """Every row of a file as the import reads it. FileRefused where it cannot."""
    lines = records(io.BytesIO(data), encoding)
    columns = header(next(lines))
    return [read(line, columns, DAYS) for line in lines]


def refusal(data: bytes, encoding: str = "utf-8") -> tuple[int, Code]:
    with pytest.raises(FileRefused) as refused:
        understood(data, encoding)
    return refused.value.complaint.line, refused.value.complaint.code


def text(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in (MIN, *rows)).encode()


def complaints(**changed: str) -> dict[str, Code]:
    """What is wrong, column by column, with a good row changed so."""
    given_ = GOOD | changed
    data = io.StringIO()
    csv.writer(data, lineterminator="\n").writerows([given_.keys(), given_.values()])
    (found,) = understood(data.getvalue().encode())
    return {} if isinstance(found, Row) else {each.column: each.code for each in found}


@pytest.mark.parametrize(
    ("data", "encoding", "line", "code"),
    [
        (b"", "utf-8", 0, Code.EMPTY),
        ((MIN + "\n" + ROW).encode(), "utf-8", 2, Code.CUT_OFF),
        (text(ROW).decode().encode("utf-16"), "utf-8", 1, Code.UTF16),
        (text(ROW).decode().encode("utf-16-be"), "utf-8", 1, Code.BINARY),
        (text(ROW, ROW.replace("山", "\x00")), "utf-8", 3, Code.BINARY),
        (b"PK\x03\x04\x14\x00\x06\x00\n", "utf-8", 1, Code.BINARY),
        (text(ROW).decode().encode("cp932"), "utf-8", 2, Code.LOOKS_CP932),
        (text(ROW) + b"\xff\xff\xff\xfe\n", "utf-8", 3, Code.NOT_UTF8),
        (text(ROW), "cp932", 0, Code.LOOKS_UTF8),
        (b"\xef\xbb\xbf" + text(ROW), "cp932", 1, Code.LOOKS_UTF8),
        (text(ROW.replace("山田", "見本").replace("ヤマダ", "サト").replace("本町", "")), "cp932", 2, Code.NOT_CP932),
        (text("x" * LONGEST_LINE), "utf-8", 2, Code.LINE_TOO_LONG),
        (text(ROW).replace(b",", b";"), "utf-8", 1, Code.DELIMITER),
        (text(ROW).replace(b",", b"\t"), "utf-8", 1, Code.DELIMITER),
        (text(ROW).replace(b"kana", b"furigana"), "utf-8", 1, Code.UNKNOWN_COLUMN),
        (text(ROW).replace(b",kana", b""), "utf-8", 1, Code.MISSING_COLUMN),
        (text(ROW).replace(b"name,", b"name,name,"), "utf-8", 1, Code.DOUBLED_COLUMN),
        (b'"customer_number,name\n', "utf-8", 1, Code.QUOTING),
    ],
)  # fmt: skip
def test_a_file_that_is_no_roster_is_refused_whole(data: bytes, encoding: str, line: int, code: Code) -> None:
    assert refusal(data, encoding) == (line, code)


def test_half_width_kana_in_cp932_is_not_taken_for_another_encoding() -> None:
    row = ROW.replace("山田", "ﾃｽ").replace("ヤマダ", "ﾃｽ").replace("本町1-1", "1-1")
    (found,) = understood(text(row).decode().encode("cp932"), "cp932")
    assert isinstance(found, Row)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_byte_order_mark_line_ends_and_order_of_columns_do_not_matter(end: str) -> None:
    data = text(ROW).decode().replace("\n", end).encode()
    assert understood(b"\xef\xbb\xbf" + data) == understood(text(ROW))
    turned = "\n".join(",".join(reversed(line.split(","))) for line in (MIN, ROW)) + "\n"
    assert understood(turned.encode()) == understood(text(ROW))


def test_a_file_cut_anywhere_but_between_rows_is_refused() -> None:
    whole = understood(SAMPLE)
    assert all(isinstance(row, Row) for row in whole)
    for cut in range(len(SAMPLE)):
        part = SAMPLE[:cut]
        if part.endswith(b"\n"):
            assert understood(part) == whole[: part.count(b"\n") - 1]  # what --rows is for
        else:
            refusal(part)


def test_a_line_without_end_is_refused_before_it_is_read() -> None:
    class Endless:
        read = 0

        def readline(self, size: int, /) -> bytes:
            self.read += size
            return b"x" * size

    source = Endless()
    with pytest.raises(FileRefused) as refused:
        list(records(source, "utf-8"))
    assert refused.value.complaint.code == Code.LINE_TOO_LONG
    assert source.read <= LONGEST_LINE + 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("", Code.BLANK), (",,,,,,", Code.BLANK), (ROW + ",", Code.FIELD_COUNT), (ROW[: ROW.rindex(",")], Code.FIELD_COUNT),
        (ROW.replace("山田", '"山田'), Code.QUOTING), (ROW.replace("山田", '山"田'), Code.QUOTING),
        (ROW.replace("山田", '"山"田"'), Code.QUOTING), (ROW.replace(",", ";"), Code.FIELD_COUNT),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_refused_and_its_neighbours_are_read(row: str, code: Code) -> None:
    before, found, after = understood(text(ROW, row, ROW))
    assert isinstance(before, Row)
    assert isinstance(found, list)
    assert isinstance(after, Row)
    assert [(each.line, each.code) for each in found] == [(3, code)]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("customer_number", "", Code.REQUIRED), ("customer_number", "K1", Code.NUMBER), ("customer_number", "Ｋ－１００１", Code.NUMBER),
        ("customer_number", "1.23E+05", Code.NUMBER), ("customer_number", "K" * 21, Code.NUMBER),
        ("name", "", Code.REQUIRED), ("name", "　", Code.REQUIRED), ("name", "山" * 121, Code.TOO_LONG),
        ("name", "山\u202e田", Code.INVISIBLE), ("name", "山\u200b田", Code.INVISIBLE), ("name", "山\t田", Code.INVISIBLE),
        ("name", "山\r田", Code.INVISIBLE), ("name", "山\u2066田", Code.INVISIBLE), ("name", "山\ue000田", Code.INVISIBLE),
        ("name", "山\ufffd", Code.LOST_CHARACTER), ("name", "=cmd|' /C calc'!A0", Code.FORMULA), ("name", "＋1", Code.FORMULA),
        ("name", "@SUM(1)", Code.FORMULA), ("name", "-1", Code.FORMULA), ("name", " =1", Code.FORMULA),
        ("kana", "", Code.REQUIRED), ("kana", "繧ｵ繝医え", Code.NOT_KANA), ("address", "", Code.REQUIRED),
        ("phone", "", Code.REQUIRED), ("phone", "847451111", Code.PHONE_ZERO), ("phone", "9012345678", Code.PHONE_ZERO),
        ("phone", "０８４７４５１１１１", Code.PHONE), ("phone", "0847-45-11", Code.PHONE), ("phone", "+81847451111", Code.FORMULA),
        ("mobile", "090-1234-56789", Code.PHONE), ("email", "nowhere", Code.EMAIL), ("email", "a@b@c.jp", Code.EMAIL),
        ("email", "a @example.jp", Code.EMAIL), ("billing_account", "B" * 31, Code.TOO_LONG),
        ("line_opened_on", "", Code.REQUIRED), ("line_opened_on", "2015-02-30", Code.DATE), ("line_opened_on", "15-04-01", Code.DATE),
        ("line_opened_on", "42095", Code.DATE), ("line_opened_on", "0001-01-01", Code.DATE), ("line_opened_on", "2015-4/1", Code.DATE),
        ("line_opened_on", "２０１５-04-01", Code.DATE), ("line_opened_on", "H27.4.1", Code.DATE),
        ("line_closed_on", "2015-03-31", Code.CLOSES_BEFORE_OPENING), ("free_window_used", "YES", Code.YES_NO),
        ("contract_start", "soon", Code.START), ("contract_start", "2026-11-21", Code.FUTURE_START),
        ("contract_end", "2026-12-31", Code.NEEDS_CONTRACT), ("campaign", "half", Code.NEEDS_CONTRACT),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_is_refused_by_its_column(column: str, value: str, code: Code) -> None:
    assert complaints(**{column: value}) == {column: code}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"line_number": ""}, {"line_opened_on": Code.NEEDS_LINE}),
        ({"line_number": "", "line_opened_on": "", "contract_start": "unknown"}, {"contract_start": Code.NEEDS_LINE}),
        ({"contract_start": "2024-04-01", "contract_end": "2024-03-31"}, {"contract_end": Code.ENDS_BEFORE_START}),
        ({"contract_start": "2014-04-01", "contract_end": "2015-03-31"}, {"contract_end": Code.ENDS_BEFORE_START}),
        ({"contract_start": "2024-04-01", "line_closed_on": "2024-03-31"}, {"contract_start": Code.LINE_NOT_OPEN}),
        (
            {"contract_start": "2024-04-01", "line_closed_on": "2024-05-31", "contract_end": "2024-06-01"},
            {"contract_end": Code.OUTLIVES_LINE},
        ),
        ({"contract_start": "unknown", "campaign": "half"}, {"campaign": Code.UNKNOWN_WITH_CAMPAIGN}),
        ({"contract_start": "unknown", "free_window_used": "no"}, {"free_window_used": Code.UNKNOWN_MEANS_USED}),
        ({"contract_start": "unknown", "free_window_used": "yes"}, {}),
        ({"contract_start": "2024-04-01", "contract_end": "2024-04-01"}, {}),
        ({"line_opened_on": "2015/4/1", "contract_start": "2026/11/20"}, {}),
        ({"name": 'O\'Neil, "Jack"', "address": "１－２－３　髙橋荘"}, {}),
    ],
)
def test_fields_must_fit_together(changed: dict[str, str], expected: dict[str, Code]) -> None:
    assert complaints(**changed) == expected


def test_a_contract_older_than_its_line_begins_with_the_line() -> None:
    (row,) = understood(f"{MIN},contract_start\n{ROW},2014-01-01\n".encode())
    assert isinstance(row, Row)
    assert row.agreement is not None
    assert (row.agreement.form_on, row.agreement.start_on) == (date(2014, 1, 1), date(2015, 4, 1))


FIELD = st.text(alphabet=st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]), max_size=12)
ODD = st.one_of(
    FIELD, st.sampled_from(["2024-04-01", "unknown", "yes", "no", "K-1001", "0847-45-1111", "山田", "ヤマダ", "F-1"])
)


@given(st.lists(FIELD, min_size=1, max_size=6))
def test_what_another_program_quotes_is_read_as_it_was(fields: list[str]) -> None:
    data = io.StringIO()
    csv.writer(data, lineterminator="\n").writerow(fields)
    assert split(data.getvalue()[:-1]) == tuple(fields)


@given(st.text(alphabet=',"ab', max_size=14))
def test_no_line_is_read_in_two_ways(line: str) -> None:
    """What is accepted is what the standard library reads, and would be written the same way again."""
    fields = split(line)
    if fields is not None:
        assert (next(csv.reader([line], strict=True)) or [""]) == list(fields)


@given(st.dictionaries(st.sampled_from(KNOWN), ODD))
def test_any_row_is_either_refused_or_fit_for_the_records(changed: dict[str, str]) -> None:
    given_ = GOOD | changed
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows([given_.keys(), given_.values()])
    try:
        (found,) = understood(lines.getvalue().encode())
    except FileRefused:
        return
    if isinstance(found, list):
        assert found
        assert all(each.line == 2 for each in found)
        return
    Subscriber(**vars(found.customer)).clean_fields(exclude={"added_at", "email"})
    assert is_name(found.customer.name)
    if found.connection is not None:
        Line(**vars(found.connection)).clean_fields(exclude={"subscriber", "first_holder"})
        assert found.connection.closed_on is None or found.connection.opened_on <= found.connection.closed_on
    if found.agreement is not None:
        assert found.connection is not None
        assert found.agreement.start_on <= (found.agreement.end_on or date.max)


def damages() -> Iterator[st.SearchStrategy[bytes]]:
    place = st.integers(0, len(SAMPLE) - 1)
    yield st.binary(max_size=300)
    yield st.builds(lambda at, more: SAMPLE[:at] + more + SAMPLE[at:], place, st.binary(min_size=1, max_size=4))
    yield st.builds(
        lambda at, bit: SAMPLE[:at] + bytes([SAMPLE[at] ^ 1 << bit]) + SAMPLE[at + 1 :], place, st.integers(0, 7)
    )
    yield st.builds(lambda at, other: SAMPLE[: min(at, other)] + SAMPLE[max(at, other) :], place, place)


@given(st.one_of(*damages()), st.sampled_from(["utf-8", "cp932"]))
def test_no_damage_ends_the_reader(data: bytes, encoding: str) -> None:
    """Whatever the bytes: rows, complaints with a line that exists, or one refusal of the file."""
    try:
        found = understood(data, encoding)
    except FileRefused as refused:
        place, found = refused.complaint.line, []
    else:
        place = 0
    assert 0 <= place <= data.count(b"\n") + 1
    for number, row in enumerate(found, 2):
        assert row.line == number if isinstance(row, Row) else {each.line for each in row} == {number}
