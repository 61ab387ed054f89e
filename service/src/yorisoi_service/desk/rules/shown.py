"""How the desk shows a session: one stable code, one sentence each in the fronts. It never claims more than was
verified (R37): without receipt or explanation a session is `not_closed`."""

from enum import StrEnum

from yorisoi_protocol.vocabulary import Removal

from yorisoi_service.remote.rules.session import State


class Shown(StrEnum):
    WAITING = "waiting"
    CONNECTING = "connecting"
    LIVE = "live"
    NEVER_USED = "never_used"
    NOT_CLOSED = "not_closed"
    REMOVED = "removed"
    LEFT_TO_SYSTEM = "left_to_system"
    REMOVAL_FAILED = "removal_failed"
    EXPLAINED = "explained"


_REMOVALS = {
    Removal.VERIFIED: Shown.REMOVED,
    Removal.LEFT_TO_SYSTEM: Shown.LEFT_TO_SYSTEM,
    Removal.FAILED: Shown.REMOVAL_FAILED,
}


def shown_as(state: State, *, was_claimed: bool, removal: str, explained: bool) -> Shown:
    """`removal` is empty until a verified receipt said it."""
    if state is State.OFFERED:
        return Shown.WAITING
    if state is State.CLAIMED:
        return Shown.CONNECTING
    if state is State.LIVE:
        return Shown.LIVE
    if removal:
        return _REMOVALS[Removal(removal)]
    if explained:
        return Shown.EXPLAINED
    return Shown.NOT_CLOSED if was_claimed else Shown.NEVER_USED
