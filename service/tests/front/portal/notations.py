"""Finding a telephone number in a text however it is written: the eyes of the crawl, and tested themselves."""

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

KANJI = str.maketrans("〇零一二三四五六七八九", "00123456789")
BETWEEN = "[^0-9A-Za-z]{0,12}"  # hyphens, spaces, brackets, quotes and plus signs of a script, words between the parts


def shows(text: str, number: str) -> bool:
    """Does the text hold this number, in any notation a person or a script could read it from?"""
    digits = "".join(c for c in number if c.isdigit())
    wanted = re.compile("|".join((BETWEEN.join(digits), "(?:81)" + BETWEEN + BETWEEN.join(digits[1:]))))
    return any(wanted.search(form) for form in _forms(text))


def _forms(text: str) -> Iterator[str]:
    for each in (text, _unescaped(text)):
        plain = unicodedata.normalize("NFKC", html.unescape(html.unescape(each))).translate(KANJI)
        yield plain
        yield re.sub(r"<[^<>]*>", "", re.sub(r"<!--.*?-->", "", plain, flags=re.DOTALL))


def _unescaped(text: str) -> str:
    """As addresses and scripts write characters."""
    said = re.sub(r"\\u\{?([0-9a-fA-F]{4})\}?|\\x([0-9a-fA-F]{2})", lambda one: chr(int(one[1] or one[2], 16)), text)
    return unquote(said)
