"""Kinds of letters, ways they travel, and what becomes of a mail."""

from enum import StrEnum


class Kind(StrEnum):
    WELCOME = "welcome"
    INVOICE = "invoice"
    VISIT = "visit"


class Way(StrEnum):
    PAPER = "paper"
    MAIL = "mail"
    LINK = "link"  # a mail that holds nothing of the letter but the way to its page, for some days


class MailState(StrEnum):
    DONE = "done"  # paper: printed
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


INITIALS = {Kind.WELCOME: "W", Kind.INVOICE: "I", Kind.VISIT: "V"}


def number_of(kind: Kind, year: int, nth: int) -> str:
    """What the letter is called: `I-2026-00012`. Letters of a kind are counted within a calendar year, none left out."""
    return f"{INITIALS[kind]}-{year:04d}-{nth:05d}"
