"""The judge of the exchange is judged: it notices every fault planted into run, sealing, CPace and descriptions."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import msgspec
import pytest
from yorisoi_protocol.broker import Person
from yorisoi_protocol.exchange.errors import ExchangeError
from yorisoi_protocol.limits import MAX_SKIPPED
from yorisoi_protocol.peer import M1, M2, M3, M4, Candidate, Description, exchange
from yorisoi_protocol.testing import talks
from yorisoi_protocol.testing.faults import CPACE, EXCHANGE_FAULTS, NO_FAULT, RUN, SDP, SEALER, Fault, planted

CANDIDATE = Candidate("", "0")
BROKEN: list[Any] = [exchange.decode(case["message"]) for case in talks.exchange_case()["broken"]]


def module_with(where: str, fault: Fault) -> ModuleType:
    """The run's module, itself or what it stands on with the fault in it."""
    if where == RUN:
        return planted(RUN, fault)
    run, wrong = planted(RUN, NO_FAULT), planted(where, fault)
    names = ("CPace", "lv_cat") if where == CPACE else ("sdp",) if where == SDP else ("Sealer", "SUITE")
    for name in names:
        setattr(run, name, wrong if name == "sdp" else getattr(wrong, name))
    return run


def refusal(step: Callable[[], object]) -> str:
    try:
        step()
    except ExchangeError as error:
        return f"{type(error).__name__} {error.ending}"
    return "done"


def sides(module: ModuleType) -> tuple[Any, Any]:
    person = Person(talks.NUMBER, talks.NAME)
    common: dict[str, Any] = {
        "origin": talks.ORIGIN,
        "one_time_pass": talks.PASS,
        "nonce": talks.NONCE,
        "public_key": talks.KEY,
    }
    s = module.SubscriberRun(**common, draw=talks.draws("subscriber"))
    s.claimed(person)
    return s, module.CommunicatorRun(**common, communicator=person, draw=talks.draws("communicator"))


def shown(module: ModuleType) -> list[Any]:
    """Everything a run shows: its messages, its refusals, and what it does with what it must not take."""
    s, c = sides(module)
    m2 = s.m1(c.m1)
    seen: list[Any] = [c.m1, m2, refusal(lambda: s.m1(c.m1)), talks.PASS.secret in str(vars(s))]
    m3 = c.m3(m2, talks.OFFER)
    seen += [m3, s.m3(m3), refusal(lambda: s.m3(m3))]
    m4 = s.m4(talks.ANSWER)
    seen += [m4, c.m4(m4), refusal(lambda: c.m4(m4))]
    sealed = c.seal("candidate", CANDIDATE)
    seen += [sealed, refusal(lambda: c.open(sealed))]
    seen += [s.open(sealed), refusal(lambda: s.open(sealed))]
    for _ in range(MAX_SKIPPED + 1):
        c.seal("candidate", CANDIDATE)
    seen.append(refusal(lambda: s.open(c.seal("candidate", CANDIDATE))))
    other = Description("answer", talks.ANSWER.sdp.replace("0B", "0C"))
    seen += [refusal(lambda: s.seal("re-answer", other)), str(s.state)]
    for bad in BROKEN:
        seen.append(_through(*sides(module), bad))
    return [msgspec.to_builtins(each) if isinstance(each, msgspec.Struct) else each for each in seen]


def _through(s: Any, c: Any, bad: M1 | M2 | M3 | M4) -> tuple[int, str, str, str]:
    step = 0

    def go() -> None:
        nonlocal step
        m2 = s.m1(bad if isinstance(bad, M1) else c.m1)
        step = 1
        m3 = c.m3(bad if isinstance(bad, M2) else m2, talks.OFFER)
        step = 2
        s.m3(bad if isinstance(bad, M3) else m3)
        m4 = s.m4(talks.ANSWER)
        step = 3
        c.m4(bad if isinstance(bad, M4) else m4)

    said = refusal(go)
    return step, said, str(s.state), str(c.state)


HONEST = shown(planted(RUN, NO_FAULT))


@pytest.mark.parametrize(
    ("where", "text"),
    [(CPACE, "import hashlib"), (SEALER, "_TAG_BYTES = 16"), (SDP, "import re"), (RUN, "import hashlib")],
)
def test_nothing_is_noticed_where_no_fault_was_planted(where: str, text: str) -> None:
    assert shown(module_with(where, Fault("none", text, text))) == HONEST


@pytest.mark.parametrize(("where", "fault"), EXCHANGE_FAULTS, ids=[fault.name for _, fault in EXCHANGE_FAULTS])
def test_the_judge_notices_a_planted_fault(where: str, fault: Fault) -> None:
    wrong = module_with(where, fault)
    try:
        seen = shown(wrong)
    except Exception:  # a run that stumbles is noticed too
        return
    assert seen != HONEST
