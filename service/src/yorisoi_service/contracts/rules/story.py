"""The words of a contract's story: what may happen, how an application came in, why a period is void."""

from enum import StrEnum


class Kind(StrEnum):
    """What happened to a contract. Every change of one is told by exactly one event."""

    APPLIED = "applied"
    REJECTED = "rejected"
    JOINED = "joined"
    REJOINED = "rejoined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    CANCELLATION_RESERVED = "cancellation_reserved"
    CANCELLATION_UNDONE = "cancellation_undone"
    LINE_CLOSED = "line_closed"
    LINE_MOVED = "line_moved"
    LINE_SUSPENDED = "line_suspended"
    LINE_RESUMED = "line_resumed"
    LINE_INHERITED = "line_inherited"
    COURSE_CHANGED = "course_changed"
    DEVICE_CHANGED = "device_changed"
    ACCOUNT_CHANGED = "account_changed"
    CORRECTED = "corrected"
    SUPPORT_SUSPENDED = "support_suspended"
    SUPPORT_RESUMED = "support_resumed"


class Channel(StrEnum):
    """How the application came in."""

    OFFICE = "office"
    PHONE = "phone"
    POST = "post"
    WEB = "web"


class State(StrEnum):
    """Where an application stands."""

    APPLIED = "applied"
    ACTIVE = "active"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Rejection(StrEnum):
    """Why an application was not accepted."""

    NO_LINE = "no_line"  # no internet line of this provider (R13)
    DUPLICATE = "duplicate"  # the line has a contract or an application already (R04)
    OTHER = "other"


class Void(StrEnum):
    """Why a period counts as never having been; RUNS: it counts."""

    RUNS = ""
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"


class Mistake(StrEnum):
    """What was wrong about a contract that was entered by mistake."""

    WRONG_LINE = "wrong_line"  # the form is about another line
    WRONG_PERSON = "wrong_person"  # the form is another subscriber's
    NO_FORM = "no_form"  # there is no such form, or it was entered twice


class EndCause(StrEnum):
    """Why a period ends; OPEN: it does not."""

    OPEN = ""
    REQUEST = "request"
    LINE_CLOSED = "line_closed"


class ForWhom(StrEnum):
    """Whom a campaign is offered to."""

    FIRST = "first"
    RETURNING = "returning"
    ANYBODY = "anybody"
