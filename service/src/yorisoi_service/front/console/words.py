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
from yorisoi_service.desk.rules.triage import Decision

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
        _("Three checks failed. Call back under the registered telephone number."),
        _("I cannot confirm who is calling. I will call you back under the telephone number you registered."),
    ),
    "not_decided": Reason(_("Choose what kind of request it is.")),
    "scope_phone_only": Reason(_("By telephone only: no remote session for this kind of request.")),
    "scope_referred": Reason(_("Not covered: refer the caller to the right place, and note it in the outcome.")),
    "scope_refused": Reason(_("This request is refused. Note nothing of its content.")),
    "device_not_ticked": Reason(_("First condition: the device starts and is on our line.")),
    "operations_not_ticked": Reason(_("Second condition: the caller does what we ask at the device.")),
    "terms_not_accepted": Reason(_("The present terms were not accepted yet. Read them aloud.")),
    "second_factor_old": Reason(_("Given too long ago for taking a pass. Give it again.")),
}

CATEGORIES: dict[str, Reason] = {
    "listed_device": Reason(_("Device on the list: PC, monitor, keyboard, mouse, printer, router, Wi-Fi, hub, webcam")),
    "listed_software": Reason(_("Software on the list: Windows, macOS, browser, mail, media player, antivirus")),
    "listed_service": Reason(_("Our internet and mail, other internet services")),
    "first_setup": Reason(_("First setup of other software: installing, starting once")),
    "phone_or_tablet": Reason(
        _("Phone or tablet on the home Wi-Fi"), _("Please connect the phone or tablet to the Wi-Fi at your home.")
    ),
    "agreed_by_lead": Reason(_("Not on the list, agreed by the desk lead")),
    "replacement_advice": Reason(
        _("What to buy instead: advice only"), _("I can explain what to look for. I cannot sell or order anything.")
    ),
    "no_internet": Reason(
        _("No internet: telephone only"),
        _("Without a connection we cannot help from a distance. I will tell you what can be checked by telephone."),
    ),
    "fake_alert": Reason(
        _("False warning or foreign remote program"),
        _("Please do not call the number shown and do not pay. Advice: consumer hotline 188, police #9110."),
    ),
    "usage_help": Reason(
        _("How to use an application (Excel, CAD and the like)"),
        _("We help with first steps such as installing. How to use an application is not part of this service."),
    ),
    "corporate": Reason(
        _("Settings of a company"),
        _("Settings for a company's network are not part of this service. Please ask there."),
    ),
    "unsupported_setting": Reason(
        _("Setting the maker does not guarantee"), _("We cannot make settings that the maker does not guarantee.")
    ),
    "data_recovery": Reason(
        _("Deleted data"),
        _("We cannot bring deleted data back. Please ask the maker, and do not use the disk until then."),
    ),
    "repair": Reason(_("Repair"), _("I am sorry: for faults and repairs, please ask the maker of the device.")),
    "environment": Reason(
        _("The device or connection does not permit it"),
        _("I am sorry: this device does not meet the conditions for help from a distance."),
    ),
    "illegal_or_suspect": Reason(_("May break the law"), _("We cannot help with this, because it may break the law.")),
}

DECISIONS: dict[str, Words] = {
    Decision.REMOTE: _("Remote session possible"),
    Decision.VIEW_ONLY: _("Looking only, no control"),
    Decision.PHONE_ONLY: _("By telephone only"),
    Decision.REFERRED: _("Refer to somebody else"),
    Decision.REFUSED: _("Refuse"),
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
    ("identity", "called_back"): _("Called back under the registered number"),
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
