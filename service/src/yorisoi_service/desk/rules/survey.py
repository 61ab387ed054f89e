"""Two questions after the visit: was the problem solved, and how was the help. Also the short code of the paper letter."""

from collections.abc import Callable
from enum import StrEnum

MOST = 5
LONGEST_TEXT = 500
# Nothing that a hand-written or printed letter could confuse: no 0 and O, no 1, I and L, no U and V side by side.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8  # 30^8: one guess in a hundred thousand million meets a given letter


class Solved(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def new_code(draw: Callable[[int], bytes]) -> str:
    """A code each letter of which is equally likely; bytes beyond the last whole round are thrown away."""
    found = ""
    fair = 256 - 256 % len(ALPHABET)
    while len(found) < CODE_LENGTH:
        found += "".join(ALPHABET[byte % len(ALPHABET)] for byte in draw(CODE_LENGTH) if byte < fair)
    return found[:CODE_LENGTH]


def read_code(typed: str) -> str:
    """The code as people type it: small letters, full-width letters, hyphens and spaces between. Empty: it is none."""
    plain = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in typed[:60]).upper()
    found = "".join(sign for sign in plain if sign not in " -‐‑‒–—―ー－\u3000\t\n")
    return found if len(found) == CODE_LENGTH and set(found) <= set(ALPHABET) else ""


def shown_code(code: str) -> str:
    """The code as it is printed: in two halves."""
    return f"{code[:4]}-{code[4:]}"
