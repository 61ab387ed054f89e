"""The strict reader under the import: bytes to records, one record a line, in bounded memory.

A field never holds a line break, so every record is one line and every line of a damaged file has a number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from yorisoi_service.contracts.rules.roster.complaint import Code, FileRefused

LONGEST_LINE = 64 * 1024  # bytes; every column filled to its limit takes less than a fifth
ENCODINGS = ("utf-8", "cp932")

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(,|$)')
_PLAIN = re.compile(r'([^",]*+)(,|$)')
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿]")


class Source(Protocol):
    """What is read from: a file opened for bytes."""

    def readline(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Record:
    """One line. `fields` is None where its quoting cannot be read."""

    line: int
    fields: tuple[str, ...] | None


def records(source: Source, encoding: str) -> Iterator[Record]:
    """Every line of the file. Raises FileRefused where it cannot be read on, at the latest at its end."""
    suspect = _Suspect(encoding)
    number = 0
    while raw := source.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            raw = _without_mark(raw, encoding)
        if b"\x00" in raw:
            raise FileRefused(number, Code.BINARY)
        if len(raw) > LONGEST_LINE:
            raise FileRefused(number, Code.LINE_TOO_LONG, most=LONGEST_LINE)
        if not raw.endswith(b"\n"):
            raise FileRefused(number, Code.CUT_OFF)
        suspect.look(raw)
        text = _decoded(raw, encoding, number)
        yield Record(number, split(text[:-2] if text.endswith("\r\n") else text[:-1]))
    if number == 0:
        raise FileRefused(0, Code.EMPTY)
    if suspect.is_utf8:
        raise FileRefused(0, Code.LOOKS_UTF8)


def split(text: str) -> tuple[str, ...] | None:
    """The fields of one line; None when a quote stands where none may, or is not closed on this line."""
    if '"' not in text:
        return tuple(text.split(","))
    fields: list[str] = []
    at, comma = 0, ","
    while comma:
        match = (_QUOTED if text.startswith('"', at) else _PLAIN).match(text, at)
        if match is None:
            return None
        fields.append(match[1].replace('""', '"'))
        at, comma = match.end(), match[2]
    return tuple(fields)


def _without_mark(raw: bytes, encoding: str) -> bytes:
    if raw.startswith(_UTF16):
        raise FileRefused(1, Code.UTF16)
    if not raw.startswith(_BOM):
        return raw
    if encoding != "utf-8":
        raise FileRefused(1, Code.LOOKS_UTF8)
    return raw.removeprefix(_BOM)


def _decoded(raw: bytes, encoding: str, number: int) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise FileRefused(number, Code.NOT_CP932) from None
    other = raw.decode("cp932", "replace")
    likely = _JAPANESE.search(other) is not None and "\N{REPLACEMENT CHARACTER}" not in other
    raise FileRefused(number, Code.LOOKS_CP932 if likely else Code.NOT_UTF8)


class _Suspect:
    """A file said to be CP932 whose every line is Japanese in UTF-8 as well: no real CP932 text is."""

    def __init__(self, encoding: str) -> None:
        self._possible = encoding != "utf-8"
        self._seen = False

    @property
    def is_utf8(self) -> bool:
        return self._possible and self._seen

    def look(self, raw: bytes) -> None:
        if not self._possible or raw.isascii():
            return
        try:
            self._seen = bool(_JAPANESE.search(raw.decode())) or self._seen
        except UnicodeDecodeError:
            self._possible = False
