"""The letter after a visit needs two ends: an outcome, and every session of the ticket closed. In either order the second
one issues it; a request by telephone alone needs the outcome alone.

Whoever comes holds the ticket's row while looking, so of two that come at once the later one sees what the earlier one
did. Everybody takes the ticket first and the trail second: after a closing of its own transaction call
`issue_after_closing`, never inside it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from yorisoi_protocol import evidence
from yorisoi_protocol.vocabulary import Removal as Removed
from yorisoi_protocol.vocabulary import ViewerKind

from yorisoi_service import clock
from yorisoi_service.contracts.queries import holds_contract
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import LetterState, VisitNote
from yorisoi_service.desk.queries import scope, visits
from yorisoi_service.desk.queries import tickets as queries
from yorisoi_service.desk.rules.survey import new_code, shown_code
from yorisoi_service.desk.rules.triage import Code
from yorisoi_service.desk.rules.visits import FILES, Said, consents, files
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.placeholders import is_placeholder
from yorisoi_service.letters.rules.visit import Consent, Desk, End, Files, Held, Outcome, Removal, Visit
from yorisoi_service.letters.services import delivering
from yorisoi_service.letters.services.issuing import issue
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.services import endings
from yorisoi_service.remote.services.endings import Closed
from yorisoi_service.staff.models import StaffMember

Draw = Callable[[int], bytes]
MOST_AT_ONCE = 20  # letters in one round of what was left behind


@transaction.atomic
def issue_if_due(
    *, ticket: Ticket, now: datetime, by: StaffMember | None = None, draw: Draw = clock.draw
) -> Letter | None:
    """Issue the letter if both ends are there and nobody did; None otherwise. It is never written a second time: what
    becomes known later does not change it.

    `by` stands in it as who issued it; None: whoever finished the ticket. Where the subscriber has a mail address, the
    link to its page waits to be sent from then on.
    """
    fresh = Ticket.objects.select_for_update(of=("self",)).select_related("subscriber", "finished_by").get(pk=ticket.pk)
    if fresh.finished_at is None or fresh.finished_by is None or not visits.is_closed(fresh.pk):
        return None
    first = VisitNote.objects.filter(ticket=fresh, state=str(LetterState.WAITING))
    if first.update(state=str(LetterState.ISSUED), issued_at=now) != 1:
        return None
    assert fresh.subscriber is not None  # without one it never waits
    by = by or fresh.finished_by
    note = VisitNote.objects.get(ticket=fresh)
    note.survey_code = _unused_code(draw)
    values = _values(fresh, note, now=now)
    note.letter = issue(subscriber=fresh.subscriber, values=values, about=fresh.topic, by=by, now=now)
    note.save(update_fields=["letter", "survey_code"])
    delivering.announce(letter=note.letter, by=by, now=now)
    return note.letter


def issue_after_closing(*, session: str, now: datetime, by: StaffMember | None = None) -> Letter | None:
    """The same for the ticket of a session that was just closed."""
    row = remote.find(session)
    ticket = None if row is None or row.ticket is None else queries.find(row.ticket)
    return None if ticket is None else issue_if_due(ticket=ticket, now=now, by=by)


@transaction.atomic
def close_in_writing(*, ticket: Ticket, session: str, text: str, by: StaffMember, now: datetime) -> Closed | Refused:
    """Close a session of this ticket that handed in no receipt, in a person's own words (R37), and issue the letter if it
    waited for that."""
    Ticket.objects.select_for_update().get(pk=ticket.pk)  # do not move: the ticket first, session and trail after it
    closed = endings.close_with_explanation(session=session, text=text, by=by, now=now)
    issue_if_due(ticket=ticket, now=now, by=by)
    return closed


def sweep(*, now: datetime, draw: Draw = clock.draw) -> int:
    """Issue what a process that died in between left behind, and hand waiting links to the mail server; how many
    letters were issued. Safe in several processes, and cheap where nothing waits."""
    issued = [issue_if_due(ticket=note.ticket, now=now, draw=draw) for note in visits.due(limit=MOST_AT_ONCE)]
    delivering.send_links(now=now, draw=draw)
    return sum(letter is not None for letter in issued)


def wants_letter(ticket: Ticket) -> bool:
    """Is there somebody to write to? A caller who was not identified may be anybody, and the letter would tell the
    subscriber's household what a stranger asked; of what may break the law it is written only where somebody connected."""
    if ticket.subscriber_id is None or not queries.confirmed([ticket]):
        return False
    decided = scope.newest(ticket)
    if decided is None or decided.code != Code.ILLEGAL:
        return True
    return any(session.claimed_at is not None for session in remote.sessions_of_ticket(ticket.pk))


def _unused_code(draw: Draw) -> str:
    while True:
        code = new_code(draw)
        if not VisitNote.objects.filter(survey_code=code).exists():
            return code


def _values(ticket: Ticket, note: VisitNote, *, now: datetime) -> Visit:
    provider, language = settings.PROVIDER, settings.PROVIDER.languages[0]
    assert ticket.subscriber is not None
    assert ticket.finished_by is not None
    held = [session for session in remote.sessions_of_ticket(ticket.pk) if session.claimed_at is not None]
    logs = {session.pk: _log(session) for session in held}
    told = {
        files(
            logs[each.pk],
            could=any(one in each.allowed for one in FILES),
            is_whole=is_log_whole(each, len(logs[each.pk])),
        )
        for each in held
    }
    phones = provider.phones
    return Visit(
        language=language,
        provider=provider.name_in(language),
        service=provider.service_name.get(language) or next(iter(provider.service_name.values())),
        ticket=ticket.pk,
        holder=ticket.subscriber.name,
        on=clock.business_day(ticket.opened_at),
        number=ticket.finished_by.number,
        name=ticket.finished_by.display_name,
        outcome=cast(Outcome, ticket.outcome),
        asked=ticket.asked,
        done=note.done,
        changed=note.changed,
        not_done=note.not_done,
        next_step=note.next_step,
        referred_to=ticket.referred_to,
        referred_contact=ticket.referred_contact,
        sessions=tuple(_held(each, logs[each.pk]) for each in held),
        files=cast(Files, next((each for each in ("some", "unknown") if each in told), "none")),
        office_phone=provider.phones.office,
        desk=_desk(ticket, now=now),
        page=f"{settings.ORIGIN}{reverse('portal:visit')}",
        code=shown_code(note.survey_code or ""),
        answer_until=clock.business_day(now + timedelta(days=provider.letters.link_days)),
        has_placeholders=is_placeholder(phones.desk_landline, phones.desk_mobile, phones.office),
    )


def _desk(ticket: Ticket, *, now: datetime) -> Desk | None:
    """The dedicated numbers, for who has a contract on the ticket's line on the day of the letter (R31)."""
    assert ticket.subscriber_id is not None
    if not holds_contract(ticket.subscriber_id, on=clock.business_day(now), line_id=ticket.line_id):
        return None
    phones, hours = settings.PROVIDER.phones, settings.PROVIDER.hours
    return Desk(phones.desk_landline, phones.desk_mobile, f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}")


def _log(session: Session) -> list[Said]:
    return [
        Said(entry.event, entry.permission, entry.number or 0, entry.at_ms, entry.received_at)
        for entry in remote.entries_of(session.pk)
    ]


def _held(session: Session, log: list[Said]) -> Held:
    began, ended = session.live_at or session.claimed_at, session.ended_at or session.claimed_at
    assert began is not None
    assert ended is not None
    assert session.communicator is not None
    is_whole = is_log_whole(session, len(log))
    return Held(
        on=clock.business_day(began),
        began=_clock(began),
        ended=_clock(ended),
        number=session.communicator.number,
        name=session.communicator.display_name,
        is_live=session.live_at is not None,
        consents=tuple(
            Consent(each.permission, _clock(each.began), _clock(each.ended), cast(End, each.end))
            for each in consents(log, is_whole=is_whole)
        ),
        removal=cast(Removal, str(Removed(session.removal)) if session.removal else "not_confirmed"),
        is_log_whole=is_whole,
        is_beside=session.kind == ViewerKind.JOINED,
    )


def is_log_whole(session: Session, entries: int) -> bool:
    """Do the receipt and what was reported agree, and is all of it still here?"""
    if not session.receipt:
        return False
    try:
        shown = evidence.verify_receipt(session.receipt, session.public_key, session.pk)
    except evidence.EvidenceError:
        return False
    return (shown.head, shown.n) == (session.head, session.entries) and entries == session.entries


def _clock(moment: datetime | None) -> str:
    return "" if moment is None else f"{clock.local(moment):%H:%M}"
