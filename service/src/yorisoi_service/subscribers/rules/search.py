"""How subscribers are found by what a caller says: digits for telephones and numbers, folded text for names.

A search is one range of keys. Each subscriber has a few keys, each the plain form of a name, number or telephone, and a
text finds whoever has a key that begins with it. Plain forms know no width, case, space, hyphen or kind of kana.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

LAST_FOUR = 4  # what callers say of a telephone number; fewer digits than these find nobody
LONGEST = 60  # characters of a key, and of what is looked for: a database's index takes no key of any length
MOST_WORDS = 4  # a name may begin with each of its first words
END = b"\x00"  # after a key's text: a whole match stands before all longer ones
ABOVE = b"\xff"  # no UTF-8 text holds this byte, so it stands behind every continuation

# Hiragana is katakana, and a family name has one spelling; people and registers do not keep to one.
_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_SPELLING = _KATAKANA | str.maketrans(
    "髙﨑邊邉齋齊斎濵濱澤廣嶋嶌冨櫻國眞惠德瀨龍檜曾槇桒舘栁", "高崎辺辺斉斉斉浜浜沢広島島富桜国真恵徳瀬竜桧曽槙桑館柳"
)
_COMPANY = re.compile("(株式会社|有限会社|合同会社|合資会社|カブシキガイシャ|ユウゲンガイシャ|ゴウドウガイシャ)")
_DASHES = re.compile(
    "[\u058a\u05be\u2010-\u2015\u2212\u2e3a\u2e3b\u301c\u3030\u30a0\ufe31\ufe32]|(?<![ァ-ヺー])ー+"
)  # ー: typed for a hyphen
_GAP = re.compile(r"[\s・.,/()'’\-]+")
_ABROAD = re.compile(r"\+81[\s(0)-]*")
_NOT_DIGITS = re.compile("[^0-9]+")


def digits(text: str) -> str:
    """Only the digits, full-width ones too."""
    if text.isascii():
        return _NOT_DIGITS.sub("", text)
    return "".join(str(unicodedata.digit(c)) for c in text if unicodedata.digit(c, None) is not None)


def folded(text: str) -> str:
    """One spelling for width, case, spaces and kana: what names are compared by."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA).split())


def words(text: str) -> list[str]:
    """The plain words of a name or number."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold()).translate(_SPELLING)
        plain = _DASHES.sub("-", plain)
    return [word for word in _GAP.split(plain) if word]


def wanted(text: str) -> str:
    """The plain form of what somebody typed into the search field; empty when it is too little to look for."""
    plain = "".join(words(_ABROAD.sub("0", unicodedata.normalize("NFKC", text))))[:LONGEST]
    return "" if plain.isdecimal() and len(plain) < LAST_FOUR else plain


class Key(NamedTuple):
    """A text under which a subscriber is found by its beginning, of at least so many characters."""

    text: str
    least: int


def keys_of(*, names: Iterable[str], numbers: Iterable[str], phones: Iterable[str]) -> list[Key]:
    """Everything one subscriber is found by: each of a name's words first, numbers whole, telephones whole and by their
    last four digits.

    `least` sees to it that no search meets a subscriber twice: a key that shares its beginning with the one before it
    answers only to what is longer than the shared part.
    """
    least: dict[str, int] = {}
    for name in names:
        parts = words(_COMPANY.sub(r" \1 ", unicodedata.normalize("NFKC", name)))
        for first in range(min(len(parts), MOST_WORDS)):
            least["".join(parts[first:] + parts[:first])[:LONGEST]] = 1
    for phone in phones:
        number = digits(phone)[:LONGEST]
        least.setdefault(number[-LAST_FOUR:], LAST_FOUR)
        least[number] = 1
    for number in numbers:
        least["".join(words(number))[:LONGEST]] = 1
    texts = sorted(text for text in least if text)
    shared = dict(zip(texts[1:], (_shared(*pair) for pair in pairwise(texts)), strict=True))
    return [Key(text, max(least[text], shared.get(text, 0) + 1)) for text in texts]


def packed(text: str, customer_number: str) -> bytes:
    """A key as it is kept: bytes, so that every database puts it in the same order; by text, then by customer number."""
    return _bytes(text) + END + _bytes(customer_number)


def beginning(plain: str) -> tuple[bytes, bytes]:
    """From the first, below the second: every key that begins with this text."""
    return _bytes(plain), _bytes(plain) + ABOVE


def whole(plain: str) -> tuple[bytes, bytes]:
    """From the first, below the second: every key that is this text."""
    return _bytes(plain) + END, _bytes(plain) + END + ABOVE


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
