from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.desk.rules.gates import Facts, GateName, judge
from yorisoi_service.desk.rules.triage import CATEGORIES, Decision
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
    category="listed_device",
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
        ({"line_open": False}, ("line",), "line_closed"),
        ({"network": Policy.ASK}, ("line",), "network_needs_reason"),
        ({"network": Policy.REFUSE}, ("line",), "network_refused"),
        ({"network": Policy.REFUSE, "network_reason": True}, ("line",), "network_refused"),
        ({"terms_accepted": False}, ("terms",), "terms_not_accepted"),
        ({"desk_open": False}, ("hours",), "desk_closed"),
        ({"identity_passed": False}, ("identity",), "identity_not_checked"),
        ({"identity_passed": False, "identity_failures": 3}, ("identity",), "call_back"),
        ({"category": ""}, ("scope",), "not_decided"),
        ({"category": "no_such_thing"}, ("scope",), "not_decided"),
        ({"category": "no_internet"}, ("scope",), "scope_phone_only"),
        ({"category": "illegal_or_suspect"}, ("scope",), "scope_refused"),
        ({"category": "repair"}, ("scope",), "scope_referred"),
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


def test_an_asking_network_passes_with_a_reason() -> None:
    assert judge(replace(GOOD, network=Policy.ASK, network_reason=True)).open


def test_before_a_pass_is_typed_only_the_line_itself_is_judged() -> None:
    assert judge(replace(GOOD, network=None)).open


@given(
    st.builds(
        Facts,
        **{f.name: st.booleans() for f in fields(Facts) if f.type == "bool" or f.type is bool},
        network=st.sampled_from([None, *Policy]),
        identity_failures=st.integers(0, 5),
        category=st.sampled_from(["", *CATEGORIES]),
    )
)
def test_the_gates_open_only_when_all_of_it_is_in_order(facts: Facts) -> None:
    wanted = (
        facts.caller_known
        and facts.contract_active
        and facts.line_open
        and (facts.network in (None, Policy.ALLOW) or (facts.network is Policy.ASK and facts.network_reason))
        and facts.terms_accepted
        and facts.desk_open
        and facts.identity_passed
        and facts.category in CATEGORIES
        and CATEGORIES[facts.category].decision in (Decision.REMOTE, Decision.VIEW_ONLY)
        and facts.device_ticked
        and facts.operations_ticked
    )
    assert judge(facts).open is bool(wanted)
