"""What the subscriber's own signed log says about consents, and when: entries in, rows of the letter out.

An entry tells the session's own milliseconds, the service knows when it arrived. An entry never arrives before it
happened, so the smallest difference of the two is the best word on when the session began; a late one does not shift
its time. Nothing is ever said to have happened after it was heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from yorisoi_protocol.vocabulary import GateEvent, Permission

LONGEST_S = 2 * 86_400  # milliseconds beyond two days are no time of a session
_ENDS = (GateEvent.REVOKED, GateEvent.GIVEN_BACK, GateEvent.LAPSED, GateEvent.SPENT, GateEvent.TAKEN)
_UNGIVEN = {GateEvent.DENIED: "denied", GateEvent.EXPIRED: "unanswered"}
FILES = (Permission.FILE_TO_SUBSCRIBER, Permission.FILE_FROM_SUBSCRIBER)


@dataclass(frozen=True)
class Said:
    """One verified entry: what happened, to which permission, in which question or grant."""

    event: str
    permission: str
    number: int
    at_ms: int
    received_at: datetime


@dataclass(frozen=True)
class Given:
    """What became of one question. `end`: how the consent ended, "denied", "unanswered"; "open": the log is whole and
    tells no end, so it stood until the connection's; "unseen": its end may be in what is missing."""

    permission: str
    began: datetime
    ended: datetime | None
    end: str


def consents(log: Sequence[Said], *, is_whole: bool) -> tuple[Given, ...]:
    """Every answered question in order, each consent with its end. A question that was taken back is none."""
    at = _times(log)
    found: list[Given] = []
    for place, said in enumerate(log):
        if said.event in _UNGIVEN:
            found.append(Given(said.permission, at[place], None, _UNGIVEN[GateEvent(said.event)]))
        elif said.event == GateEvent.GRANTED:
            end = next((n for n in range(place + 1, len(log)) if _ends(log[n], said)), None)
            if end is None:
                found.append(Given(said.permission, at[place], None, "open" if is_whole else "unseen"))
            else:
                found.append(Given(said.permission, at[place], at[end], str(log[end].event)))
    return tuple(found)


def files(log: Sequence[Said], *, could: bool, is_whole: bool) -> str:
    """Was a file transferred: "some", "none", or "unknown" where it `could` and the log's end is missing."""
    if any(said.event == GateEvent.SPENT and said.permission in FILES for said in log):
        return "some"
    return "unknown" if could and not is_whole else "none"


def _ends(said: Said, grant: Said) -> bool:
    return said.event in _ENDS and said.permission == grant.permission and said.number == grant.number


def _times(log: Sequence[Said]) -> list[datetime]:
    usable = [said for said in log if 0 <= said.at_ms <= LONGEST_S * 1_000]
    if not usable:
        return [said.received_at for said in log]
    began = min(said.received_at - timedelta(milliseconds=said.at_ms) for said in usable)
    return [
        began + timedelta(milliseconds=said.at_ms) if 0 <= said.at_ms <= LONGEST_S * 1_000 else said.received_at
        for said in log
    ]
