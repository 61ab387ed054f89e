"""Is the caller who they say (R33): the number from the paper, and two of name, address and telephone.

What is typed is compared and forgotten; only the marks leave this module.
"""

import unicodedata
from dataclasses import dataclass

NEEDED_OF_THREE = 2


@dataclass(frozen=True)
class Known:
    """What the provider has on file. Names and telephones may be several (kanji and kana, landline and mobile)."""

    customer_number: str
    names: tuple[str, ...]
    address: str
    phones: tuple[str, ...]


@dataclass(frozen=True)
class Typed:
    """What the caller said, as the communicator typed it. Empty: not asked."""

    customer_number: str
    name: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Marks:
    """A circle or a cross for each; nothing of the values."""

    customer_number: bool
    name: bool
    address: bool
    phone: bool

    @property
    def passed(self) -> bool:
        return self.customer_number and (self.name + self.address + self.phone) >= NEEDED_OF_THREE


def compare(known: Known, typed: Typed) -> Marks:
    """Forgiving about width, spaces, hyphens and case; about nothing else."""
    return Marks(
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
