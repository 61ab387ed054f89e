"""Strict reading of JSON objects: each key taken once, by its kind; what is left over or wrong is refused with its place."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from yorisoi_service.contracts.rules.month import Month

T = TypeVar("T")
LONGEST_TEXT = 120


class FileRefused(ValueError):
    """The file cannot be taken. `place` is where, `expected` what should stand there."""

    def __init__(self, place: str, expected: str) -> None:
        super().__init__(f"{place}: {expected}")
        self.place = place
        self.expected = expected


def parse(text: str) -> object:
    """JSON without doubled keys and without NaN, or FileRefused."""
    try:
        given: object = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except FileRefused:
        raise
    except json.JSONDecodeError as error:
        raise FileRefused(f"line {error.lineno}, column {error.colno}", f"expected JSON ({error.msg})") from None
    except RecursionError:
        raise FileRefused("the file", "expected JSON that is not nested this deep") from None
    except ValueError:
        raise FileRefused("the file", "a number is too long; expected whole numbers of yen") from None
    return given


def is_day(text: object) -> bool:
    """`2026-04-15`, and nothing else."""
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class Fields:
    """One object of the file. Every method takes a key and refuses what is not of its kind; call `done` at the end."""

    def __init__(self, given: object, place: str, kind: str) -> None:
        if not isinstance(given, dict):
            raise FileRefused(place or "the file", f"expected an object ({kind})")
        self._left: dict[str, Any] = dict(given)
        self._known: list[str] = []
        self._place = place

    def at(self, key: str) -> str:
        """Where a key stands in the file."""
        return f"{self._place}.{key}" if self._place else key

    def has(self, key: str) -> bool:
        """Is the key there and not null? A key that is null or absent counts as taken."""
        self._known.append(key)
        if self._left.get(key) is not None:
            return True
        self._left.pop(key, None)
        return False

    def take(self, key: str) -> Any:
        """Whatever stands there."""
        self._known.append(key)
        if key not in self._left:
            raise FileRefused(self._place or "the file", f"expected the key {key!r}")
        return self._left.pop(key)

    def month(self, key: str) -> Month:
        given = self.take(key)
        try:
            if isinstance(given, str):
                return Month.parse(given)
        except ValueError:
            pass
        raise FileRefused(self.at(key), "expected a month like 2026-04")

    def day(self, key: str) -> date:
        given = self.take(key)
        if is_day(given):
            return date.fromisoformat(given)
        raise FileRefused(self.at(key), "expected a day like 2026-04-15")

    def day_or_none(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else None

    def text(self, key: str) -> str:
        given = self.take(key)
        if isinstance(given, str) and any("\ud800" <= each <= "\udfff" for each in given):
            raise FileRefused(self.at(key), "half a character (\\ud800 to \\udfff); expected whole characters")
        if isinstance(given, str) and given.strip() and len(given) <= LONGEST_TEXT:
            return given
        raise FileRefused(self.at(key), f"expected a text of 1 to {LONGEST_TEXT} characters")

    def text_or_none(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """False where the key is absent."""
        if not self.has(key):
            return False
        given = self.take(key)
        if isinstance(given, bool):
            return given
        raise FileRefused(self.at(key), "expected true or false")

    def number(self, key: str, least: int, most: int) -> int:
        given = self.take(key)
        if isinstance(given, int) and not isinstance(given, bool) and least <= given <= most:
            return given
        raise FileRefused(self.at(key), f"expected a whole number from {least} to {most}")

    def some(self, key: str, read_one: Callable[[object, str], T]) -> list[T]:
        """A list, each item read with its place."""
        given = self.take(key)
        if not isinstance(given, list):
            raise FileRefused(self.at(key), "expected a list")
        return [read_one(each, f"{self.at(key)}[{index}]") for index, each in enumerate(given)]

    def some_if_there(self, key: str, read_one: Callable[[object, str], T]) -> list[T]:
        """The same, empty where the key is absent."""
        return self.some(key, read_one) if self.has(key) else []

    def done(self) -> None:
        """Refuses what nobody took."""
        for key in self._left:
            known = ", ".join(dict.fromkeys(self._known))
            raise FileRefused(self.at(key), f"unknown key; expected one of {known}")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise FileRefused(f"the key {key!r}", "stands twice in one object; expected once")
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise FileRefused("the file", f"{name} is no number here; expected a whole number")
