"""The session row's life: which event may happen in which state. Only the service moves the row.

offered --claim--> claimed --report--> live --end--> ended --close--> closed
   \\________________ end __/_____________/    (a late report leaves `ended` as it is)
"""

from enum import StrEnum

from yorisoi_protocol.vocabulary import Permission


class State(StrEnum):
    OFFERED = "offered"
    CLAIMED = "claimed"
    LIVE = "live"
    ENDED = "ended"
    CLOSED = "closed"


class Event(StrEnum):
    CLAIM = "claim"
    REPORT = "report"
    END = "end"
    CLOSE = "close"


class Side(StrEnum):
    """Who moved the row to its end."""

    SUBSCRIBER = "subscriber"
    COMMUNICATOR = "communicator"
    DESK_LEAD = "desk_lead"
    SERVICE = "service"


TRANSITIONS: dict[State, dict[Event, State]] = {
    State.OFFERED: {Event.CLAIM: State.CLAIMED, Event.END: State.ENDED},
    State.CLAIMED: {Event.REPORT: State.LIVE, Event.END: State.ENDED},
    State.LIVE: {Event.REPORT: State.LIVE, Event.END: State.ENDED},
    State.ENDED: {Event.REPORT: State.ENDED, Event.CLOSE: State.CLOSED},
    State.CLOSED: {},
}

RUNNING = (State.CLAIMED, State.LIVE)

# What can be asked of this version's tool; a ticket's decision can only narrow it.
ASKABLE = (Permission.VIEW, Permission.CONTROL, Permission.CLIPBOARD)


def next_state(state: State, event: Event) -> State | None:
    """Where the event leads from here; None when it may not happen here."""
    return TRANSITIONS[state].get(event)


def states_before(event: Event) -> tuple[State, ...]:
    """Every state in which the event may happen, for the condition of an UPDATE."""
    return tuple(state for state in State if event in TRANSITIONS[state])
