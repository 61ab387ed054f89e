import pytest
from yorisoi_protocol.vocabulary import Removal
from yorisoi_service.desk.rules.shown import Shown, shown_as
from yorisoi_service.remote.rules.session import State


@pytest.mark.parametrize(
    ("state", "was_claimed", "removal", "explained", "shown"),
    [
        (State.OFFERED, False, "", False, Shown.WAITING),
        (State.CLAIMED, True, "", False, Shown.CONNECTING),
        (State.LIVE, True, "", False, Shown.LIVE),
        (State.ENDED, False, "", False, Shown.NEVER_USED),
        (State.ENDED, True, "", False, Shown.NOT_CLOSED),
        (State.CLOSED, True, Removal.VERIFIED, False, Shown.REMOVED),
        (State.CLOSED, True, Removal.LEFT_TO_SYSTEM, False, Shown.LEFT_TO_SYSTEM),
        (State.CLOSED, True, Removal.FAILED, False, Shown.REMOVAL_FAILED),
        (State.CLOSED, True, "", True, Shown.EXPLAINED),
    ],
)
def test_a_session_is_never_shown_as_more_than_was_verified(
    state: State, was_claimed: bool, removal: str, explained: bool, shown: Shown
) -> None:
    assert shown_as(state, was_claimed=was_claimed, removal=removal, explained=explained) is shown
