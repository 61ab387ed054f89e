"""What is said now follows from where the call stands; the three things to have ready come before the identity check."""

from dataclasses import replace

import pytest
from yorisoi_service.desk.rules.gates import GateName
from yorisoi_service.desk.rules.script import Moment, Step, present

ALL = frozenset(str(name) for name in GateName)
KNOWN = Moment(caller_known=True, closed=ALL - {"hours", "contract", "line"}, finished=False)


def test_a_call_goes_through_every_step_in_order() -> None:
    said = [present(Moment(caller_known=False, closed=ALL, finished=False))]
    closed = ALL
    for gates in ({"hours", "contract", "line"}, {"identity"}, {"scope"}, {"checklist"}, {"terms"}):
        said.append(present(replace(KNOWN, closed=closed)))
        closed -= gates
    said.append(present(replace(KNOWN, closed=closed)))
    live = replace(KNOWN, closed=closed, live=True)
    said += [
        present(replace(KNOWN, closed=closed, connecting=True)),
        present(live),
        present(replace(live, sees=True)),
        present(replace(live, sees=True, controls=True)),
        present(replace(KNOWN, had_session=True)),
        present(replace(KNOWN, finished=True)),
    ]
    assert said == [
        (Step.GREETING,),
        (Step.CHECK,),
        (Step.PREPARE, Step.IDENTITY),
        (Step.PROBLEM,),
        (Step.CHECKLIST,),
        (Step.TERMS,),
        (Step.NUMBER,),
        (Step.VIEW,),
        (Step.VIEW,),
        (Step.CONTROL, Step.WORK),
        (Step.WORK,),
        (Step.CLOSING,),
        (Step.DONE,),
    ]


@pytest.mark.parametrize("gate", sorted(ALL))
def test_a_gate_that_shuts_again_leads_back_to_its_step(gate: str) -> None:
    assert present(replace(KNOWN, closed={gate})) != (Step.NUMBER,)


def test_control_is_not_asked_for_where_the_decision_does_not_allow_it() -> None:
    looking = Moment(caller_known=True, closed=(), finished=False, live=True, sees=True, may_control=False)
    assert present(looking) == (Step.WORK,)


def test_a_decision_against_a_session_is_not_followed_by_the_checklist() -> None:
    assert present(replace(KNOWN, closed={"scope", "checklist"}, decided_against=True)) == (Step.INSTEAD,)


def test_who_is_to_be_called_back_is_not_asked_for_the_paper_again() -> None:
    moment = replace(KNOWN, closed={"identity", "scope"}, to_call_back=True)
    assert present(moment) == (Step.CALL_BACK,)
    assert present(replace(moment, closed={"scope"})) == (Step.PROBLEM,)
