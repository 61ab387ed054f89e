"""What was asked of the desk and what became of it: requests, the connections held for them, and every consent.

Times of consents come from the signed record of the subscriber's own program; what nobody saw is not claimed (R37).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from yorisoi_protocol.vocabulary import Ending, Permission

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import LetterState, VisitNote
from yorisoi_service.desk.queries.tickets import confirmed, session_shown_as
from yorisoi_service.desk.queries.visits import note_of
from yorisoi_service.desk.rules.outcome import Outcome
from yorisoi_service.desk.rules.shown import Shown
from yorisoi_service.desk.rules.visits import FILES, Given, Said, consents
from yorisoi_service.desk.services.visit_letter import is_log_whole
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.session import RUNNING
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.queries import lines_of

Words: TypeAlias = str | Promise

MOST_SHOWN = 50

OUTCOMES: dict[str, Words] = {
    Outcome.RESOLVED: _("Solved"),
    Outcome.PARTLY: _("Solved in part"),
    Outcome.REFERRED: _("We named you the right place to ask"),
    Outcome.NOT_POSSIBLE: _("We could not help with it"),
}

PERMISSIONS: dict[str, Words] = {
    Permission.VIEW: _("Seeing your screen"),
    Permission.CONTROL: _("Working mouse and keyboard"),
    Permission.CLIPBOARD: _("Sharing copied text"),
    Permission.FILE_TO_SUBSCRIBER: _("Sending you a file"),
    Permission.FILE_FROM_SUBSCRIBER: _("Receiving a file from you"),
    Permission.SYSTEM_INFO: _("Reading facts about your device"),
    Permission.REBOOT: _("Restarting your device"),
    Permission.RECORDING: _("Recording the picture"),
}

ENDS: dict[str, Words] = {
    "denied": _("You did not allow it."),
    "unanswered": _("You did not answer."),
    "revoked": _("Allowed; you took it back."),
    "given_back": _("Allowed; the communicator ended it."),
    "lapsed": _("Allowed; the time was up."),
    "spent": _("Allowed, and used once."),
    "taken": _("Allowed; it ended by itself."),
    "open": _("Allowed until the connection ended."),
    "unseen": _("Allowed. We were not told when it ended."),
    "now": _("Allowed; it holds just now."),
}

ENDINGS: dict[str, Words] = {
    Ending.FINISHED: _("The work was finished."),
    Ending.STOPPED_BY_SUBSCRIBER: _("You ended it."),
    Ending.STOPPED_BY_COMMUNICATOR: _("The communicator ended it."),
    Ending.STOPPED_BY_DESK_LEAD: _("The head of our desk ended it."),
    Ending.HANDED_OVER: _("A colleague took over."),
    Ending.MAIN_OVER: _("It ended together with the connection it belonged to."),
    Ending.TIME_OVER: _("The time for one connection was up."),
    Ending.WRONG_PASS: _("The number was wrong; nothing was connected."),
    Ending.PASS_EXPIRED: _("The number's time was up; nothing was connected."),
    Ending.NOT_CONNECTED: _("No connection came about."),
    Ending.PROTOCOL_BROKEN: _("Ended for safety."),
    Ending.CERTIFICATE_CHANGED: _("Ended for safety."),
    Ending.SILENT: _("The line was cut for too long."),
    Ending.IDLE: _("Nothing happened for a while, so it was ended."),
    Ending.LOST: _("The connection was lost."),
    Ending.FAILED: _("A fault ended it."),
}

REMOVALS: dict[str, Words] = {
    Shown.WAITING: _("Not begun yet."),
    Shown.CONNECTING: _("It is running now."),
    Shown.LIVE: _("It is running now."),
    Shown.NEVER_USED: _("Nobody connected to your device."),
    Shown.REMOVED: _("✓ The program was removed from your device. Our system confirmed it."),
    Shown.LEFT_TO_SYSTEM: _("Your device removes the program by itself. Nobody saw it happen."),
    Shown.REMOVAL_FAILED: _("The program could not be removed. Please delete it, or call us: we help you with it."),
    Shown.NOT_CLOSED: _(
        "We could not confirm that the program was removed. If you find it, please delete it or call us."
    ),
    Shown.EXPLAINED: _(
        "We could not confirm that the program was removed. If you find it, please delete it or call us."
    ),
}


@dataclass(frozen=True)
class ConsentTold:
    """One question to the subscriber and what became of it. A consent without a time of its end has None there."""

    what: Words
    began: datetime
    ended: datetime | None
    end: Words
    is_file: bool


@dataclass(frozen=True)
class SessionTold:
    """One connection: who, when, every consent, how it ended, and what is known of the program's removal. Over and not
    `is_whole`: the program's receipt is missing or disagrees, so something may be missing here."""

    row: Session
    consents: tuple[ConsentTold, ...]
    ending: Words
    removal: Words
    is_whole: bool


@dataclass(frozen=True)
class RequestTold:
    """One request with what became of it; `note` is what was written down for the subscriber to read.

    Not `is_confirmed`: who called is not known, and may be a stranger in the subscriber's name. Then nothing that was said
    or written is told, neither here nor by letter; a connection to a line of theirs is.
    """

    ticket: Ticket
    outcome: Words
    is_confirmed: bool
    note: VisitNote | None = None
    sessions: tuple[SessionTold, ...] = ()

    @property
    def without_sessions(self) -> Words:
        """What is said where nobody connected; that we helped, only where we did."""
        if self.ticket.finished_at is None:
            return _("None so far.")
        if self.is_confirmed and self.ticket.outcome in (Outcome.RESOLVED, Outcome.PARTLY):
            return _("None: we helped by telephone. Nobody saw your screen.")
        return _("None. Nobody saw your screen.")


def requests_of(subscriber: Subscriber) -> list[RequestTold]:
    """Their newest requests, without what belongs to each. Two queries."""
    tickets = list(Ticket.objects.filter(subscriber=subscriber).order_by("-opened_at", "-pk")[:MOST_SHOWN])
    known = confirmed(tickets)
    return [RequestTold(ticket, OUTCOMES.get(ticket.outcome, ""), ticket.pk in known) for ticket in tickets]


def request_of(subscriber: Subscriber, number: int) -> RequestTold | None:
    """One of their requests with everything; None for anybody else's."""
    ticket = Ticket.objects.filter(subscriber=subscriber, pk=number).first()
    if ticket is None:
        return None
    is_confirmed = ticket.pk in confirmed([ticket])
    note = note_of(ticket) if is_confirmed else None
    if note is not None and note.state == LetterState.DRAFT:
        note = None
    held = remote.sessions_of_ticket(ticket.pk)
    if not is_confirmed:
        lines = {line.pk for line in lines_of(subscriber)}
        held = [session for session in held if session.line_id in lines]
    told = tuple(_told(session) for session in held)
    return RequestTold(ticket, OUTCOMES.get(ticket.outcome, ""), is_confirmed, note, told)


def _told(session: Session) -> SessionTold:
    log = [
        Said(entry.event, entry.permission, entry.number or 0, entry.at_ms, entry.received_at)
        for entry in remote.entries_of(session.pk)
    ]
    ending = ENDINGS.get(session.ending, "")
    is_whole = session.state in RUNNING or is_log_whole(session, len(log))
    given = tuple(_consents(consents(log, is_whole=is_whole), is_running=session.state in RUNNING))
    return SessionTold(session, given, ending, REMOVALS[session_shown_as(session)], is_whole)


def _consents(given: Sequence[Given], *, is_running: bool) -> list[ConsentTold]:
    return [
        ConsentTold(
            PERMISSIONS.get(each.permission, each.permission),
            each.began,
            each.ended,
            ENDS["now" if each.end == "open" and is_running else each.end],
            each.permission in FILES,
        )
        for each in given
    ]
