"""Values of letters to JSON and back: frozen dataclasses of texts, numbers, days and one another, nothing else.

A value that reads back differently would make a re-issue say something else, so reading is strict.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
NAME = "is"  # which of several kinds of dataclass stands here


def to_json(value: object) -> Any:
    """The value as JSON knows it. TypeError for anything that is no letter's value."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {NAME: type(value).__name__} | {
            field.name: to_json(getattr(value, field.name)) for field in fields(value)
        }
    raise TypeError(f"{type(value).__name__} is no value of a letter")


def from_json(kind: type[T], document: object) -> T:
    """The value of this kind. ValueError, with the place, where the document says something else."""
    return cast(T, _read(kind, document, kind.__name__))


def _read(wanted: Any, found: Any, place: str) -> Any:
    origin, within = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        return _one_of(within, found, place)
    if origin is Literal:
        if found not in within:
            raise ValueError(f"{place}: expected one of {', '.join(map(str, within))}")
        return found
    if origin is tuple:
        if not isinstance(found, list):
            raise ValueError(f"{place}: expected a list")
        if len(within) == 2 and within[1] is Ellipsis:
            return tuple(_read(within[0], each, f"{place}[{nth}]") for nth, each in enumerate(found))
        if len(within) != len(found):
            raise ValueError(f"{place}: expected {len(within)} entries")
        return tuple(
            _read(kind, each, f"{place}[{nth}]") for nth, (kind, each) in enumerate(zip(within, found, strict=True))
        )
    if is_dataclass(wanted):
        return _dataclass(cast(type, wanted), found, place)
    if wanted is date:
        if not isinstance(found, str):
            raise ValueError(f"{place}: expected a day")
        return date.fromisoformat(found)
    if wanted is type(None):
        wanted = types.NoneType
    if type(found) is not wanted:
        raise ValueError(f"{place}: expected {wanted.__name__}, found {type(found).__name__}")
    return found


def _one_of(kinds: tuple[Any, ...], found: Any, place: str) -> Any:
    if isinstance(found, Mapping):
        named = [kind for kind in kinds if is_dataclass(kind) and cast(type, kind).__name__ == found.get(NAME)]
        if len(named) != 1:
            raise ValueError(f"{place}: an unknown kind {found.get(NAME)!r}")
        return _read(named[0], found, place)
    for kind in kinds:
        try:
            return _read(kind, found, place)
        except ValueError:
            continue
    raise ValueError(f"{place}: found {type(found).__name__}")


def _dataclass(kind: type, found: Any, place: str) -> Any:
    if not isinstance(found, Mapping) or found.get(NAME) != kind.__name__:
        raise ValueError(f"{place}: expected {kind.__name__}")
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}
    if set(found) - {NAME} != names:
        raise ValueError(f"{place}: expected exactly {', '.join(sorted(names))}")
    return kind(**{name: _read(hints[name], found[name], f"{place}.{name}") for name in names})
