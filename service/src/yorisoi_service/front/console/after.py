"""The finishing form of a ticket as the page shows it, and what became of its letter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yorisoi_service import clock
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import LONGEST, LetterState, VisitNote
from yorisoi_service.desk.queries import referrals, scope, visits
from yorisoi_service.desk.rules.outcome import NEEDS, Outcome, missing
from yorisoi_service.desk.rules.triage import Code
from yorisoi_service.desk.services.outcome import ASKED_FOR
from yorisoi_service.front.console import words
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.kinds import MailState, Way
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed

Words: TypeAlias = str | Promise

FIELDS: dict[str, Words] = {
    "done": _("What was done"),
    "changed": _("What was changed on the device"),
    "not_done": _("What was not done, and why"),
    "next_step": _("What comes next"),
}
STATES: dict[str, Words] = {
    LetterState.WAITING: _("The letter to the subscriber is written once every session of the ticket is closed."),
    LetterState.ISSUED: _("The letter to the subscriber is issued."),
    LetterState.NONE: _("No letter: the caller was not identified, or nothing of the request may be kept."),
}
SENT: dict[tuple[str, str], Words] = {
    (str(Way.PAPER), str(MailState.DONE)): _("printed"),
    (str(Way.LINK), str(MailState.WAITING)): _("link waits to be mailed"),
    (str(Way.LINK), str(MailState.SENT)): _("link mailed"),
    (str(Way.LINK), str(MailState.FAILED)): _("the mail with the link failed; it is tried again"),
}


@dataclass(frozen=True)
class Field:
    """One text of the form: what was typed so far, for which outcomes it has to be there, and what to do where the
    outcome that is chosen lacks it."""

    name: str
    label: Words
    text: str
    needed_for: tuple[Words, ...]
    lacks: Words


@dataclass(frozen=True)
class LetterShown:
    """The issued letter with what was done with it."""

    row: Letter
    handed_over: tuple[tuple[datetime, Words], ...]
    may_print: bool
    may_mail: bool


def outcome_shown(ticket: Ticket, *, by: StaffMember, now: datetime) -> dict[str, Any]:
    """What `console/outcome.html` shows under the name `after`: the form with its draft, or how it ended."""
    note = visits.note_of(ticket)
    draft: dict[str, str] = note.draft if note is not None else {}
    lacking = _lacking(ticket, draft)
    policy = settings.PROVIDER.desk
    is_mine = ticket.holder_id == by.pk or by.may(Deed.HAND_OVER)
    return {
        "is_open": ticket.finished_at is None and is_mine,
        "is_finished": ticket.finished_at is not None,
        "draft": draft,
        "draft_mark": visits.draft_mark(note),
        "drafted_at": note.drafted_at if note is not None else None,
        "fields": [_field(name, label, draft, lacking) for name, label in FIELDS.items()],
        "lacking": lacking,
        "outcomes": words.OUTCOMES.items(),
        "outcome": words.OUTCOMES.get(ticket.outcome, ""),
        "directory": referrals.directory(today=clock.business_day(now), months=policy.referral_months),
        "longest": LONGEST,
        "told": _told(note),
        "state": STATES.get(note.state, "") if note is not None else "",
        "letter": _letter(note, by),
    }


def _field(name: str, label: Words, draft: dict[str, str], lacking: dict[str, Words]) -> Field:
    needed = tuple(words.OUTCOMES[outcome] for outcome in Outcome if name in NEEDS[outcome])
    return Field(name, label, draft.get(name, ""), needed, lacking.get(name, ""))


def _lacking(ticket: Ticket, draft: dict[str, str]) -> dict[str, Words]:
    """What the outcome chosen in the draft still needs, each with its sentence, as finishing would refuse it."""
    if ticket.finished_at is not None or draft.get("outcome", "") not in set(Outcome):
        return {}
    place = dict.fromkeys(("referred_to", "referred_contact"), "-") if draft.get("referral") else {}
    names = missing(Outcome(draft["outcome"]), {**draft, **place})
    if not names or ((decided := scope.newest(ticket)) is not None and decided.code == Code.ILLEGAL):
        return {}
    return {name: ASKED_FOR[name] for name in names}


def _told(note: VisitNote | None) -> list[tuple[Words, str]]:
    if note is None:
        return []
    return [(label, text) for name, label in FIELDS.items() if (text := getattr(note, name))]


def _letter(note: VisitNote | None, by: StaffMember) -> LetterShown | None:
    if note is None or note.letter is None:
        return None
    handed_over = note.letter.deliveries.order_by("pk")
    may_print = by.may(Deed.PRINT_VISIT_LETTERS)
    return LetterShown(
        note.letter,
        tuple((one.at, SENT.get((one.way, one.state), one.way)) for one in handed_over),
        may_print,
        may_print and settings.MAIL_READY and note.letter.subscriber.email != "",
    )
