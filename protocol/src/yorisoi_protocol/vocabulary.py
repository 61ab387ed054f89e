"""The shared words: what may be granted, who speaks, why something was refused, how a session ended.

Values are what travels and what is stored; people never read them (the shells translate).
"""
# ruff: noqa: S105  (words with "pass" in them are not passwords)

from enum import StrEnum


class Permission(StrEnum):
    """What a subscriber may grant, each by a click of its own (R36, R37, D5)."""

    VIEW = "view"
    CONTROL = "control"
    CLIPBOARD = "clipboard"
    FILE_TO_SUBSCRIBER = "file_to_subscriber"
    FILE_FROM_SUBSCRIBER = "file_from_subscriber"
    SYSTEM_INFO = "system_info"
    REBOOT = "reboot"
    RECORDING = "recording"


class Action(StrEnum):
    """What passes the consent gate, asked for at the instant it is applied."""

    FRAME = "frame"
    POINTER = "pointer"
    KEY = "key"
    TEXT = "text"
    CLIPBOARD_SET = "clipboard_set"
    CLIPBOARD_GET = "clipboard_get"
    RECEIVE_FILE = "receive_file"
    SEND_FILE = "send_file"
    SYSTEM_INFO = "system_info"
    REBOOT = "reboot"
    RECORD_FRAME = "record_frame"


class Role(StrEnum):
    """The two ends of one session."""

    SUBSCRIBER = "subscriber"
    COMMUNICATOR = "communicator"


class ViewerKind(StrEnum):
    """How somebody looks at a desktop: as the one who helps, or as one who only looks beside them."""

    MAIN = "main"
    JOINED = "joined"


class Answer(StrEnum):
    """What became of a question."""

    GRANTED = "granted"
    DENIED = "denied"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Refusal(StrEnum):
    """Why the service said no. Each has a sentence of its own in both languages."""

    MALFORMED = "malformed"
    UNKNOWN_VERSION = "unknown_version"
    OUT_OF_ORDER = "out_of_order"
    TOO_LARGE = "too_large"
    TOO_FAST = "too_fast"
    TOO_MANY = "too_many"
    NO_NAMEPLATE = "no_nameplate"
    OUTSIDE_HOURS = "outside_hours"
    OTHER_NETWORK = "other_network"
    NO_SUCH_PASS = "no_such_pass"
    PASS_EXPIRED = "pass_expired"
    PASS_USED = "pass_used"
    GATES_CLOSED = "gates_closed"
    SECOND_FACTOR = "second_factor"
    NOT_SIGNED_IN = "not_signed_in"
    NOT_ALLOWED = "not_allowed"
    NO_SUCH_SESSION = "no_such_session"
    AWAY = "away"


class Ending(StrEnum):
    """Why a session is over."""

    FINISHED = "finished"
    STOPPED_BY_SUBSCRIBER = "stopped_by_subscriber"
    STOPPED_BY_COMMUNICATOR = "stopped_by_communicator"
    STOPPED_BY_DESK_LEAD = "stopped_by_desk_lead"
    TIME_OVER = "time_over"  # the time planned for it, or what the desk may finish after closing
    HANDED_OVER = "handed_over"  # another communicator helps on, with a number of their own
    MAIN_OVER = "main_over"  # of a viewer who had joined: the session beside which they looked has ended
    WRONG_PASS = "wrong_pass"
    PASS_EXPIRED = "pass_expired"
    PROTOCOL_BROKEN = "protocol_broken"
    CERTIFICATE_CHANGED = "certificate_changed"
    NOT_CONNECTED = "not_connected"
    SILENT = "silent"
    IDLE = "idle"
    LOST = "lost"
    FAILED = "failed"


class Removal(StrEnum):
    """What is known about the program's removal; the three sentences of the end page (R37)."""

    VERIFIED = "verified"
    LEFT_TO_SYSTEM = "left_to_system"
    FAILED = "failed"


class GateState(StrEnum):
    """States of the consent gate (design: the gate is moved by the subscriber's side alone)."""

    NEW = "new"
    VERIFIED = "verified"
    SILENT = "silent"
    ENDED = "ended"


class GateEvent(StrEnum):
    """What the gate writes into its log. Each grant has exactly one of the five ends."""

    VERIFIED = "verified"
    ASKED = "asked"
    DENIED = "denied"
    EXPIRED = "expired"  # a question nobody answered
    WITHDRAWN = "withdrawn"  # by the communicator
    GRANTED = "granted"
    REVOKED = "revoked"  # end of a grant: by the subscriber
    GIVEN_BACK = "given_back"  # end of a grant: by the communicator
    LAPSED = "lapsed"  # end of a grant: its time is up
    SPENT = "spent"  # end of a one-shot grant: used
    TAKEN = "taken"  # end of a grant: silence, pause, view gone, session over
    SILENT = "silent"
    HEARD = "heard"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"


class Codec(StrEnum):
    """Video codecs a viewer can name in its hello."""

    VP8 = "vp8"
    H264 = "h264"
