"""Lists and their differences as pages show them: rows in, plain words out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yorisoi_service.desk.rules.catalogue import Change, Difference, Entry, Group
from yorisoi_service.desk.words import GROUPS, KINDS, LEVELS, Words

FIELDS: dict[str, Words] = {
    "kind": _("sort"),
    "level": _("how far"),
    "names": _("name"),
    "aliases": _("other names"),
    "vendor": _("maker"),
    "versions": _("versions"),
    "note": _("note"),
}


@dataclass(frozen=True)
class Line:
    """One entry in the reader's language."""

    entry: Entry
    name: str
    others: str
    kind: Words
    level: Words


@dataclass(frozen=True)
class Changed:
    """One thing of which two lists say different things: field, before, after."""

    name: str
    fields: list[tuple[Words, Words, Words]]


@dataclass(frozen=True)
class Told:
    """A difference in words."""

    added: list[Line]
    removed: list[Line]
    changed: list[Changed]
    is_empty: bool


def grouped(entries: Iterable[Entry], language: str) -> list[tuple[Words, list[Line]]]:
    """The list in its parts; a part without entries is left out."""
    lines = [line_of(entry, language) for entry in entries]
    parts = ((GROUPS[group], [line for line in lines if line.entry.group is group]) for group in Group)
    return [(title, part) for title, part in parts if part]


def line_of(entry: Entry, language: str) -> Line:
    """One entry in words."""
    others = "、".join(entry.aliases.get(language.partition("-")[0], ()))
    return Line(entry, entry.name_in(language), others, KINDS[entry.kind], LEVELS[entry.level])


def told(difference: Difference, language: str) -> Told:
    """What changed, in words."""
    return Told(
        added=[line_of(entry, language) for entry in difference.added],
        removed=[line_of(entry, language) for entry in difference.removed],
        changed=[_changed(change, language) for change in difference.changed],
        is_empty=difference.is_empty,
    )


def _changed(change: Change, language: str) -> Changed:
    fields = [(FIELDS[name], _value(change.before, name), _value(change.after, name)) for name in change.fields]
    return Changed(change.before.name_in(language), fields)


def _value(entry: Entry, name: str) -> Words:
    if name == "kind":
        return KINDS[entry.kind]
    if name == "level":
        return LEVELS[entry.level]
    if name == "names":
        return " / ".join(entry.names.values())
    if name == "aliases":
        return " / ".join(word for words in entry.aliases.values() for word in words) or "-"
    return getattr(entry, name) or "-"
