"""The sentences of the desk's codes: why a gate is shut, what to read aloud, how a session is shown.

Tables only. A code without a sentence fails the tests, not the call.
"""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from yorisoi_protocol.vocabulary import Ending, Permission

from yorisoi_service.desk.rules.gates import GateName
from yorisoi_service.desk.rules.outcome import Outcome
from yorisoi_service.desk.rules.shown import Shown

Words: TypeAlias = str | Promise

GATES: dict[str, Words] = {
    GateName.HOURS: _("Opening hours"),
    GateName.CONTRACT: _("Contract"),
    GateName.LINE: _("Line and connection"),
    GateName.IDENTITY: _("Identity"),
    GateName.SCOPE: _("Scope"),
    GateName.CHECKLIST: _("Checklist"),
    GateName.TERMS: _("Terms"),
    "second_factor": _("Your second factor"),
}


@dataclass(frozen=True)
class Reason:
    """Why a gate is shut, for the communicator, and what the caller is told (empty: nothing to say yet)."""

    why: Words
    say: Words = ""


REASONS: dict[str, Reason] = {
    "desk_closed": Reason(
        _("The desk is closed now."),
        _("Our opening hours are {opens} to {closes}, every day. Please call again then."),
    ),
    "caller_unknown": Reason(_("Choose the caller and the line first.")),
    "no_active_contract": Reason(
        _("No active support contract on this line today."),
        _("I am sorry: there is no support contract on this line. To apply, please call our office at {office}."),
    ),
    "support_suspended": Reason(
        _("The office has suspended the support of this contract."),
        _("I am sorry: we cannot help today. Our office tells you more: {office}."),
    ),
    "line_closed": Reason(
        _("The line is not open today."),
        _("I am sorry: we can help on our own internet lines only, and this line is not open today."),
    ),
    "network_refused": Reason(
        _("The connection comes from another provider's network."),
        _("This service works on our own internet line only. Please connect the device to the line at your home."),
    ),
    "network_needs_reason": Reason(
        _("The connection does not come from our own network. Write the reason for the exception."),
        _("Is the device connected to the internet line at your home, not to a mobile network?"),
    ),
    "identity_not_checked": Reason(
        _("Not checked yet: customer number, and two of name, address, telephone."),
        _("Please have the paper from your internet contract ready. May I have the customer number written on it?"),
    ),
    "call_back": Reason(
        _("Call back under a registered telephone number: typing helps no more."),
        _("I cannot confirm who is calling. I will call you back under the telephone number you registered."),
    ),
    "caller_not_registered": Reason(
        _("The caller is not the subscriber, and nobody named them for the household."),
        _("May I speak with the subscriber? Otherwise I will call back under the registered telephone number."),
    ),
    "household_not_supported": Reason(
        _("Only the subscriber may ask for support here."),
        _("I can help the subscriber only. Could you ask them to come to the telephone?"),
    ),
    "not_decided": Reason(_("Choose what kind of request it is.")),
    "scope_phone_only": Reason(_("By telephone only: no remote session for this kind of request.")),
    "scope_desk_lead": Reason(_("A desk lead decides whether we help with this.")),
    "scope_refer": Reason(_("Not covered: refer the caller to the right place, and note it in the outcome.")),
    "scope_refuse": Reason(_("Not covered: say so kindly, and note it in the outcome.")),
    "scope_safety_script": Reason(_("No session now: follow the steps with the caller.")),
    "device_not_ticked": Reason(_("First condition: the device starts and is on our line.")),
    "operations_not_ticked": Reason(_("Second condition: the caller does what we ask at the device.")),
    "terms_not_accepted": Reason(_("The present terms were not accepted yet. Read them aloud.")),
    "second_factor_old": Reason(_("Given too long ago for taking a pass. Give it again.")),
}

SHOWN: dict[str, Words] = {
    Shown.WAITING: _("Pass shown to the subscriber"),
    Shown.CONNECTING: _("Connecting"),
    Shown.LIVE: _("Session running"),
    Shown.NEVER_USED: _("Pass never used"),
    Shown.NOT_CLOSED: _("NOT CLOSED: the program's removal is not confirmed"),
    Shown.REMOVED: _("Closed. The program's removal is confirmed."),
    Shown.LEFT_TO_SYSTEM: _("Closed. Removal was left to the system and is not confirmed."),
    Shown.REMOVAL_FAILED: _("Closed. The program could NOT be removed: tell the subscriber how."),
    Shown.EXPLAINED: _("Closed with a written explanation. Removal is not confirmed."),
}

ENDINGS: dict[str, Words] = {
    Ending.FINISHED: _("Work finished"),
    Ending.STOPPED_BY_SUBSCRIBER: _("Stopped by the subscriber"),
    Ending.STOPPED_BY_COMMUNICATOR: _("Ended by the communicator"),
    Ending.STOPPED_BY_DESK_LEAD: _("Ended by the desk lead"),
    Ending.TIME_OVER: _("The planned time was over"),
    Ending.HANDED_OVER: _("Handed over to a colleague"),
    Ending.MAIN_OVER: _("Looking along ended with the session"),
    Ending.WRONG_PASS: _("Wrong number"),
    Ending.PASS_EXPIRED: _("The number expired"),
    Ending.PROTOCOL_BROKEN: _("Ended for safety: unexpected message"),
    Ending.CERTIFICATE_CHANGED: _("Ended for safety: another device answered"),
    Ending.NOT_CONNECTED: _("No connection came about"),
    Ending.SILENT: _("Connection lost for more than 90 seconds"),
    Ending.IDLE: _("Nothing happened for ten minutes"),
    Ending.LOST: _("Both sides were away for ten minutes"),
    Ending.FAILED: _("Ended by a fault"),
}

PERMISSIONS: dict[str, Words] = {
    Permission.VIEW: _("seeing the screen"),
    Permission.CONTROL: _("mouse and keyboard"),
    Permission.CLIPBOARD: _("text of the clipboard"),
    Permission.FILE_TO_SUBSCRIBER: _("a file to the subscriber"),
    Permission.FILE_FROM_SUBSCRIBER: _("a file from the subscriber"),
    Permission.SYSTEM_INFO: _("facts about the device"),
    Permission.REBOOT: _("restarting the device"),
    Permission.RECORDING: _("recording"),
}

EVENTS: dict[str, Words] = {
    "verified": _("Connection verified"),
    "asked": _("Asked for"),
    "denied": _("Denied by the subscriber"),
    "expired": _("Not answered"),
    "withdrawn": _("Question withdrawn"),
    "granted": _("Granted by the subscriber"),
    "revoked": _("Taken back by the subscriber"),
    "given_back": _("Given back by the communicator"),
    "lapsed": _("Time ran out"),
    "spent": _("Used once"),
    "taken": _("Ended by itself (pause, silence, or the end)"),
    "silent": _("Connection silent"),
    "heard": _("Connection back"),
    "paused": _("Paused by the subscriber"),
    "resumed": _("Resumed by the subscriber"),
    "ended": _("Session ended"),
}

ANSWERS: dict[tuple[str, str], Words] = {
    ("identity", "passed"): _("Identity confirmed"),
    ("identity", "failed"): _("Identity check failed"),
    ("identity", "to_call_back"): _("Call back asked for"),
    ("identity", "called_back_landline"): _("Called back under the registered landline number"),
    ("identity", "called_back_mobile"): _("Called back under the registered mobile number"),
    ("caller", "subscriber"): _("The subscriber speaks"),
    ("caller", "member"): _("Somebody of the household speaks"),
    ("caller", "other"): _("Somebody else speaks"),
    ("device", "yes"): _("Device starts and is on our line: yes"),
    ("device", "no"): _("Device starts and is on our line: no"),
    ("operations", "yes"): _("Caller does what we ask: yes"),
    ("operations", "no"): _("Caller does what we ask: no"),
    ("network", "exception"): _("Exception for the connection"),
}

OUTCOMES: dict[str, Words] = {
    Outcome.RESOLVED: _("Resolved"),
    Outcome.PARTLY: _("Partly resolved"),
    Outcome.REFERRED: _("Referred to somebody else"),
    Outcome.NOT_POSSIBLE: _("Not possible"),
}

CHANNELS: dict[str, Words] = {"landline": _("Landline number"), "mobile": _("Mobile number")}

REGISTERED: dict[str, Words] = {"landline": _("registered landline"), "mobile": _("registered mobile number")}

MARKED: dict[str, Words] = {
    "customer_number": _("customer number"),
    "name": _("name"),
    "phone": _("telephone"),
    "address": _("address"),
    "member": _("member of the household"),
}

CLOSINGS: dict[str, Words] = {
    "reached": _("The subscriber was reached."),
    "withdrawn": _("The subscriber wants no call any more."),
    "given_up": _("Nobody was reached; no further try."),
}
