"""What the letter after a visit tells (R12, R36, R37): the facts alone, in no language.

It claims nothing that nobody saw: a consent without an end in the subscriber's own log says so, and so does a program
whose removal nobody confirmed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Outcome = Literal["resolved", "partly", "referred", "not_possible"]
Removal = Literal["verified", "left_to_system", "failed", "not_confirmed"]
# How a consent came to its end; `denied` was never given, `open` stood until the connection's end, of `unseen` the part
# of the log is missing that would tell.
End = Literal["denied", "unanswered", "revoked", "given_back", "lapsed", "spent", "taken", "open", "unseen"]
Files = Literal["none", "some", "unknown"]


@dataclass(frozen=True)
class Consent:
    """One question to the subscriber: what was asked for, when it was answered, when and how it ended ("10:06")."""

    what: str
    began: str
    ended: str
    end: End


@dataclass(frozen=True)
class Held:
    """One connection of one communicator. `is_live`: a picture or more was allowed at all, the pass was right.
    `is_log_whole`: the program's receipt and what was reported agree. `is_beside`: they looked along with another, no more."""

    on: date
    began: str
    ended: str
    number: str
    name: str
    is_live: bool
    consents: tuple[Consent, ...]
    removal: Removal
    is_log_whole: bool
    is_beside: bool = False


@dataclass(frozen=True)
class Desk:
    """The dedicated numbers (never public, R31) and the hours."""

    landline: str
    mobile: str
    opens: str  # "09:00"
    closes: str


@dataclass(frozen=True)
class Visit:
    """One ticket as it is told to the subscriber. Texts hold line breaks as they were typed."""

    language: str
    provider: str
    service: str
    ticket: int
    holder: str
    on: date
    number: str  # of the communicator who finished it, as their name is
    name: str
    outcome: Outcome
    asked: str
    done: str
    changed: str
    not_done: str
    next_step: str
    referred_to: str
    referred_contact: str
    sessions: tuple[Held, ...]
    files: Files
    office_phone: str
    desk: Desk | None  # None: no contract runs on the line, and the numbers are for contract holders only
    page: str  # where the survey is reached with the code
    code: str
    answer_until: date
    has_placeholders: bool = False
