"""What the subscriber's signed words prove: entries of its own log, and the removal receipt."""

from dataclasses import dataclass

from yorisoi_protocol.vocabulary import Removal


class NotProven(Exception):
    """Not this session's, not its key's, or not the next link of its chain."""


@dataclass(frozen=True)
class Said:
    """One entry as the subscriber's side signed it."""

    n: int
    at_ms: int
    event: str
    permission: str
    number: int | None
    hash: str


@dataclass(frozen=True)
class Shown:
    """What a receipt says about the end: the log's head and length, and how removal went."""

    head: str
    n: int
    removal: Removal


def entry(line: str, *, public_key: str, session: str, n: int, prev: str) -> Said:
    """The entry number `n` that follows `prev`. Raises NotProven."""
    raise NotProven(line and public_key and session and str(n) and prev)


def receipt(text: str, *, public_key: str, session: str) -> Shown:
    """The removal receipt of this session. Raises NotProven."""
    raise NotProven(text and public_key and session)
