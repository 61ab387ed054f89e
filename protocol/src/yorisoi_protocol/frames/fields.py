"""Field tables for binary frames: what a frame holds, written once, packed and unpacked by one routine.

A frame is a frozen dataclass. Its annotations are the table: `x: Annotated[int, Number(2, 0, 16_383)]`. Numbers are
big-endian. A `Family` is the set of frames that may stand on one channel; the first byte tells them apart, unless the
family has one member without `KIND`. `export` writes the readers and writers of the browser from the same tables.

Unpacking is strict: exact length, every number in its range, every rule between fields true, unknown kinds refused.
Everything that is wrong with bytes is one `FrameError`; packing checks the same, so nobody can send what is refused.
"""

from dataclasses import dataclass, fields
from enum import IntEnum
from functools import cache
from typing import Any, ClassVar, Generic, Literal, TypeVar, cast, get_args, get_type_hints


class FrameError(ValueError):
    """These bytes (or this value) are no frame of this family. The receiver drops them; nothing is guessed."""


@dataclass(frozen=True)
class Number:
    """`size` bytes, big-endian, `low` to `high` inclusive; signed when `low` is negative."""

    size: int
    low: int
    high: int


@dataclass(frozen=True)
class Known:
    """`size` bytes holding one of `values` (the name is what the generated reader calls the set)."""

    size: int
    name: str
    values: frozenset[int]


@dataclass(frozen=True)
class Rest:
    """All remaining bytes, `low` to `high` of them. Only as the last field."""

    low: int
    high: int


@dataclass(frozen=True)
class Text:
    """All remaining bytes as strict UTF-8, 1 to `high` bytes, no control characters but tab and line feed."""

    high: int


@dataclass(frozen=True)
class Fates:
    """A u16 count, then two bits for each value, the first in the lowest bits; spare bits are zero."""

    high: int
    values: type[IntEnum]


@dataclass(frozen=True)
class Records:
    """A u8 count, then as many fixed-size records."""

    high: int
    record: "type[Frame]"


Spec = Number | Known | Rest | Text | Fates | Records


@dataclass(frozen=True)
class Compare:
    """The sum of the fields `left` stands in `relation` to `right` (field or number); a sequence counts its length."""

    left: tuple[str, ...]
    relation: Literal["<", "<="]
    right: str | int


@dataclass(frozen=True)
class Together:
    """Both fields are zero (or empty), or neither is."""

    one: str
    other: str


@dataclass(frozen=True)
class FullUnlessLast:
    """`data` has exactly `size` bytes unless `index` is the last of `count`: there is one way only to cut a message."""

    index: str
    count: str
    data: str
    size: int


Rule = Compare | Together | FullUnlessLast


@dataclass(frozen=True)
class Field:
    """One row of a table. `type` is int, bool, an IntEnum, bytes, str or tuple."""

    name: str
    type: type
    spec: Spec


@dataclass(frozen=True)
class Table:
    """A frame as data; what `export` reads."""

    value: "type[Frame]"
    kind: int | None
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Base of frames and records. `KIND` is the first byte, absent where a family has one member only."""

    KIND: ClassVar[int | None] = None
    RULES: ClassVar[tuple[Rule, ...]] = ()


_known_tables: dict[type, Table] = {}


def table_of(value: type[Frame]) -> Table:
    """The table written in the annotations of a frame class."""
    known = _known_tables.get(value)
    if known is not None:
        return known
    hints = get_type_hints(value, include_extras=True)
    rows = []
    for field in fields(value):
        plain, *marks = get_args(hints[field.name]) or (None,)
        specs = [mark for mark in marks if isinstance(mark, Spec)]
        if len(specs) != 1:
            raise TypeError(f"{value.__name__}.{field.name} needs exactly one field specification")
        rows.append(Field(field.name, plain if isinstance(plain, type) else tuple, specs[0]))
    _known_tables[value] = Table(value, value.KIND, tuple(rows), value.RULES)
    return _known_tables[value]


Member = TypeVar("Member", bound=Frame)


class Family(Generic[Member]):
    """The frames that may stand on one channel in one direction."""

    def __init__(self, *members: type[Member]) -> None:
        self.tables = tuple(table_of(member) for member in members)
        self._by_kind = {table.kind: table for table in self.tables}
        self._by_type: dict[type, Table] = {table.value: table for table in self.tables}
        if len(self._by_kind) != len(members) or (None in self._by_kind and len(members) > 1):
            raise TypeError("the members of a family need different kinds")

    def pack(self, value: Member) -> bytes:
        """The frame's bytes; `FrameError` when a value is outside its table."""
        table = self._by_type[type(value)]
        _check_rules(table, value)
        head = b"" if table.kind is None else bytes((table.kind,))
        return head + _pack_fields(table, value)

    def unpack(self, data: bytes) -> Member:
        """The frame these bytes are; `FrameError` when they are none."""
        table, start = self._by_kind.get(None), 0
        if table is None:
            if not data:
                raise FrameError("empty frame")
            table, start = self._by_kind.get(data[0]), 1
            if table is None:
                raise FrameError(f"unknown kind {data[0]}")
        values, end = _unpack_fields(table, data, start)
        if end != len(data):
            raise FrameError(f"{table.value.__name__}: {len(data) - end} bytes too many")
        value = table.value(**values)
        _check_rules(table, value)
        return cast(Member, value)


def _pack_fields(table: Table, value: object) -> bytes:
    return b"".join(_pack_field(row, getattr(value, row.name)) for row in table.fields)


def _pack_field(row: Field, value: Any) -> bytes:
    match row.spec:
        case Number(size, low, high):
            return _in_range(row, value, low, high).to_bytes(size, "big", signed=low < 0)
        case Known(size, _, values):
            if value not in values:
                raise FrameError(f"{row.name}: unknown value {value}")
            return int(value).to_bytes(size, "big")
        case Rest(low, high):
            _in_range(row, len(value), low, high)
            return bytes(value)
        case Text(high):
            data = _plain_text(row, value).encode("utf-8", "surrogatepass")
            _in_range(row, len(data), 1, high)
            return data
        case Fates(high, _):
            _in_range(row, len(value), 0, high)
            packed = bytearray((len(value) + 3) // 4)
            for at, fate in enumerate(value):
                packed[at // 4] |= _in_range(row, fate, 0, 3) << at % 4 * 2
            return len(value).to_bytes(2, "big") + bytes(packed)
        case Records(high, record):
            _in_range(row, len(value), 0, high)
            inner = table_of(record)
            return bytes((len(value),)) + b"".join(_pack_fields(inner, each) for each in value)


def _unpack_fields(table: Table, data: bytes, at: int) -> tuple[dict[str, Any], int]:
    values: dict[str, Any] = {}
    for row in table.fields:
        values[row.name], at = _unpack_field(row, data, at)
    return values, at


def _unpack_field(row: Field, data: bytes, at: int) -> tuple[Any, int]:
    match row.spec:
        case Number(size, low, high):
            number = int.from_bytes(_take(row, data, at, size), "big", signed=low < 0)
            return _typed(row, _in_range(row, number, low, high)), at + size
        case Known(size, _, known):
            number = int.from_bytes(_take(row, data, at, size), "big")
            if number not in known:
                raise FrameError(f"{row.name}: unknown value {number}")
            return number, at + size
        case Rest(low, high):
            _in_range(row, len(data) - at, low, high)
            return bytes(data[at:]), len(data)
        case Text(high):
            _in_range(row, len(data) - at, 1, high)
            try:
                return _plain_text(row, bytes(data[at:]).decode("utf-8")), len(data)
            except UnicodeDecodeError as error:
                raise FrameError(f"{row.name}: not UTF-8") from error
        case Fates(high, kinds):
            count = _in_range(row, int.from_bytes(_take(row, data, at, 2), "big"), 0, high)
            packed = _take(row, data, at + 2, (count + 3) // 4)
            if count % 4 and packed[-1] >> count % 4 * 2:
                raise FrameError(f"{row.name}: spare bits set")
            fours = _fours(kinds)
            fates = tuple(fate for byte in packed for fate in fours[byte])[:count]
            return fates, at + 2 + len(packed)
        case Records(high, record):
            count = _in_range(row, _take(row, data, at, 1)[0], 0, high)
            inner, found, at = table_of(record), [], at + 1
            for _ in range(count):
                values, at = _unpack_fields(inner, data, at)
                found.append(record(**values))
            return tuple(found), at


@cache
def _fours(kinds: type[IntEnum]) -> tuple[tuple[IntEnum, ...], ...]:
    """The four values in each possible byte: an acknowledgement holds 256 of them, many times a second."""
    return tuple(tuple(kinds(byte >> shift & 3) for shift in (0, 2, 4, 6)) for byte in range(256))


def _take(row: Field, data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise FrameError(f"{row.name}: cut short")
    return data[at : at + size]


def _in_range(row: Field, value: Any, low: int, high: int) -> int:
    if not isinstance(value, int) or not low <= value <= high:
        raise FrameError(f"{row.name}: not within {low} to {high}")
    return int(value)


def _typed(row: Field, number: int) -> Any:
    try:
        return row.type(number)
    except ValueError as error:
        raise FrameError(f"{row.name}: unknown value {number}") from error


def _plain_text(row: Field, text: str) -> str:
    for letter in text:
        code = ord(letter)
        if (code < 0x20 and letter not in "\t\n") or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
            raise FrameError(f"{row.name}: a control character")
    return text


def _check_rules(table: Table, value: object) -> None:
    def number(name: str | int) -> int:
        found = getattr(value, name) if isinstance(name, str) else name
        return found if isinstance(found, int) else len(found)

    for rule in table.rules:
        match rule:
            case Compare(left, relation, right):
                total, limit = sum(map(number, left)), number(right)
                kept = total < limit if relation == "<" else total <= limit
            case Together(one, other):
                kept = (number(one) == 0) == (number(other) == 0)
            case FullUnlessLast(index, count, data, size):
                kept = number(index) + 1 == number(count) or number(data) == size
        if not kept:
            raise FrameError(f"{table.value.__name__}: {rule} is broken")
