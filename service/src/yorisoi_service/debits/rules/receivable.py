"""What becomes of money that is owed and collected by direct debit: one table of steps, and what each result code asks.

    open -> requested -> paid
                      -> failed -> carried -> requested -> paid | failed -> slip -> paid | written_off

A receivable is one subscriber's one month. It is debited at most twice: with its own month, and once more together
with the next one (two charges, one debit). After that, or where no debit is possible, it is paid by slip (section 3.2).
"""

from enum import StrEnum

MOST_DEBITS = 2  # with its own month, and once with the next


class State(StrEnum):
    """Where a receivable stands."""

    OPEN = "open"
    REQUESTED = "requested"
    PAID = "paid"
    FAILED = "failed"
    CARRIED = "carried"
    SLIP = "slip"
    WRITTEN_OFF = "written_off"


class Step(StrEnum):
    """What can happen to one."""

    REQUEST = "request"  # it stands in a debit file
    COLLECT = "collect"  # the bank debited it
    FAIL = "fail"  # the bank did not
    CARRY = "carry"  # it goes along with the next month
    SLIP = "slip"  # it is paid by slip instead
    SETTLE = "settle"  # a slip was paid, or a credit met all of it
    WRITE_OFF = "write_off"  # nobody collects it any more
    REOPEN = "reopen"  # its file was discarded before the bank had it
    RECARRY = "recarry"  # the same, for one that was carried over


TABLE: dict[tuple[State, Step], State] = {
    (State.OPEN, Step.REQUEST): State.REQUESTED,
    (State.OPEN, Step.SLIP): State.SLIP,
    (State.OPEN, Step.SETTLE): State.PAID,
    (State.REQUESTED, Step.COLLECT): State.PAID,
    (State.REQUESTED, Step.FAIL): State.FAILED,
    (State.REQUESTED, Step.REOPEN): State.OPEN,
    (State.REQUESTED, Step.RECARRY): State.CARRIED,
    (State.FAILED, Step.CARRY): State.CARRIED,
    (State.FAILED, Step.SLIP): State.SLIP,
    (State.FAILED, Step.SETTLE): State.PAID,
    (State.FAILED, Step.WRITE_OFF): State.WRITTEN_OFF,
    (State.CARRIED, Step.REQUEST): State.REQUESTED,
    (State.CARRIED, Step.SLIP): State.SLIP,
    (State.CARRIED, Step.SETTLE): State.PAID,
    (State.SLIP, Step.SETTLE): State.PAID,
    (State.SLIP, Step.WRITE_OFF): State.WRITTEN_OFF,
    (State.SLIP, Step.REOPEN): State.OPEN,
    (State.SLIP, Step.RECARRY): State.CARRIED,
}

COLLECTABLE = (State.OPEN, State.CARRIED)  # what the next debit file takes
CREDITABLE = (State.OPEN, State.FAILED, State.CARRIED, State.SLIP, State.WRITTEN_OFF)  # what a credit may meet


class Illegal(Exception):
    """A step that the table does not have."""

    def __init__(self, state: State, step: Step) -> None:
        super().__init__(f"{step} from {state}")
        self.state = state
        self.step = step


def after(state: State, *steps: Step) -> State:
    """The state after these steps. Raises Illegal for one that cannot be taken."""
    for step in steps:
        if (state, step) not in TABLE:
            raise Illegal(state, step)
        state = TABLE[state, step]
    return state


class Code(StrEnum):
    """The bank's word on one debit. 5, 6 and 7 are defined nowhere; they are treated like 9."""

    DONE = "0"
    SHORT = "1"  # not enough money in the account
    NO_ACCOUNT = "2"
    STOPPED_BY_HOLDER = "3"
    NO_MANDATE = "4"
    UNDEFINED_5 = "5"
    UNDEFINED_6 = "6"
    UNDEFINED_7 = "7"
    STOPPED_BY_US = "8"
    OTHER = "9"


ENDS_MANDATE = frozenset({Code.NO_ACCOUNT, Code.STOPPED_BY_HOLDER, Code.NO_MANDATE})


def steps_after(code: Code, *, debits: int) -> tuple[Step, ...]:
    """What follows from the bank's word. `debits`: how often this receivable was in a file, this time included.

    Ends in `failed` where a person has to decide (9, and the undefined 5 to 7).
    """
    if code is Code.DONE:
        return (Step.COLLECT,)
    if code is Code.SHORT:
        return (Step.FAIL, Step.CARRY if debits < MOST_DEBITS else Step.SLIP)
    if code in ENDS_MANDATE:
        return (Step.FAIL, Step.SLIP)
    if code is Code.STOPPED_BY_US:
        return (Step.FAIL, Step.WRITE_OFF)
    return (Step.FAIL,)


def step_back(*, debits: int) -> Step:
    """What undoes a file that never reached the bank. `debits`: how often the receivable was in one before."""
    return Step.REOPEN if debits == 0 else Step.RECARRY
