"""The shared traces: the gate replays them to the letter, and they notice every planted fault."""

import json
from pathlib import Path
from typing import Any

import pytest
from yorisoi_protocol.consent.gate import Gate
from yorisoi_protocol.testing.faults import GATE, GATE_FAULTS, Fault, planted
from yorisoi_protocol.testing.traces import made_traces, replay
from yorisoi_protocol.vocabulary import Permission

FILES = sorted((Path(__file__).parents[2] / "vectors/gate").glob("*.json"))
TRACES: list[dict[str, Any]] = [json.loads(path.read_text("utf-8")) for path in FILES]
RESULTS = {"answer", "deadline", "log", "snapshot", "ending"}


def replayed(gate_type: Any, trace: dict[str, Any]) -> list[dict[str, Any]]:
    allowed = trace["allowed"]
    bare = [{key: value for key, value in step.items() if key not in RESULTS} for step in trace["steps"]]
    return replay(gate_type(None if allowed is None else [Permission(each) for each in allowed]), bare)


@pytest.mark.parametrize("trace", TRACES, ids=[path.stem for path in FILES])
def test_the_gate_does_what_the_trace_says(trace: dict[str, Any]) -> None:
    assert replayed(Gate, trace) == trace["steps"]


def test_every_script_has_its_file_and_every_file_its_script() -> None:
    assert {trace["name"] for trace in TRACES} == {trace["name"] for trace in made_traces(Gate)}


@pytest.mark.parametrize("fault", GATE_FAULTS, ids=[fault.name for fault in GATE_FAULTS])
def test_the_traces_notice_a_planted_fault(fault: Fault) -> None:
    wrong = planted(GATE, fault).Gate
    assert any(notices(trace, wrong) for trace in TRACES)


def notices(trace: dict[str, Any], wrong: Any) -> bool:
    try:
        return replayed(wrong, trace) != trace["steps"]
    except Exception:  # a gate that stumbles is noticed too
        return True
