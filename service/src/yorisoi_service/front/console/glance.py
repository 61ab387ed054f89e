"""A ticket in one glance: each gate with its sentence, each session with its own. Rows in, plain values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from yorisoi_protocol.vocabulary import Ending, GateEvent

from yorisoi_service import clock
from yorisoi_service.desk import words as desk_words
from yorisoi_service.desk.models.tickets import Answer, Kind, Ticket
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.queries.hours import closures, standing
from yorisoi_service.desk.queries.tickets import ShownSession
from yorisoi_service.desk.rules.gates import GateName, Verdict
from yorisoi_service.desk.rules.shown import Shown
from yorisoi_service.desk.rules.triage import Code, Decision
from yorisoi_service.front.console import words
from yorisoi_service.remote.models import Entry, Session
from yorisoi_service.remote.rules.session import RUNNING

Words: TypeAlias = str | Promise

DECIDED_AGAINST = tuple(f"scope_{one}" for one in (Decision.REFER, Decision.REFUSE, Decision.SAFETY_SCRIPT))
# What the provider may word itself, by the code of the gate's reason or of the decision.
OWN_TEXTS = {
    "desk_closed": "after_hours",
    Code.OUTSIDE_HOURS: "after_hours",
    "network_refused": "other_network",
    Code.OTHER_LINE: "other_network",
}
# After these, when nobody had seen the screen yet, the program's window offers one more number.
_BEFORE_ANYTHING = (Ending.WRONG_PASS, Ending.NOT_CONNECTED, Ending.STOPPED_BY_COMMUNICATOR)
HOPELESS = ("desk_closed", "no_active_contract", "support_suspended", "line_closed", "network_refused")


@dataclass(frozen=True)
class GateShown:
    """One gate as the page shows it."""

    name: str
    title: Words
    is_open: bool
    reason: str
    why: Words
    say: str
    is_next: bool = False  # what the communicator does now
    is_over: bool = False  # shut, and nobody needs to open it: it was decided that no session comes


@dataclass(frozen=True)
class SessionShown:
    """One session with its sentence and its evidence."""

    row: Session
    code: str
    sentence: Words
    ending: Words
    entries: tuple[tuple[datetime, Words], ...]
    is_running: bool
    state: str
    was_finished: bool  # by whoever helped, because it was done; else it broke off


def gates_shown(verdict: Verdict, *, is_second_factor_fresh: bool, now: datetime) -> list[GateShown]:
    """Every gate in the order of the call; the communicator's own second factor stands last."""
    shown = [_gate(gate.name, gate.open, gate.reason, now=now) for gate in verdict.gates]
    reason = "" if is_second_factor_fresh else "second_factor_old"
    shown.append(_gate("second_factor", is_second_factor_fresh, reason, now=now))
    following, is_over = _following(shown), any(gate.reason in DECIDED_AGAINST for gate in shown)
    return [
        replace(
            gate,
            is_next=gate is following,
            is_over=is_over and not gate.is_open and gate.name != GateName.SCOPE,
        )
        for gate in shown
    ]


def _following(gates: Sequence[GateShown]) -> GateShown | None:
    """What the communicator does now: the first shut gate. Where no session can come about, what is asked for is decided
    first, for the words of the refusal; once it is decided against, the outcome is next and no gate."""
    shut = {gate.name: gate for gate in gates if not gate.is_open}
    scope = shut.get(GateName.SCOPE)
    if scope is not None and scope.reason != "not_decided":
        return None
    if scope is not None and any(gate.reason in HOPELESS for gate in shut.values()):
        return scope
    return next(iter(shut.values()), None) if not any(g.reason in HOPELESS for g in shut.values()) else None


def sessions_shown(ticket: Ticket) -> list[SessionShown]:
    """The ticket's sessions with their evidence, the newest first."""
    found = desk.sessions_of(ticket)
    prefetch_related_objects(
        [shown.session for shown in found], Prefetch("log", Entry.objects.order_by("n"), to_attr="entries_in_order")
    )
    return [session_shown(shown, entries=_entries(shown)) for shown in reversed(found)]


def went_on(row: Session) -> bool:
    """Whether its program went on to a number of its own after this: the ticket was handed over, or nothing had been seen
    yet. A program that was lost or stopped did not, and another one may be at work on the ticket."""
    return row.ending == Ending.HANDED_OVER or (row.live_at is None and row.ending in _BEFORE_ANYTHING)


def newest_of(sessions: Iterable[SessionShown]) -> SessionShown | None:
    """The newest session that was not for looking along only."""
    return next((one for one in sessions if one.row.is_main), None)


def was_given_on(sessions: Iterable[SessionShown]) -> bool:
    """The newest session ended by a hand-over: its program still runs, and whoever has the ticket now goes on, with a number
    of their own."""
    newest = newest_of(sessions)
    return newest is not None and newest.row.ending == Ending.HANDED_OVER


def session_over(sessions: Iterable[SessionShown]) -> SessionShown | None:
    """The session after which the call is closed: the newest one, where its program is at an end too. After a number that
    came to nothing, or a hand-over, the next number is due, and nothing is over."""
    newest = newest_of(sessions)
    return None if newest is None or newest.is_running or went_on(newest.row) else newest


def is_unclosed(sessions: Iterable[SessionShown]) -> bool:
    """Whether a program owes its receipt that is not known to be at work still (R37), in whichever of the sessions."""
    return any(one.code == Shown.NOT_CLOSED and one.row.is_main and not went_on(one.row) for one in sessions)


def session_shown(shown: ShownSession, *, entries: Sequence[Entry] = ()) -> SessionShown:
    """One session; its entries only where the page shows them."""
    return SessionShown(
        row=shown.session,
        code=str(shown.shown),
        sentence=words.SHOWN[shown.shown],
        ending=words.ENDINGS.get(shown.session.ending, shown.session.ending),
        entries=tuple((entry.received_at, _entry(entry)) for entry in entries),
        is_running=shown.session.state in RUNNING,
        state=shown.session.state,
        was_finished=shown.session.ending == Ending.FINISHED,
    )


def answer_words(answer: Answer) -> str:
    """What was answered, as a sentence for the history."""
    if answer.kind == Kind.SCOPE:
        known = desk_words.WORDINGS.get(answer.value)
        said = f"{_('Scope')}: {known.why if known else answer.value}"
        return f"{said} {answer.note}".strip()
    if answer.kind == Kind.TERMS:
        return _("Terms %(version)s read aloud and accepted") % {"version": answer.value}
    said = str(words.ANSWERS.get((answer.kind, answer.value), answer.value))
    return f"{said}: {answer.note}" if answer.note else said


def hours_now(now: datetime) -> str:
    """Until when the desk is open, or that it is not; on a day that is closed whole, so and why."""
    hours, today = standing(settings.PROVIDER.desk, now=now).hours, clock.business_day(now)
    if today in hours.closures:
        closure = next((one for one in closures(since=today) if one.day == today), None)
        if closure is None:
            return _("Closed all day today")
        if not closure.note:
            return _("Closed today, out of turn")
        return _("Closed today, out of turn: %(note)s") % {"note": f"\u2068{closure.note}\u2069"}
    if not hours.is_open(clock.local(now)):
        return _("Closed")
    return _("Open until %(closes)s") % {"closes": hours.closes.strftime("%H:%M")}


def _entries(shown: ShownSession) -> Sequence[Entry]:
    return getattr(shown.session, "entries_in_order", ())


def filled(say: Words, *, now: datetime, code: str = "") -> str:
    """A sentence to read aloud, with the provider's hours and public number; the provider's own where the file words what
    this code says. While a closed day makes the usual hours untrue, one that names them is said otherwise."""
    provider, text = settings.PROVIDER, str(say)
    if "{closes}" in text:
        told = _closed_whole(now)
        if told:
            return told
    values = {
        "opens": f"{provider.desk.hours.opens:%H:%M}",
        "closes": f"{provider.desk.hours.closes:%H:%M}",
        "office": provider.phones.office,
    }
    own = provider.text_in(OWN_TEXTS[code], get_language() or "ja", **values) if code in OWN_TEXTS else ""
    return own or text.format(**values)


def _closed_whole(now: datetime) -> str:
    """What a caller is told today, or before a closed day: when the desk opens next. Empty: the usual hours are true."""
    hours, local = standing(settings.PROVIDER.desk, now=now).hours, clock.local(now)
    opening = hours.next_open(local)
    if hours.is_open(local) or hours.is_usually_closed(local):
        return ""
    if opening is None:
        return _("The desk is closed for some time. Please look at our web page to see when we open again.")
    when = {"day": date_format(opening, "MONTH_DAY_FORMAT"), "time": f"{opening:%H:%M}"}
    if local.date() in hours.closures:
        return _("We are closed today. We open again on %(day)s at %(time)s. Please call again then.") % when
    return _("We are closed now. We open again on %(day)s at %(time)s. Please call again then.") % when


def _gate(name: str, is_open: bool, reason: str, *, now: datetime) -> GateShown:
    found = words.REASONS.get(reason)
    say = filled(found.say, now=now, code=reason) if found else ""
    return GateShown(name, words.GATES[name], is_open, reason, found.why if found else "", say)


def _entry(entry: Entry) -> Words:
    what, _dash, ending = entry.event.partition("_")
    if what == GateEvent.ENDED and ending in words.ENDINGS:
        return words.ENDINGS[ending]
    event = words.EVENTS.get(entry.event, entry.event)
    if not entry.permission:
        return event
    return f"{event}: {words.PERMISSIONS.get(entry.permission, entry.permission)}"
