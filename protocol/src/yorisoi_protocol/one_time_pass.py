"""The one-time pass (R30): 4 digits nameplate, 6 digits secret, 1 check digit, read 3-4-4 like a mobile number.

The nameplate comes from the service and is public. The secret is made by the subscriber's side and never sent; it enters
the key exchange only. The check digit (Damm) stands over all ten, so that a misheard digit or two swapped ones are seen
where the pass is typed, before a guess is used up.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from yorisoi_protocol.limits import NAMEPLATE_DIGITS, SECRET_DIGITS

PASS_DIGITS = NAMEPLATE_DIGITS + SECRET_DIGITS + 1

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
# Spaces, hyphens, dashes, minus signs and long-vowel marks of every kind that a keyboard or a paste may give.
_SEPARATORS = re.compile(
    "[\t\n\v\f\r \u00a0\u00ad\u1680\u2000-\u200a\u2010-\u2015\u2028\u2029\u202f\u205f\u2212\u3000\u30fc"
    "\ufe58\ufe63\ufeff\uff0d\uff70-]"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class Mistake(StrEnum):
    """Why a typed text is no pass."""

    STRAY = "stray"  # something that is neither digit nor separator
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    MISHEARD = "misheard"  # the check digit does not fit


class NotAPass(ValueError):
    """The text is no pass; `mistake` says why. Nothing has been sent, no guess is used up."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.value)
        self.mistake = mistake


@dataclass(frozen=True)
class OneTimePass:
    """A whole pass. `secret` is kept out of the representation."""

    nameplate: str
    secret: str = field(repr=False)

    def digits(self) -> str:
        """All eleven digits."""
        body = self.nameplate + self.secret
        return body + check_digit(body)

    def grouped(self) -> str:
        """The digits as they are shown and said: 3-4-4."""
        digits = self.digits()
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"


def check_digit(digits: str) -> str:
    """Damm's check digit; over digits that end in their own check digit it is "0"."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def new_pass(nameplate: str, draw: Callable[[int], bytes]) -> OneTimePass:
    """A pass with a fresh secret. `draw(n)` gives n random bytes; 16 of them leave no measurable bias."""
    if not re.fullmatch(rf"[0-9]{{{NAMEPLATE_DIGITS}}}", nameplate):
        raise ValueError("a nameplate has four digits")
    number = int.from_bytes(draw(16), "big") % 10**SECRET_DIGITS
    return OneTimePass(nameplate, f"{number:0{SECRET_DIGITS}d}")


def parse_pass(text: str) -> OneTimePass:
    """The pass that was typed: forgiving in how it is written, strict in what it is. Raises `NotAPass`."""
    digits = _SEPARATORS.sub("", text.translate(_FULL_WIDTH))
    if not re.fullmatch("[0-9]*", digits):
        raise NotAPass(Mistake.STRAY)
    if len(digits) < PASS_DIGITS:
        raise NotAPass(Mistake.TOO_SHORT)
    if len(digits) > PASS_DIGITS:
        raise NotAPass(Mistake.TOO_LONG)
    if check_digit(digits) != "0":
        raise NotAPass(Mistake.MISHEARD)
    return OneTimePass(digits[:NAMEPLATE_DIGITS], digits[NAMEPLATE_DIGITS:-1])
