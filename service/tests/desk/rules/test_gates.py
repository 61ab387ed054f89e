from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.desk.rules.gates import Facts, GateName, judge
from yorisoi_service.desk.rules.identity import Caller
from yorisoi_service.desk.rules.triage import CLAIMING, Decision
from yorisoi_service.remote.rules.networks import Policy

GOOD = Facts(
    caller_known=True,
    contract_active=True,
    line_open=True,
    network=Policy.ALLOW,
    network_reason=False,
    terms_accepted=True,
    desk_open=True,
    identity_passed=True,
    identity_failures=0,
    to_call_back=False,
    called_back=False,
    caller=Caller.SUBSCRIBER,
    household_support=True,
    decision="session",
    device_ticked=True,
    operations_ticked=True,
)


def test_everything_in_order_opens_every_gate() -> None:
    verdict = judge(GOOD)
    assert verdict.open
    assert verdict.closed == ()
    assert {gate.name for gate in verdict.gates} == set(GateName)


@pytest.mark.parametrize(
    ("change", "closed", "reason"),
    [
        ({"caller_known": False}, ("contract", "line"), "caller_unknown"),
        ({"contract_active": False}, ("contract",), "no_active_contract"),
        ({"support_suspended": True}, ("contract",), "support_suspended"),
        ({"support_suspended": True, "contract_active": False}, ("contract",), "no_active_contract"),
        ({"line_open": False}, ("line",), "line_closed"),
        ({"network": Policy.ASK}, ("line",), "network_needs_reason"),
        ({"network": Policy.REFUSE}, ("line",), "network_refused"),
        ({"network": Policy.REFUSE, "network_reason": True}, ("line",), "network_refused"),
        ({"terms_accepted": False}, ("terms",), "terms_not_accepted"),
        ({"desk_open": False}, ("hours",), "desk_closed"),
        ({"identity_passed": False}, ("identity",), "identity_not_checked"),
        ({"identity_passed": False, "identity_failures": 3}, ("identity",), "call_back"),
        ({"to_call_back": True}, ("identity",), "call_back"),
        ({"caller": Caller.OTHER}, ("identity",), "caller_not_registered"),
        ({"caller": Caller.OTHER, "identity_passed": False}, ("identity",), "caller_not_registered"),
        ({"caller": Caller.OTHER, "identity_failures": 3}, ("identity",), "call_back"),
        ({"caller": Caller.MEMBER, "household_support": False}, ("identity",), "household_not_supported"),
        ({"decision": ""}, ("scope",), "not_decided"),
        ({"decision": "no_such_thing"}, ("scope",), "not_decided"),
        ({"decision": "phone_only"}, ("scope",), "scope_phone_only"),
        ({"decision": "refuse"}, ("scope",), "scope_refuse"),
        ({"decision": "refer"}, ("scope",), "scope_refer"),
        ({"decision": "desk_lead"}, ("scope",), "scope_desk_lead"),
        ({"decision": "safety_script"}, ("scope",), "scope_safety_script"),
        ({"device_ticked": False}, ("checklist",), "device_not_ticked"),
        ({"operations_ticked": False}, ("checklist",), "operations_not_ticked"),
    ],
)
def test_one_wrong_fact_closes_its_gate_and_says_why(
    change: dict[str, object], closed: tuple[str, ...], reason: str
) -> None:
    verdict = judge(replace(GOOD, **change))
    assert verdict.closed == closed
    assert {gate.reason for gate in verdict.gates if not gate.open} == {reason}


@pytest.mark.parametrize("change", [{"identity_failures": 3}, {"to_call_back": True}, {"caller": Caller.OTHER}])
def test_a_call_back_stands_for_a_passed_check(change: dict[str, object]) -> None:
    assert judge(replace(GOOD, identity_passed=False, called_back=True, **change)).open


def test_somebody_named_for_the_household_may_ask_for_support() -> None:
    assert judge(replace(GOOD, caller=Caller.MEMBER)).open


def test_an_asking_network_passes_with_a_reason() -> None:
    assert judge(replace(GOOD, network=Policy.ASK, network_reason=True)).open


def test_before_a_pass_is_typed_only_the_line_itself_is_judged() -> None:
    assert judge(replace(GOOD, network=None)).open


DRAWN: dict[str, st.SearchStrategy[object]] = {
    **{f.name: st.booleans() for f in fields(Facts) if f.type == "bool" or f.type is bool},
    "network": st.sampled_from([None, *Policy]),
    "identity_failures": st.integers(0, 5),
    "caller": st.sampled_from(Caller),
    "decision": st.sampled_from(["", *Decision]),
}


@st.composite
def nearly_good(draw: st.DrawFn) -> Facts:
    """In order but for a few facts: were each drawn freely, hardly any example would open the gates."""
    changed = sorted(draw(st.sets(st.sampled_from(sorted(DRAWN)), max_size=5)))
    return replace(GOOD, **{name: draw(DRAWN[name]) for name in changed})


@given(nearly_good())
def test_the_gates_open_only_when_all_of_it_is_in_order(facts: Facts) -> None:
    wanted = (
        facts.caller_known
        and facts.contract_active
        and not facts.support_suspended
        and facts.line_open
        and (facts.network in (None, Policy.ALLOW) or (facts.network is Policy.ASK and facts.network_reason))
        and facts.terms_accepted
        and facts.desk_open
        and (
            facts.called_back
            or (
                facts.identity_passed
                and not facts.to_call_back
                and facts.identity_failures < 3
                and (facts.caller is Caller.SUBSCRIBER or (facts.caller is Caller.MEMBER and facts.household_support))
            )
        )
        and facts.decision in CLAIMING
        and facts.device_ticked
        and facts.operations_ticked
    )
    assert judge(facts).open is bool(wanted)
