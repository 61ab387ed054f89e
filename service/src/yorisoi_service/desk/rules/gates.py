"""The gates before a claim: facts in, verdict out. They are computed afresh inside every claim and never stored.

contract   an active contract on the caller's line (R01, R13, R22), its support not suspended (T9)
line       the line exists and is open; the connection comes from the provider's network, or a communicator gave a
           reason for the exception (R13)
terms      the present terms version was accepted on the form or read aloud (R11)
hours      the desk is open (R34)
identity   the caller was checked and may ask for support, or was called back (R33)
scope      the newest decision lets the request become a session (R14 to R22, R35)
checklist  both conditions of R23 are ticked
"""

from dataclasses import dataclass
from enum import StrEnum

from yorisoi_service.desk.rules.identity import Caller
from yorisoi_service.desk.rules.triage import CLAIMING, Decision
from yorisoi_service.remote.rules.networks import Policy


class GateName(StrEnum):
    CONTRACT = "contract"
    LINE = "line"
    TERMS = "terms"
    HOURS = "hours"
    IDENTITY = "identity"
    SCOPE = "scope"
    CHECKLIST = "checklist"


@dataclass(frozen=True)
class Facts:
    """What is known about a ticket at one moment.

    `network` is None as long as no pass was typed: then nobody has connected, and only the line itself is judged.
    `decision` is the newest one's, empty before the first.
    """

    caller_known: bool
    contract_active: bool
    line_open: bool
    network: Policy | None
    network_reason: bool
    terms_accepted: bool
    desk_open: bool
    identity_passed: bool
    identity_failures: int
    to_call_back: bool
    called_back: bool
    caller: Caller
    household_support: bool
    decision: str
    device_ticked: bool
    operations_ticked: bool
    support_suspended: bool = False  # by the office, while fees are unpaid (T9)


@dataclass(frozen=True)
class Gate:
    """One gate; `reason` is a stable code for its sentence, empty when open."""

    name: GateName
    open: bool
    reason: str = ""


@dataclass(frozen=True)
class Verdict:
    gates: tuple[Gate, ...]

    @property
    def open(self) -> bool:
        return all(gate.open for gate in self.gates)

    @property
    def closed(self) -> tuple[str, ...]:
        """Names of the closed gates, in the order of the call."""
        return tuple(str(gate.name) for gate in self.gates if not gate.open)


MAX_IDENTITY_FAILURES = 3  # then only a call back to the registered telephone helps


def judge(facts: Facts) -> Verdict:
    """Every gate with its reason, in the order in which a call meets them."""
    reasons = {
        GateName.HOURS: _unless(facts.desk_open, "desk_closed"),
        GateName.CONTRACT: _contract(facts),
        GateName.LINE: _line(facts),
        GateName.IDENTITY: _identity(facts),
        GateName.SCOPE: _scope(facts.decision),
        GateName.CHECKLIST: _checklist(facts),
        GateName.TERMS: _unless(facts.terms_accepted, "terms_not_accepted"),
    }
    return Verdict(tuple(Gate(name, reason == "", reason) for name, reason in reasons.items()))


def _unless(held: bool, reason: str) -> str:
    return "" if held else reason


def _contract(facts: Facts) -> str:
    if not facts.caller_known:
        return "caller_unknown"
    if not facts.contract_active:
        return "no_active_contract"
    return _unless(not facts.support_suspended, "support_suspended")


def _line(facts: Facts) -> str:
    if not facts.caller_known:
        return "caller_unknown"
    if not facts.line_open:
        return "line_closed"
    if facts.network is Policy.REFUSE:
        return "network_refused"
    if facts.network is Policy.ASK and not facts.network_reason:
        return "network_needs_reason"
    return ""


def _identity(facts: Facts) -> str:
    if facts.called_back:
        return ""
    if facts.to_call_back or facts.identity_failures >= MAX_IDENTITY_FAILURES:
        return "call_back"
    if facts.caller is Caller.OTHER:
        return "caller_not_registered"
    if not facts.identity_passed:
        return "identity_not_checked"
    if facts.caller is Caller.MEMBER:
        return _unless(facts.household_support, "household_not_supported")
    return ""


def _scope(decision: str) -> str:
    if decision not in {str(known) for known in Decision}:
        return "not_decided"
    return "" if decision in CLAIMING else f"scope_{decision}"


def _checklist(facts: Facts) -> str:
    if not facts.device_ticked:
        return "device_not_ticked"
    return _unless(facts.operations_ticked, "operations_not_ticked")
