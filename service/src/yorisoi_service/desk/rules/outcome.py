"""How a ticket ended (R12): never a promise, and a referral names where to. What each outcome needs to be told."""

from collections.abc import Mapping
from enum import StrEnum


class Outcome(StrEnum):
    RESOLVED = "resolved"
    PARTLY = "partly"
    REFERRED = "referred"
    NOT_POSSIBLE = "not_possible"


NEEDS: dict[Outcome, tuple[str, ...]] = {
    Outcome.RESOLVED: ("done",),
    Outcome.PARTLY: ("done", "not_done"),
    Outcome.REFERRED: ("referred_to", "referred_contact"),
    Outcome.NOT_POSSIBLE: ("not_done",),
}


def missing(outcome: Outcome, said: Mapping[str, str]) -> tuple[str, ...]:
    """Which fields this outcome still needs, in the order of the form."""
    return tuple(name for name in NEEDS[outcome] if not said.get(name, "").strip())
