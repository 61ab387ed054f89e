"""While a session runs: the subscriber's evidence, signs of life, and taking the signalling up again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from django.db import transaction
from yorisoi_protocol import evidence
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal

from yorisoi_service.audit.services import record
from yorisoi_service.remote import locks
from yorisoi_service.remote.models import Entry, Session
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import RUNNING, Event, State, next_state
from yorisoi_service.remote.services.offers import hashed
from yorisoi_service.staff.queries import Identity


@dataclass(frozen=True)
class Recorded:
    """The row's state after the entry; `went_live` for the very first one."""

    state: State
    went_live: bool
    event: str


@dataclass(frozen=True)
class Taken:
    """A session taken up again: what the returning peer must be told."""

    session: str
    state: State
    ending: Ending | None
    communicator: tuple[str, str] | None  # number and name, once claimed
    allowed: tuple[Permission, ...]
    time_box_s: int


@transaction.atomic
def record_entry(*, session: str, entry: str, limits: Limits, now: datetime) -> Recorded | Refused:
    """Store one signed entry of the subscriber's own log when it continues the chain; the first makes the row live.

    An entry that is stored already, byte by byte, changes nothing and is no fault: a tool that lost its socket cannot know
    what had arrived and says everything again. Anything else (another key, another session, a gap, another entry in a
    stored one's place) is refused and audited; nothing is stored.
    """
    row = Session.objects.select_for_update().filter(pk=session).first()
    if row is None:
        return Refused(Refusal.NO_SUCH_SESSION)
    after = next_state(State(row.state), Event.REPORT)
    if after is None:
        return Refused(Refusal.OUT_OF_ORDER)
    # What cannot be printed is no entry, and some databases refuse even to look for it.
    stored = Entry.objects.filter(session=row, line=entry).first() if entry.isprintable() else None
    if stored is not None:
        return Recorded(State(row.state), went_live=False, event=stored.event)
    if row.entries >= limits.entries_per_session:
        return Refused(Refusal.TOO_MANY)
    try:
        said = evidence.verify_entry(entry, row.public_key, row.pk, n=row.entries, prev=row.head)
    except evidence.EvidenceError:
        record(event="session.entry_refused", by="subscriber", about=row.topic, facts={"n": row.entries}, now=now)
        return Refused(Refusal.MALFORMED)
    Entry.objects.create(
        session=row,
        n=said.n,
        at_ms=said.at,
        event=said.event,
        permission=said.permission or "",
        number=said.number,
        line=entry,
        received_at=now,
    )
    went_live = row.state == State.CLAIMED
    row.state, row.entries, row.head, row.seen_at = after, row.entries + 1, said.hash, now
    if went_live:
        row.live_at = now
    row.save(update_fields=["state", "entries", "head", "seen_at", "live_at"])
    record(
        event="session.reported",
        by="subscriber",
        about=row.topic,
        facts={"n": said.n, "what": said.event, "permission": said.permission or "", "hash": said.hash},
        now=now,
    )
    return Recorded(after, went_live, said.event)


def note_seen(*, sessions: Iterable[str], now: datetime) -> None:
    """These sessions have a socket of at least one peer; call once a minute, and when a socket comes or goes."""
    with transaction.atomic():
        found = locks.in_order(Session.objects.filter(pk__in=list(sessions), state__in=RUNNING))
        Session.objects.filter(pk__in=[row.pk for row in found]).update(seen_at=now)


def resume_subscriber(*, session: str, resume: str, now: datetime) -> Taken | Refused:
    """The tool came back with its resume token. Until the row is closed: it may still owe its receipt."""
    row = Session.objects.select_related("communicator").filter(pk=session).first()
    if row is None or not compare_digest(row.resume_hash, hashed(resume)):
        return Refused(Refusal.NO_SUCH_SESSION)
    if row.state == State.CLOSED or (row.state == State.OFFERED and row.expires_at <= now):
        return Refused(Refusal.NO_SUCH_SESSION)
    note_seen(sessions=[session], now=now)
    return _taken(row)


def resume_communicator(*, session: str, identity: Identity, now: datetime) -> Taken | Refused:
    """The viewer came back; known by its sign-in. Only the communicator who claimed, only while it runs."""
    row = Session.objects.select_related("communicator").filter(pk=session).first()
    if row is None or row.communicator_id != identity.staff_id or row.state not in RUNNING:
        return Refused(Refusal.NO_SUCH_SESSION)
    note_seen(sessions=[session], now=now)
    return _taken(row)


def _taken(row: Session) -> Taken:
    person = row.communicator
    return Taken(
        session=row.pk,
        state=State(row.state),
        ending=Ending(row.ending) if row.ending else None,
        communicator=(person.number, person.display_name) if person is not None else None,
        allowed=tuple(Permission(text) for text in row.allowed),
        time_box_s=row.time_box_s,
    )
