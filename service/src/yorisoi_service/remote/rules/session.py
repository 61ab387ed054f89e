"""The session row's life: which event may happen in which state. Only the service moves the row.

offered --claim--> claimed --report--> live --end--> ended --close--> closed
   \\________________ end __/_____________/    (a late report leaves `ended` as it is)
"""

from enum import StrEnum

from yorisoi_protocol.vocabulary import Ending, Permission


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


# Who joins to look along can be allowed nothing else, whatever the ticket's decision says.
JOINED_ASKABLE = (Permission.VIEW,)

# Reasons that only the service knows to be true; a side that says one of them is taken at its own deed.
OF_THE_SERVICE = frozenset({Ending.STOPPED_BY_DESK_LEAD, Ending.HANDED_OVER, Ending.MAIN_OVER})
OWN_DEED = {
    Side.SUBSCRIBER: Ending.STOPPED_BY_SUBSCRIBER,
    Side.COMMUNICATOR: Ending.STOPPED_BY_COMMUNICATOR,
}


def reason_of(reason: Ending, side: Side) -> Ending:
    """The reason as it is believed when this side gives it."""
    return OWN_DEED.get(side, reason) if reason in OF_THE_SERVICE else reason


def next_state(state: State, event: Event) -> State | None:
    """Where the event leads from here; None when it may not happen here."""
    return TRANSITIONS[state].get(event)


def states_before(event: Event) -> tuple[State, ...]:
    """Every state in which the event may happen, for the condition of an UPDATE."""
    return tuple(state for state in State if event in TRANSITIONS[state])
