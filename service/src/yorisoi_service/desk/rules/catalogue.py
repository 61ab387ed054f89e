"""What we help with, as values (R14 to R16, R23): entries of a published list, finding one by what a caller says, and
what changed from one list to another."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Group(StrEnum):
    """The FAQ's three lists, and the phones and tablets with which less is possible."""

    DEVICE = "device"
    SOFTWARE = "software"
    SERVICE = "service"
    MODEL = "model"


class Kind(StrEnum):
    """What sort of thing it is, within its group."""

    DEVICE = "device"
    PHONE = "phone"
    TABLET = "tablet"
    OS = "os"
    BROWSER = "browser"
    MAIL = "mail"
    MEDIA = "media"
    SECURITY = "security"
    APPLICATION = "application"
    PROVIDER = "provider"
    SERVICE = "service"


KINDS: dict[Group, tuple[Kind, ...]] = {
    Group.DEVICE: (Kind.DEVICE, Kind.PHONE, Kind.TABLET),
    Group.SOFTWARE: (Kind.OS, Kind.BROWSER, Kind.MAIL, Kind.MEDIA, Kind.SECURITY, Kind.APPLICATION),
    Group.SERVICE: (Kind.PROVIDER, Kind.SERVICE),
    Group.MODEL: (Kind.PHONE, Kind.TABLET),
}


class Level(StrEnum):
    """How far help goes. The last two are for models of phones and tablets only."""

    FULL = "full"
    INSTALL_ONLY = "install_only"  # until it has been started once; not how it is used (R15)
    VIEW_ONLY = "view_only"
    GUIDE_ONLY = "guide_only"  # nothing can be seen: in words, by telephone
    UNSUPPORTED = "unsupported"


LEVELS: dict[Group, tuple[Level, ...]] = {
    group: (Level.GUIDE_ONLY, Level.UNSUPPORTED)
    if group is Group.MODEL
    else (Level.FULL, Level.INSTALL_ONLY, Level.VIEW_ONLY)
    for group in Group
}


@dataclass(frozen=True)
class Entry:
    """One thing as a published list says it. `thing` is the same number in every list, `item` the row behind this one.

    `names` and `aliases` are by language; an alias is what callers say instead. `until` is the day from which a later
    list says something else or nothing; None: still so.
    """

    thing: int
    item: int
    group: Group
    kind: Kind
    level: Level
    names: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    vendor: str
    versions: str
    note: str
    since: date | None
    until: date | None

    def name_in(self, language: str) -> str:
        """The name in this language, or in the first one there is."""
        return self.names.get(language.partition("-")[0]) or next(iter(self.names.values()), "")


@dataclass(frozen=True)
class Published:
    """One list as it was published."""

    number: int
    on: date
    note: str
    entries: tuple[Entry, ...]

    def of(self, *groups: Group) -> tuple[Entry, ...]:
        """The entries of these groups, in the list's order."""
        return tuple(entry for entry in self.entries if entry.group in groups)


@dataclass(frozen=True)
class Change:
    """The same thing in two lists; `fields` names what differs."""

    before: Entry
    after: Entry
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What changed from one list to another."""

    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)


SHORTEST = 3  # letters of a name that counts inside a sentence
TOLD = ("kind", "level", "names", "aliases", "vendor", "versions", "note")  # what people read of an entry


def difference(before: Iterable[Entry], after: Iterable[Entry]) -> Difference:
    """What a reader of the second list must know who knew the first. A thing that left and came back is the same."""
    old, new = ({entry.thing: entry for entry in entries} for entries in (before, after))
    changes = (
        Change(old[thing], entry, tuple(name for name in TOLD if getattr(old[thing], name) != getattr(entry, name)))
        for thing, entry in new.items()
        if thing in old
    )
    return Difference(
        added=tuple(entry for thing, entry in new.items() if thing not in old),
        removed=tuple(entry for thing, entry in old.items() if thing not in new),
        changed=tuple(change for change in changes if change.fields),
    )


def find(entries: Iterable[Entry], text: str) -> tuple[Entry, ...]:
    """Which entries may be meant: those called exactly so, else those whose name or alias holds the text."""
    wanted = plain(text)
    if not wanted:
        return ()
    said = [(entry, [plain(word) for word in _words(entry)]) for entry in entries]
    exactly = tuple(entry for entry, words in said if wanted in words)
    return exactly or tuple(entry for entry, words in said if any(wanted in word for word in words))


def is_called(entry: Entry, text: str) -> bool:
    """Whether this is a whole name or alias of the entry."""
    return plain(text) in map(plain, _words(entry))


def is_begun(entry: Entry, text: str) -> bool:
    """Whether a name or alias of the entry begins with these letters."""
    wanted = plain(text)
    return bool(wanted) and any(plain(word).startswith(wanted) for word in _words(entry))


def spoken_of(entries: Iterable[Entry], text: str) -> tuple[Entry, ...]:
    """Which entries a whole sentence names; short names stand in too many words to count."""
    sentence = plain(text)
    said = [(entry, [plain(word) for word in _words(entry)]) for entry in entries]
    return tuple(entry for entry, words in said if any(len(w) >= SHORTEST and w in sentence for w in words))


def plain(text: str) -> str:
    """One spelling for width, case, kind of kana, spaces, hyphens and long vowels."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    katakana = (chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in folded)
    return "".join(c for c in katakana if unicodedata.category(c)[0] in "LN" and c != "ー")


def _words(entry: Entry) -> list[str]:
    return [*entry.names.values(), *(word for words in entry.aliases.values() for word in words)]
