"""Reading a settings document strictly: every fault names its key and what is expected, unknown keys are faults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the document."""

    key: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.key}: expected {self.expected}; found {self.found}"


class Faulty(Exception):
    """The document cannot be used; `faults` are all of them, not just the first."""

    def __init__(self, source: str, faults: list[Fault]) -> None:
        super().__init__(f"{source} cannot be used:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = faults


@dataclass
class Table:
    """One table of the document. Ask for each key once; `finish` then refuses what nobody asked for.

    A faulty value is noted and its `otherwise` returned, so that one reading finds every fault.
    """

    values: Mapping[str, Any]
    path: str
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)

    def get(self, key: str, expected: str, read: Callable[[Any], T], *, otherwise: T, optional: bool = False) -> T:
        """The value under `key` as `read` makes it; `read` raises ValueError or TypeError for what it refuses."""
        self.asked.add(key)
        if key not in self.values:
            if not optional:
                self.faults.append(Fault(self._name(key), expected, "nothing"))
            return otherwise
        try:
            return read(self.values[key])
        except (ValueError, TypeError):
            self.faults.append(Fault(self._name(key), expected, _shown(self.values[key])))
            return otherwise

    def table(self, key: str, *, optional: bool = False) -> "Table":
        """The table under `key`; an empty one, with a fault, when it is missing or no table."""
        none: Mapping[str, Any] = {}
        found = self.get(key, "a table", _mapping, otherwise=none, optional=optional)
        return Table(found, self._name(key), self.faults)

    def tables(self, key: str) -> list["Table"]:
        """The array of tables under `key`; none when it is missing."""
        none: list[Mapping[str, Any]] = []
        found = self.get(key, "an array of tables", _mappings, otherwise=none, optional=True)
        return [Table(values, f"{self._name(key)}[{place}]", self.faults) for place, values in enumerate(found)]

    def finish(self) -> None:
        """Refuse every key that has no meaning here."""
        for key in sorted(set(self.values) - self.asked):
            known = ", ".join(sorted(self.asked))
            self.faults.append(Fault(self._name(key), f"one of the known keys ({known})", "an unknown key"))

    def _name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError
    return value


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        raise TypeError
    return [_mapping(entry) for entry in value]
