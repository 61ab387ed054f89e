"""What opens a subscriber's own page, how long it does, and how often somebody may be wrong."""

from datetime import timedelta
from enum import StrEnum

LETTERS = "ACDEFGHJKMNPQRTUVWXY"  # none that is read as a digit or as another one: no B, I, L, O, S, Z
DIGITS = "34679"  # no 0, 1, 2, 5, 8: O, I, Z, S, B look like them
ALPHABET = LETTERS + DIGITS
CODE_CHARACTERS = 12  # of 25 signs each: 55 bits
CODE_GROUP = 4
LINK_BYTES = 32

LINK_LIFE = timedelta(minutes=30)
CODE_LIFE = timedelta(days=365)  # after the last use; a code of the letter by the telephone may rest for long
IDLE = timedelta(minutes=30)
LONGEST_SIGN_IN = timedelta(hours=8)

WINDOW = timedelta(minutes=15)
TRIES_KEPT = timedelta(days=1)
# Many homes may share one address: who guesses at one customer's code takes the tries of that number, not the neighbours'.
WRONG_FOR_ONE_NUMBER = 10  # from one place
WRONG_FROM_ONE_PLACE = 60  # whatever was typed
WRONG_IN_TOTAL = 300  # by then somebody guesses from many places
WRONG_FOR_ONE_NUMBER_THEN, WRONG_FROM_ONE_PLACE_THEN = 3, 20
LINKS_FROM_ONE_PLACE = 5
LINKS_FOR_ONE_SUBSCRIBER = 3  # mails within the window; more fill a mail box and help nobody

LONGEST_TYPED = 200


class Purpose(StrEnum):
    """What a key is for."""

    OWN_PAGE = "own_page"  # a link by mail: once
    LETTER_CODE = "letter_code"  # printed: until a newer one is
    VISIT_LETTER = "visit_letter"  # one letter: as often as wanted until it lapses


class Kind(StrEnum):
    """What is counted for the limits."""

    WRONG = "wrong"
    WRONG_NUMBER = "wrong_number"  # the same try once more, for place and customer number together
    LINK = "link"


class WishKind(StrEnum):
    """What a subscriber may ask about the own data."""

    DELETION = "deletion"
    CORRECTION = "correction"


def code_of(drawn: bytes) -> str:
    """A letter code from random bytes, of which too high ones are left out so that each sign is as likely as another.
    ValueError when the bytes do not suffice: draw again."""
    usable = [byte for byte in drawn if byte < 256 - 256 % len(ALPHABET)]
    if len(usable) < CODE_CHARACTERS:
        raise ValueError("too few bytes")
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in usable[:CODE_CHARACTERS])


def spoken(code: str) -> str:
    """The code in groups, as it is printed."""
    return "-".join(code[n : n + CODE_GROUP] for n in range(0, len(code), CODE_GROUP))


def allowed_wrong(kind: Kind, total: int) -> int:
    """How many wrong tries one place has in all, or for one customer number, when so many were made from everywhere. Never
    none: strangers who guess elsewhere lock nobody out, and neighbours behind the same address do so late."""
    is_calm = total < WRONG_IN_TOTAL
    if kind is Kind.WRONG_NUMBER:
        return WRONG_FOR_ONE_NUMBER if is_calm else WRONG_FOR_ONE_NUMBER_THEN
    return WRONG_FROM_ONE_PLACE if is_calm else WRONG_FROM_ONE_PLACE_THEN
