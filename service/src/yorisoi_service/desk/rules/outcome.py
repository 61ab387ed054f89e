"""How a ticket ended (R12): never a promise, and a referral names where to."""

from enum import StrEnum


class Outcome(StrEnum):
    RESOLVED = "resolved"
    PARTLY = "partly"
    REFERRED = "referred"
    NOT_POSSIBLE = "not_possible"


def missing(outcome: Outcome, *, referred_to: str, referred_contact: str) -> tuple[str, ...]:
    """Which fields this outcome still needs."""
    if outcome is not Outcome.REFERRED:
        return ()
    fields = {"referred_to": referred_to, "referred_contact": referred_contact}
    return tuple(name for name, value in fields.items() if not value.strip())
