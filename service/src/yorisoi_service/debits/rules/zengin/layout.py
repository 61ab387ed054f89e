"""The 120-byte records of a direct debit file (service type 91) as tables of fields, written once.

A digit field (N) is right-aligned and filled with zeros, a text field (C) left-aligned and filled with spaces. Each
character is one byte of JIS X 0201 (section 3.1). The writer packs from these tables; the reader knows nothing of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

RECORD_LENGTH = 120


@dataclass(frozen=True)
class Field:
    """One field: its name, its length in bytes, its kind."""

    name: str
    length: int
    kind: Literal["N", "C"]


HEADER = (
    Field("record_type", 1, "N"),
    Field("service_type", 2, "N"),
    Field("code_set", 1, "N"),
    Field("client_code", 10, "N"),
    Field("client_name", 40, "C"),
    Field("debit_date", 4, "N"),
    Field("bank_code", 4, "N"),
    Field("bank_name", 15, "C"),
    Field("branch_code", 3, "N"),
    Field("branch_name", 15, "C"),
    Field("account_type", 1, "N"),
    Field("account_number", 7, "N"),
    Field("filler", 17, "C"),
)
DATA = (
    Field("record_type", 1, "N"),
    Field("bank_code", 4, "N"),
    Field("bank_name", 15, "C"),
    Field("branch_code", 3, "N"),
    Field("branch_name", 15, "C"),
    Field("filler", 4, "C"),
    Field("account_type", 1, "N"),
    Field("account_number", 7, "N"),
    Field("holder", 30, "C"),
    Field("amount", 10, "N"),
    Field("new_code", 1, "N"),
    Field("customer_ref", 20, "N"),
    Field("result_code", 1, "N"),
    Field("filler_end", 8, "C"),
)
TRAILER = (
    Field("record_type", 1, "N"),
    Field("count", 6, "N"),
    Field("total", 12, "N"),
    Field("done_count", 6, "N"),
    Field("done_total", 12, "N"),
    Field("failed_count", 6, "N"),
    Field("failed_total", 12, "N"),
    Field("filler", 65, "C"),
)
END = (Field("record_type", 1, "N"), Field("filler", 119, "C"))


class DoesNotFit(ValueError):
    """A value that its field cannot hold. `field` names it; the value itself is not told, it may be an account's."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: {expected}")
        self.field = field
        self.expected = expected


def packed(fields: tuple[Field, ...], values: Mapping[str, str | int]) -> bytes:
    """One record of 120 bytes. Absent values are zeros or spaces. Raises DoesNotFit."""
    record = "".join(_one(field, values.get(field.name, 0 if field.kind == "N" else "")) for field in fields)
    try:
        content = record.encode("cp932")
    except UnicodeEncodeError:
        raise DoesNotFit("record", "characters of one byte each") from None
    if len(content) != RECORD_LENGTH or len(record) != RECORD_LENGTH:
        raise DoesNotFit("record", f"{RECORD_LENGTH} characters of one byte each")
    return content


def _one(field: Field, value: str | int) -> str:
    text = str(value)
    if len(text) > field.length:
        raise DoesNotFit(field.name, f"at most {field.length} characters")
    if field.kind == "C":
        return text.ljust(field.length)
    if text and not (text.isascii() and text.isdigit()):
        raise DoesNotFit(field.name, "digits only")
    return text.rjust(field.length, "0")
