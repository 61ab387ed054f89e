"""Is the caller who they say (R33): the number from the paper, and two of name, address and telephone.

What is typed is compared and forgotten; only the marks leave this module. Whoever speaks for the subscriber says
their own name and how they are related; support is for those of the household whom the subscriber named.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

NEEDED_OF_THREE = 2


class Caller(StrEnum):
    """Who speaks: the subscriber, somebody named for the household, or somebody else."""

    SUBSCRIBER = "subscriber"
    MEMBER = "member"
    OTHER = "other"


@dataclass(frozen=True)
class Known:
    """What the provider has on file. Names and telephones may be several (kanji and kana, landline and mobile);
    `members` are the names of each household member."""

    customer_number: str
    names: tuple[str, ...]
    address: str
    phones: tuple[str, ...]
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typed:
    """What the caller said, as the communicator typed it. Empty: not asked."""

    customer_number: str
    name: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Speaking:
    """Somebody who is not the subscriber, as they say it themselves. This is kept (R33)."""

    name: str
    relation: str


@dataclass(frozen=True)
class Marks:
    """A circle or a cross for each; nothing of the values. `member` is None when the subscriber speaks."""

    customer_number: bool
    name: bool
    address: bool
    phone: bool
    member: bool | None = None

    @property
    def passed(self) -> bool:
        right = self.customer_number and (self.name + self.address + self.phone) >= NEEDED_OF_THREE
        return right and self.member is not False

    @property
    def caller(self) -> Caller:
        if self.member is None:
            return Caller.SUBSCRIBER
        return Caller.MEMBER if self.member else Caller.OTHER


def compare(known: Known, typed: Typed, speaking: Speaking | None = None) -> Marks:
    """Forgiving about width, spaces, hyphens and case; about nothing else."""
    return Marks(
        member=None if speaking is None else any(_same(name, speaking.name) for name in known.members),
        customer_number=_same(known.customer_number, typed.customer_number),
        name=any(_same(name, typed.name) for name in known.names),
        address=_same(known.address, typed.address),
        phone=any(_same(_digits(phone), _digits(typed.phone)) for phone in known.phones),
    )


def _same(one: str, other: str) -> bool:
    left, right = _plain(one), _plain(other)
    return left != "" and left == right


def _plain(text: str) -> str:
    folded = _katakana(unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Pd" and c not in "ー−")


def _katakana(text: str) -> str:
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def _digits(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit())
