"""A call's life as a telephone system tells it: which event leads where. Events may come twice, late and out of order.

    new -> ringing --answer--> answered --hangup--> hung_up
           ringing --hangup--> abandoned --answer, told late--> hung_up

An event that finds nothing left to do changes nothing; nothing brings back a call that is over.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

STALE = timedelta(hours=1)  # a call that rang for so long is over, though no telephone system said so
TELEPHONING = timedelta(minutes=15)  # so long one person has a request to be called back for themselves
LONGEST_ID = 64
LONGEST_NUMBER = 15  # digits, as numbers of the whole world have


class State(StrEnum):
    RINGING = "ringing"
    ANSWERED = "answered"
    HUNG_UP = "hung_up"
    ABANDONED = "abandoned"  # over, and nobody had answered


class Event(StrEnum):
    NEW = "new"
    ANSWER = "answer"
    HANGUP = "hangup"


@dataclass(frozen=True)
class Step:
    """Where an event leads, and what is still to be done then.

    `details`: number and channel are kept where none were known yet. `ticket`: the desk gets one, if number and
    channel are known; otherwise `new` opens it.
    """

    state: State
    details: bool = False
    ticket: bool = False


TABLE: dict[tuple[State | None, Event], Step] = {
    (None, Event.NEW): Step(State.RINGING, details=True),
    (None, Event.ANSWER): Step(State.ANSWERED, ticket=True),
    (None, Event.HANGUP): Step(State.ABANDONED),
    (State.RINGING, Event.NEW): Step(State.RINGING),
    (State.RINGING, Event.ANSWER): Step(State.ANSWERED, ticket=True),
    (State.RINGING, Event.HANGUP): Step(State.ABANDONED),
    (State.ANSWERED, Event.NEW): Step(State.ANSWERED, details=True, ticket=True),
    (State.ANSWERED, Event.ANSWER): Step(State.ANSWERED),
    (State.ANSWERED, Event.HANGUP): Step(State.HUNG_UP),
    (State.HUNG_UP, Event.NEW): Step(State.HUNG_UP, details=True),
    (State.HUNG_UP, Event.ANSWER): Step(State.HUNG_UP),
    (State.HUNG_UP, Event.HANGUP): Step(State.HUNG_UP),
    (State.ABANDONED, Event.NEW): Step(State.ABANDONED, details=True),
    (State.ABANDONED, Event.ANSWER): Step(State.HUNG_UP),
    (State.ABANDONED, Event.HANGUP): Step(State.ABANDONED),
}


def step(state: State | None, event: Event) -> Step:
    """What an event does to a call in this state; None: nothing was heard of the call yet."""
    return TABLE[state, event]


_WRITTEN = re.compile(r"\+?[0-9][0-9()\s.-]*")
_ABROAD = re.compile(r"\+81[\s.-]*(\(0\))?0?")  # as a telephone system writes a number of this country


def plain_number(text: str) -> str:
    """The caller's number as digits with its leading zero; empty when it was withheld ("anonymous") or is none."""
    written = text.strip()
    if not (written.isascii() and _WRITTEN.fullmatch(written)):
        return ""
    digits = re.sub("[^0-9]", "", _ABROAD.sub("0", written, count=1))
    return digits if 4 <= len(digits) <= LONGEST_NUMBER else ""
