"""Two questions after the visit: was the problem solved, and how was the help. Also the short code of the paper letter."""

import unicodedata
from collections.abc import Callable
from enum import StrEnum

from yorisoi_service.subscribers.rules.access import ALPHABET

LEAST, MOST = 1, 5
LONGEST_TEXT = 500
BETWEEN = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc_"  # what people type for a hyphen
CODE_LENGTH = 8  # 25^8: it opens two questions and shows nothing, and tries are counted
WRONG_TRIES, WRONG_WINDOW_S = 10, 900


class Solved(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def new_code(draw: Callable[[int], bytes]) -> str:
    """A code each sign of which is equally likely; bytes beyond the last whole round are thrown away."""
    found = ""
    fair = 256 - 256 % len(ALPHABET)
    while len(found) < CODE_LENGTH:
        found += "".join(ALPHABET[byte % len(ALPHABET)] for byte in draw(CODE_LENGTH) if byte < fair)
    return found[:CODE_LENGTH]


def read_code(typed: str) -> str:
    """The code as people type it: any case and width, hyphens and spaces between. Empty: it can be none."""
    folded = unicodedata.normalize("NFKC", typed[:60]).upper()
    found = "".join(sign for sign in folded if sign not in BETWEEN and not sign.isspace())
    return found if len(found) == CODE_LENGTH and set(found) <= set(ALPHABET) else ""


def shown_code(code: str) -> str:
    """The code as it is printed: in two halves."""
    return f"{code[:4]}-{code[4:]}"
