"""Where a call stands in its flow, so that the page can say what to tell the caller now.

greeting -> check -> prepare -> identity -> problem [-> instead] -> checklist -> terms -> number -> view -> control -> work
         -> confirm -> closing -> done

The order of the gates is the order of the call. A gate that shuts again leads back to its step.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from yorisoi_service.desk.rules.gates import GateName


class Step(StrEnum):
    GREETING = "greeting"
    CHECK = "check"
    PREPARE = "prepare"  # the three things, always before the identity check (R33)
    IDENTITY = "identity"
    PROBLEM = "problem"
    CALL_BACK = "call_back"  # typing helps no more: the caller is told of the call back
    INSTEAD = "instead"  # the decision allows no session
    CHECKLIST = "checklist"
    TERMS = "terms"
    NUMBER = "number"
    VIEW = "view"
    CONTROL = "control"
    WORK = "work"
    CLOSING = "closing"
    DONE = "done"


@dataclass(frozen=True)
class Moment:
    """What the step is read from. `closed` are the shut gates; `may_control` whether the decision allows it at all."""

    caller_known: bool
    closed: Collection[str]
    finished: bool
    decided_against: bool = False
    connecting: bool = False
    live: bool = False
    sees: bool = False
    controls: bool = False
    may_control: bool = True
    had_session: bool = False
    to_call_back: bool = False


_AT_GATE = (
    (GateName.HOURS, (Step.CHECK,)),
    (GateName.CONTRACT, (Step.CHECK,)),
    (GateName.LINE, (Step.CHECK,)),
    (GateName.IDENTITY, (Step.PREPARE, Step.IDENTITY)),
    (GateName.SCOPE, (Step.PROBLEM,)),
    (GateName.CHECKLIST, (Step.CHECKLIST,)),
    (GateName.TERMS, (Step.TERMS,)),
)


def present(moment: Moment) -> tuple[Step, ...]:
    """What is said now, in this order; mostly one step."""
    if moment.finished:
        return (Step.DONE,)
    if moment.connecting:
        return (Step.VIEW,)
    if moment.live:
        if not moment.sees:
            return (Step.VIEW,)
        return (Step.WORK,) if moment.controls or not moment.may_control else (Step.CONTROL, Step.WORK)
    if not moment.caller_known:
        return (Step.GREETING,)
    if moment.had_session:
        return (Step.CLOSING,)
    if moment.decided_against:
        return (Step.INSTEAD,)
    for gate, steps in _AT_GATE:
        if gate in moment.closed:
            return (Step.CALL_BACK,) if gate == GateName.IDENTITY and moment.to_call_back else steps
    return (Step.NUMBER,)
