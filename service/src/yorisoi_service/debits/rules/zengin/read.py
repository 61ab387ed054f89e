"""Reads request and result files, knowing nothing of the writer: own offsets, own checks.

Takes any line end or none, a trailing 0x1A, several header-to-trailer blocks before one end record. Whatever is wrong
is refused with the number of the record. What a record says of people never stands in a refusal.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LENGTH = 120
_FOREIGN = re.compile(rb"[^\x20-\x7e\xa1-\xdf]")
Kind = Literal["request", "result", "failed_only"]


class FileRefused(ValueError):
    """The file cannot be taken. `record` counts from 1, 0 is the file as a whole; `message` is a sentence with named
    places and `values` what stands in them, so that the shell can translate it."""

    def __init__(self, record: int, message: str, **values: str | int) -> None:
        super().__init__(f"record {record}: {message % values}" if record else message % values)
        self.record = record
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True, repr=False)
class ReadDebit:
    """One data record as it stands in the file; text fields without the spaces at their end."""

    record: int
    bank_code: str
    branch_code: str
    account_type: str
    account_number: str
    holder: str
    amount: int
    new_code: str
    customer_ref: str
    result_code: str


@dataclass(frozen=True)
class Block:
    """One header with its debits and its trailer. `debit_date` is MMDD; a file knows no year."""

    record: int
    client_code: str
    client_name: str
    debit_date: str
    bank_code: str
    branch_code: str
    account_type: str
    account_number: str
    debits: tuple[ReadDebit, ...]
    count: int
    total: int
    done_count: int
    done_total: int
    failed_count: int
    failed_total: int


def read(content: bytes, kind: Kind) -> list[Block]:
    """The blocks of a file. Raises FileRefused.

    `request`: every result is 0 and so are the four totals of done and failed. `result`: those totals are the sums by
    code. `failed_only`: records may be missing, so only the failed ones are added up.
    """
    blocks: list[Block] = []
    header: bytes | None = None
    header_at = 0
    debits: list[ReadDebit] = []
    ended = False
    for number, record in enumerate(_records(content), 1):
        _check_bytes(record, number)
        what = record[0:1]
        if ended:
            raise FileRefused(number, "it stands after the end record")
        if what == b"1" and header is None:
            _check_header(record, number)
            header, header_at, debits = record, number, []
        elif what == b"2" and header is not None:
            debits.append(_debit(record, number, kind))
        elif what == b"8" and header is not None:
            blocks.append(_block(header, header_at, debits, record, number, kind))
            header = None
        elif what == b"9" and header is None and blocks:
            _check_spaces(record[1:120], number, kind)
            ended = True
        else:
            raise _out_of_order(number, what, inside=header is not None)
    if not ended:
        raise FileRefused(0, "the file has no end record: it was cut off, or it is no direct debit file")
    return blocks


def _records(content: bytes) -> list[bytes]:
    if not content:
        raise FileRefused(0, "the file is empty")
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(0, "the file begins with a byte order mark: it was saved as Unicode; fetch it anew")
    if content[0:1] == b"\xf1":
        raise FileRefused(0, "the file is written in EBCDIC; ask your bank for JIS (code set 0)")
    content = content.rstrip(b"\x1a\r\n")
    if b"\r" in content or b"\n" in content:
        records = re.split(rb"\r\n|\r|\n", content)
    else:
        records = [content[at : at + LENGTH] for at in range(0, len(content), LENGTH)]
    for number, record in enumerate(records, 1):
        if len(record) != LENGTH:
            raise FileRefused(
                number, "it has %(found)d bytes instead of %(expected)d", found=len(record), expected=LENGTH
            )
    return records


def _check_bytes(record: bytes, number: int) -> None:
    foreign = _FOREIGN.search(record)
    if foreign is not None:
        raise FileRefused(
            number,
            "byte %(place)d is no character of JIS X 0201: another encoding, or damaged",
            place=foreign.start() + 1,
        )


def _out_of_order(number: int, what: bytes, *, inside: bool) -> FileRefused:
    found = what.decode("cp932")
    if inside:
        return FileRefused(number, "its type is %(found)s, expected is 2 (data) or 8 (trailer)", found=found)
    return FileRefused(
        number, "its type is %(found)s, expected is 1 (header) or, behind a trailer, 9 (end)", found=found
    )


def _digits(record: bytes, first: int, last: int, name: str, number: int) -> str:
    """Bytes `first` to `last`, counted from 1 as banks do."""
    text = record[first - 1 : last].decode("latin-1")
    if not (text.isascii() and text.isdigit()):
        raise FileRefused(
            number, "bytes %(first)d to %(last)d (%(name)s) are not digits", first=first, last=last, name=name
        )
    return text


def _text(record: bytes, first: int, last: int) -> str:
    return record[first - 1 : last].decode("cp932").rstrip(" ")


def _check_spaces(part: bytes, number: int, kind: Kind) -> None:
    """What is ours to fill with spaces. A bank may put notes of its own into its answer."""
    if kind == "request" and part.strip(b" "):
        raise FileRefused(number, "it has something where only spaces belong")


def _check_header(record: bytes, number: int) -> None:
    service = record[1:3].decode("latin-1")
    if service != "91":
        raise FileRefused(number, "the service type is %(found)s, direct debit is 91", found=service)
    if record[3:4] != b"0":
        raise FileRefused(number, "the code set is not 0 (JIS)")


def _debit(record: bytes, number: int, kind: Kind) -> ReadDebit:
    _check_spaces(record[38:42] + record[112:120], number, kind)
    code = _digits(record, 112, 112, "result", number)
    if kind == "request" and code != "0":
        raise FileRefused(number, "it has a result, though it is a request")
    return ReadDebit(
        record=number,
        bank_code=_digits(record, 2, 5, "bank", number),
        branch_code=_digits(record, 21, 23, "branch", number),
        account_type=_digits(record, 43, 43, "account type", number),
        account_number=_digits(record, 44, 50, "account number", number),
        holder=_text(record, 51, 80),
        amount=int(_digits(record, 81, 90, "amount", number)),
        new_code=_digits(record, 91, 91, "new code", number),
        customer_ref=_digits(record, 92, 111, "customer reference", number),
        result_code=code,
    )


def _block(
    header: bytes, header_at: int, debits: Sequence[ReadDebit], trailer: bytes, number: int, kind: Kind
) -> Block:
    _check_spaces(header[103:120], header_at, kind)
    _check_spaces(trailer[55:120], number, kind)
    block = Block(
        record=header_at,
        client_code=_digits(header, 5, 14, "client code", header_at),
        client_name=_text(header, 15, 54),
        debit_date=_digits(header, 55, 58, "debit date", header_at),
        bank_code=_digits(header, 59, 62, "bank", header_at),
        branch_code=_digits(header, 78, 80, "branch", header_at),
        account_type=_digits(header, 96, 96, "account type", header_at),
        account_number=_digits(header, 97, 103, "account number", header_at),
        debits=tuple(debits),
        count=int(_digits(trailer, 2, 7, "count", number)),
        total=int(_digits(trailer, 8, 19, "total", number)),
        done_count=int(_digits(trailer, 20, 25, "debited count", number)),
        done_total=int(_digits(trailer, 26, 37, "debited total", number)),
        failed_count=int(_digits(trailer, 38, 43, "failed count", number)),
        failed_total=int(_digits(trailer, 44, 55, "failed total", number)),
    )
    _check_totals(block, number, kind)
    return block


def _check_totals(block: Block, number: int, kind: Kind) -> None:
    said = {
        "all": (block.count, block.total),
        "debited": (block.done_count, block.done_total),
        "failed": (block.failed_count, block.failed_total),
    }
    failed = _sums([each for each in block.debits if each.result_code != "0"])
    done = _sums([each for each in block.debits if each.result_code == "0"])
    found = {"all": _sums(block.debits), "debited": done, "failed": failed}
    if kind == "request":
        found |= {"debited": (0, 0), "failed": (0, 0)}
    elif said["debited"] == said["failed"] == (0, 0) and block.count:
        raise FileRefused(number, "the trailer tells no results: this looks like the request, not the bank's answer")
    elif kind == "failed_only":
        # Who was debited is not listed. Banks count either the whole request or only what they list.
        parts = (block.done_count + block.failed_count, block.done_total + block.failed_total)
        found |= {"debited": said["debited"], "all": parts if said["debited"] != (0, 0) else found["all"]}
    for what, (count, total) in found.items():
        if said[what] != (count, total):
            raise FileRefused(
                number,
                "the trailer says %(count)d debits of %(total)d yen (%(what)s), the records say %(found_count)d of "
                "%(found_total)d yen",
                count=said[what][0],
                total=said[what][1],
                what=what,
                found_count=count,
                found_total=total,
            )


def _sums(debits: Sequence[ReadDebit]) -> tuple[int, int]:
    return len(debits), sum(each.amount for each in debits)
