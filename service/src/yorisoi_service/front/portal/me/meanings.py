"""What the codes in an export mean, for people who read it. The file for programs keeps the codes.

Words that a page of the portal or the desk's tables have already are theirs; a code without words fails a test.
"""

from collections.abc import Mapping
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from yorisoi_protocol.vocabulary import GateEvent, Removal

from yorisoi_service.billing.rules.booking import Kind as Booking
from yorisoi_service.billing.rules.charge import Reason
from yorisoi_service.contracts.rules.story import Channel, EndCause, Kind, Rejection, State, Void
from yorisoi_service.debits.models import Mandate
from yorisoi_service.debits.rules.receivable import State as Owed
from yorisoi_service.desk.models.calls import Closing
from yorisoi_service.desk.models.tickets import Channel as Number
from yorisoi_service.desk.models.tickets import Kind as Noted
from yorisoi_service.desk.rules.calls import State as Call
from yorisoi_service.desk.rules.identity import Caller
from yorisoi_service.desk.rules.survey import Solved
from yorisoi_service.desk.words import DECISIONS, DEVICES, NEEDS, WORDINGS
from yorisoi_service.front.portal.me.helped import ENDINGS, OUTCOMES, PERMISSIONS
from yorisoi_service.letters.rules.kinds import Kind as Letter
from yorisoi_service.letters.rules.kinds import MailState, Way
from yorisoi_service.subscribers.rules.access import Purpose, WishKind

Words: TypeAlias = str | Promise

CHANNELS: dict[str, Words] = {
    Channel.OFFICE: pgettext_lazy("own data", "At our office"),
    Channel.PHONE: pgettext_lazy("own data", "By telephone"),
    Channel.POST: pgettext_lazy("own data", "By post"),
    Channel.WEB: pgettext_lazy("own data", "By our web page"),
}
NUMBERS: dict[str, Words] = {
    Number.LANDLINE: pgettext_lazy("own data", "Telephone at home"),
    Number.MOBILE: pgettext_lazy("own data", "Mobile telephone"),
}
EVENTS: dict[str, Words] = {
    Kind.APPLIED: pgettext_lazy("own data", "You applied"),
    Kind.REJECTED: pgettext_lazy("own data", "The application was not taken"),
    Kind.JOINED: pgettext_lazy("own data", "The contract began"),
    Kind.REJOINED: pgettext_lazy("own data", "The contract began again"),
    Kind.WITHDRAWN: pgettext_lazy("own data", "Taken back: counts as never made"),
    Kind.CANCELLED: pgettext_lazy("own data", "The contract was ended"),
    Kind.CANCELLATION_RESERVED: pgettext_lazy("own data", "An end of the contract was noted for later"),
    Kind.CANCELLATION_UNDONE: pgettext_lazy("own data", "The noted end was taken back"),
    Kind.LINE_CLOSED: pgettext_lazy("own data", "The internet line was closed"),
    Kind.LINE_MOVED: pgettext_lazy("own data", "The internet line moved; the contract goes on"),
    Kind.LINE_SUSPENDED: pgettext_lazy("own data", "The internet line began to rest"),
    Kind.LINE_RESUMED: pgettext_lazy("own data", "The internet line was in use again"),
    Kind.LINE_INHERITED: pgettext_lazy("own data", "The internet line was handed over; the contract goes on"),
    Kind.COURSE_CHANGED: pgettext_lazy("own data", "Another course of the internet contract"),
    Kind.DEVICE_CHANGED: pgettext_lazy("own data", "Another device"),
    Kind.ACCOUNT_CHANGED: pgettext_lazy("own data", "Another account for the internet bill"),
    Kind.CORRECTED: pgettext_lazy("own data", "A mistyped entry was corrected"),
    Kind.SUPPORT_SUSPENDED: pgettext_lazy("own data", "The support was suspended while fees are unpaid"),
    Kind.SUPPORT_RESUMED: pgettext_lazy("own data", "The support went on"),
}
CAUSES: dict[str, Words] = {
    EndCause.REQUEST: pgettext_lazy("own data", "You asked for it"),
    EndCause.LINE_CLOSED: EVENTS[Kind.LINE_CLOSED],
}
VOIDS: dict[str, Words] = {
    Void.WITHDRAWN: pgettext_lazy("own data", "It was taken back"),
    Void.CORRECTED: pgettext_lazy("own data", "It was entered by mistake"),
}
APPLICATIONS: dict[str, Words] = {
    State.APPLIED: pgettext_lazy("own data", "Received"),
    State.ACTIVE: pgettext_lazy("own data", "Taken"),
    State.REJECTED: pgettext_lazy("own data", "Not taken"),
    State.WITHDRAWN: pgettext_lazy("own data", "Taken back"),
}
REJECTIONS: dict[str, Words] = {
    Rejection.NO_LINE: pgettext_lazy("own data", "No internet line of ours"),
    Rejection.DUPLICATE: pgettext_lazy("own data", "The line had a contract already"),
    Rejection.OTHER: pgettext_lazy("own data", "Another reason"),
}
BOOKINGS: dict[str, Words] = {
    Booking.CHARGE: pgettext_lazy("own data", "Fee of the month"),
    Booking.ADJUSTMENT: pgettext_lazy("own data", "Correction of an earlier month"),
}
REASONS: dict[str, Words] = {
    Reason.MONTHLY: pgettext_lazy("own data", "Monthly fee"),
    Reason.FREE: pgettext_lazy("own data", "Free month"),
    Reason.CAMPAIGN: pgettext_lazy("own data", "Campaign"),
    Reason.FINAL_MONTH: pgettext_lazy("own data", "Last month of the contract"),
    Reason.SUSPENDED: pgettext_lazy("own data", "The line rested the whole month"),
    Reason.NOT_SUBSCRIBED: pgettext_lazy("own data", "No contract"),
    Reason.MOVED: pgettext_lazy("own data", "Charged under the line before the move"),
}
MANDATES: dict[str, Words] = {
    Mandate.Ending.RENEWED: pgettext_lazy("own data", "A new one took its place"),
    Mandate.Ending.ENDED: pgettext_lazy("own data", "You ended it"),
    Mandate.Ending.REFUSED: pgettext_lazy("own data", "The bank refused it"),
}
OWED: dict[str, Words] = {
    Owed.OPEN: pgettext_lazy("own data", "To be debited"),
    Owed.REQUESTED: pgettext_lazy("own data", "Asked of the bank"),
    Owed.PAID: pgettext_lazy("own data", "Has been paid"),
    Owed.FAILED: pgettext_lazy("own data", "Could not be debited"),
    Owed.CARRIED: pgettext_lazy("own data", "To be debited with the next month"),
    Owed.SLIP: pgettext_lazy("own data", "To be paid by payment slip"),
    Owed.WRITTEN_OFF: pgettext_lazy("own data", "Need not be paid any more"),
}
RESULTS: dict[str, Words] = {
    "0": pgettext_lazy("own data", "Debited"),
    "1": pgettext_lazy("own data", "Not enough money in the account"),
    "2": pgettext_lazy("own data", "No such account"),
    "3": pgettext_lazy("own data", "Stopped by the holder of the account"),
    "4": pgettext_lazy("own data", "No permission at the bank"),
    "5": pgettext_lazy("own data", "Another reason"),
    "6": pgettext_lazy("own data", "Another reason"),
    "7": pgettext_lazy("own data", "Another reason"),
    "8": pgettext_lazy("own data", "Stopped by us"),
    "9": pgettext_lazy("own data", "Another reason"),
}
LETTERS: dict[str, Words] = {
    Letter.WELCOME: pgettext_lazy("own data", "Welcome letter"),
    Letter.INVOICE: pgettext_lazy("own data", "Qualified invoice"),
    Letter.VISIT: pgettext_lazy("own data", "Record of our help"),
}
WAYS: dict[str, Words] = {
    Way.PAPER: pgettext_lazy("own data", "On paper"),
    Way.MAIL: pgettext_lazy("own data", "By mail"),
    Way.LINK: pgettext_lazy("own data", "By mail, as a link"),
}
MAILS: dict[str, Words] = {
    MailState.DONE: pgettext_lazy("own data", "Printed"),
    MailState.WAITING: pgettext_lazy("own data", "Waiting"),
    MailState.SENT: pgettext_lazy("own data", "Sent"),
    MailState.FAILED: pgettext_lazy("own data", "Could not be sent"),
}
CALLS: dict[str, Words] = {
    Call.RINGING: pgettext_lazy("own data", "Ringing"),
    Call.ANSWERED: pgettext_lazy("own data", "Answered"),
    Call.HUNG_UP: pgettext_lazy("own data", "Over"),
    Call.ABANDONED: pgettext_lazy("own data", "Nobody had answered"),
}
CLOSINGS: dict[str, Words] = {
    Closing.REACHED: pgettext_lazy("own data", "We reached you"),
    Closing.WITHDRAWN: pgettext_lazy("own data", "Taken back"),
    Closing.GIVEN_UP: pgettext_lazy("own data", "We did not reach you"),
}
NOTED: dict[str, Words] = {
    Noted.IDENTITY: pgettext_lazy("own data", "Whether it is you"),
    Noted.CALLER: pgettext_lazy("own data", "Who spoke"),
    Noted.SCOPE: pgettext_lazy("own data", "Whether we can help"),
    Noted.DEVICE: pgettext_lazy("own data", "Device starts, on our line"),
    Noted.OPERATIONS: pgettext_lazy("own data", "What is to be done at the device"),
    Noted.TERMS: pgettext_lazy("own data", "Terms read aloud (version)"),
    Noted.NETWORK: pgettext_lazy("own data", "Connection from elsewhere"),
}
YES_NO: dict[str, Words] = {
    "yes": pgettext_lazy("own data", "Yes"),
    "no": pgettext_lazy("own data", "No"),
}
NOTES: dict[str, Mapping[str, Words]] = {
    Noted.IDENTITY: {
        "passed": pgettext_lazy("own data", "Confirmed"),
        "failed": pgettext_lazy("own data", "Not confirmed"),
        "to_call_back": pgettext_lazy("own data", "To be called back"),
        "called_back_landline": pgettext_lazy("own data", "Called back at your home telephone"),
        "called_back_mobile": pgettext_lazy("own data", "Called back at your mobile telephone"),
    },
    Noted.CALLER: {
        Caller.SUBSCRIBER: pgettext_lazy("own data", "You yourself"),
        Caller.MEMBER: pgettext_lazy("own data", "Somebody of your household"),
        Caller.OTHER: pgettext_lazy("own data", "Somebody else"),
    },
    Noted.SCOPE: {str(code): wording.why for code, wording in WORDINGS.items()},
    Noted.DEVICE: YES_NO,
    Noted.OPERATIONS: YES_NO,
    Noted.NETWORK: {"exception": pgettext_lazy("own data", "Allowed as an exception")},
}
SOLVED: dict[str, Words] = {
    Solved.YES: YES_NO["yes"],
    Solved.PARTLY: pgettext_lazy("own data", "In part"),
    Solved.NO: YES_NO["no"],
}
REMOVALS: dict[str, Words] = {
    Removal.VERIFIED: pgettext_lazy("own data", "Removed and confirmed"),
    Removal.LEFT_TO_SYSTEM: pgettext_lazy("own data", "Left to your device"),
    Removal.FAILED: pgettext_lazy("own data", "Could not be removed"),
}
LOG: dict[str, Words] = {
    GateEvent.VERIFIED: pgettext_lazy("own data", "The connection was checked"),
    GateEvent.ASKED: pgettext_lazy("own data", "You were asked"),
    GateEvent.DENIED: pgettext_lazy("own data", "You did not allow it"),
    GateEvent.EXPIRED: pgettext_lazy("own data", "You did not answer"),
    GateEvent.WITHDRAWN: pgettext_lazy("own data", "The question was taken back"),
    GateEvent.GRANTED: pgettext_lazy("own data", "You allowed it"),
    GateEvent.REVOKED: pgettext_lazy("own data", "You took it back"),
    GateEvent.GIVEN_BACK: pgettext_lazy("own data", "The communicator ended it"),
    GateEvent.LAPSED: pgettext_lazy("own data", "The time was up"),
    GateEvent.SPENT: pgettext_lazy("own data", "Used once"),
    GateEvent.TAKEN: pgettext_lazy("own data", "It ended by itself"),
    GateEvent.SILENT: pgettext_lazy("own data", "The connection was cut"),
    GateEvent.HEARD: pgettext_lazy("own data", "The connection was back"),
    GateEvent.PAUSED: pgettext_lazy("own data", "You hid your screen"),
    GateEvent.RESUMED: pgettext_lazy("own data", "You showed your screen again"),
    GateEvent.ENDED: pgettext_lazy("own data", "The connection ended"),
}
PURPOSES: dict[str, Words] = {
    Purpose.OWN_PAGE: pgettext_lazy("own data", "Link to your own page"),
    Purpose.LETTER_CODE: pgettext_lazy("own data", "Printed code to your own page"),
    Purpose.VISIT_LETTER: pgettext_lazy("own data", "Link to a record of our help"),
}
WISHES: dict[str, Words] = {
    WishKind.DELETION: pgettext_lazy("own data", "Delete my data"),
    WishKind.CORRECTION: pgettext_lazy("own data", "Correct my data"),
}
WHERE: dict[str, Words] = {
    "desk": pgettext_lazy("own data", "Pages of our desk"),
    "office": pgettext_lazy("own data", "Pages of our office"),
}

# For each table and field that holds codes: what each means.
MEANINGS: dict[tuple[str, str], Mapping[str, Words]] = {
    ("contracts", "end_cause"): CAUSES,
    ("contracts", "channel"): CHANNELS,
    ("contracts", "void"): VOIDS,
    ("applications", "state"): APPLICATIONS,
    ("applications", "channel"): CHANNELS,
    ("applications", "rejection"): REJECTIONS,
    ("contract_events", "kind"): EVENTS,
    ("charges", "kind"): BOOKINGS,
    ("charges", "reason"): REASONS,
    ("mandates", "ending"): MANDATES,
    ("collected", "state"): OWED,
    ("debits", "result_code"): RESULTS,
    ("letters", "kind"): LETTERS,
    ("letters_sent", "way"): WAYS,
    ("letters_sent", "state"): MAILS,
    ("calls", "channel"): NUMBERS,
    ("calls", "state"): CALLS,
    ("call_backs", "registered"): NUMBERS,
    ("call_backs", "closing"): CLOSINGS,
    ("requests", "channel"): NUMBERS,
    ("requests", "outcome"): OUTCOMES,
    ("requests_answers", "kind"): NOTED,
    ("requests_scope", "need"): NEEDS,
    ("requests_scope", "device"): DEVICES,
    ("requests_scope", "decision"): DECISIONS,
    ("requests_scope", "code"): NOTES[Noted.SCOPE],
    ("requests_scope", "allowed"): PERMISSIONS,
    ("surveys", "solved"): SOLVED,
    ("sessions", "ending"): ENDINGS,
    ("sessions", "removal"): REMOVALS,
    ("sessions_log", "event"): LOG,
    ("sessions_log", "permission"): PERMISSIONS,
    ("own_page_keys", "purpose"): PURPOSES,
    ("wishes", "kind"): WISHES,
}


def said(table: str, row: Mapping[str, object]) -> dict[str, object]:
    """The row with words instead of codes, in the language that is on. What is no known code stays as it is."""
    found = dict(row)
    for field, value in row.items():
        meanings = MEANINGS.get((table, field))
        if table == "requests_answers" and field == "value":
            meanings = NOTES.get(str(row["kind"]))
        if table == "looks" and field == "where":
            found[field] = _word(str(value).partition(":")[0], WHERE)
        elif meanings is not None and isinstance(value, list):
            found[field] = [_word(each, meanings) for each in value]
        elif meanings is not None:
            found[field] = _word(value, meanings)
    return found


def _word(value: object, meanings: Mapping[str, Words]) -> object:
    return str(meanings[str(value)]) if str(value) in meanings else value
