"""The one way a session row ends, and how it is closed: by a verified receipt or a person's explanation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from yorisoi_protocol import evidence
from yorisoi_protocol.limits import LOST_AFTER_S
from yorisoi_protocol.vocabulary import Ending, Refusal, Removal

from yorisoi_service.audit.services import record
from yorisoi_service.hub import topics, wakes
from yorisoi_service.remote import locks, nameplates
from yorisoi_service.remote.errors import BadExplanation
from yorisoi_service.remote.models import Session, WrongClaim
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import RUNNING, Event, Side, State, reason_of, states_before
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import paragraph
from yorisoi_service.staff.services import require

SHORTEST_EXPLANATION = 10
LONGEST_EXPLANATION = 2_000


@dataclass(frozen=True)
class Ended:
    """The row is over for `reason`. `first` is False when it was over before: then the earlier reason stands."""

    session: str
    reason: Ending
    first: bool


@dataclass(frozen=True)
class Closed:
    session: str
    removal: Removal | None


@transaction.atomic
def end_session(
    *,
    session: str,
    reason: Ending,
    side: Side,
    now: datetime,
    by: StaffMember | None = None,
    only_from: Sequence[State] = states_before(Event.END),
    successor: StaffMember | None = None,
) -> Ended | Refused:
    """End a session row once; whoever comes second is told the first reason. Both sides are woken after the commit.

    A communicator ends the session they claimed, a desk lead anybody's (D12). A wrong pass counts against the communicator
    who claimed it. Who joined it to look along ends with it, and a pass made for that dies. Closes nothing: the receipt is
    still to come.
    """
    if side is Side.DESK_LEAD and (by is None or not by.may(Deed.END_OTHERS_SESSION)):
        return Refused(Refusal.NOT_ALLOWED)
    if side is Side.COMMUNICATOR and (by is None or not Session.objects.filter(pk=session, communicator=by).exists()):
        return Refused(Refusal.NOT_ALLOWED)
    reason = reason_of(reason, side)
    moved = Session.objects.filter(pk=session, state__in=[str(state) for state in only_from]).update(
        state=State.ENDED, ending=reason, ended_by=side, ended_at=now, successor=successor
    )
    row = Session.objects.filter(pk=session).first()
    if row is None:
        return Refused(Refusal.NO_SUCH_SESSION)
    if moved != 1:
        if row.state in (State.ENDED, State.CLOSED):
            return Ended(session, Ending(row.ending), first=False)
        return Refused(Refusal.OUT_OF_ORDER)
    beside = locks.joined_to([row])
    _leave(row)
    also = [_over_beside(joined, now=now) for joined in beside]
    _write(row, by=by.actor if by else str(side), now=now)
    for joined in also:
        _write(joined, by=str(Side.SERVICE), now=now)
    return Ended(session, reason, first=True)


def _leave(row: Session) -> None:
    """What an ended session gives back, or costs. Before anything is recorded: see `locks`."""
    if row.claimed_at is None:
        nameplates.put_to_rest(row.nameplate)
    elif row.ending == Ending.WRONG_PASS and row.communicator_id is not None and row.ended_at is not None:
        WrongClaim.objects.create(communicator_id=row.communicator_id, at=row.ended_at, code=row.ending)


def _over_beside(joined: Session, *, now: datetime) -> Session:
    """A locked session that looked along, or a pass made for one, ends with the session beside which it stood."""
    joined.ending = Ending.MAIN_OVER if joined.state in RUNNING else Ending.PASS_EXPIRED
    joined.state, joined.ended_by, joined.ended_at = State.ENDED, Side.SERVICE, now
    joined.save(update_fields=["state", "ending", "ended_by", "ended_at"])
    _leave(joined)
    return joined


def _write(row: Session, *, by: str, now: datetime) -> None:
    record(
        event="session.ended",
        by=by,
        about=row.topic,
        facts={
            "reason": str(row.ending),
            "entries": row.entries,
            "head": row.head,
            **({"to": row.successor.number} if row.successor is not None else {}),
        },
        now=now,
    )
    tell(row)


def tell(row: Session) -> None:
    """Both sides and the desk are told to read again, once this is committed."""
    topic = topics.DESK if row.ticket is None else topics.ticket(row.ticket)
    for each in (topics.session(row.pk), topic):
        transaction.on_commit(partial(wakes.wake, each))


def end_due(*, now: datetime) -> list[Ended]:
    """End what nobody ends any more: offers past their ten minutes, sessions past their planned time or the minutes after
    closing (R34), and sessions whose peers stay away for ten minutes.

    Safe to call from several processes: each row ends once.
    """
    due: Iterable[tuple[str, Ending, tuple[State, ...]]] = [
        *(
            (pk, Ending.PASS_EXPIRED, (State.OFFERED,))
            for pk in Session.objects.filter(state=State.OFFERED, expires_at__lte=now).values_list("pk", flat=True)
        ),
        *(
            (pk, Ending.TIME_OVER, RUNNING)
            for pk in Session.objects.filter(state__in=RUNNING, deadline_at__lte=now)
            .order_by("kind", "pk")  # who joined first, in the order of the words: each end has its own true reason
            .values_list("pk", flat=True)
        ),
        *(
            (pk, Ending.LOST, RUNNING)
            for pk in Session.objects.filter(
                state__in=RUNNING, seen_at__lte=now - timedelta(seconds=LOST_AFTER_S)
            ).values_list("pk", flat=True)
        ),
    ]
    outcomes = [
        end_session(session=pk, reason=reason, side=Side.SERVICE, now=now, only_from=states)
        for pk, reason, states in due
    ]
    return [outcome for outcome in outcomes if isinstance(outcome, Ended) and outcome.first]


@transaction.atomic
def close_with_receipt(*, session: str, receipt: str, now: datetime) -> Closed | Refused:
    """Close an ended session with the tool's signed receipt; the key is the one given in `Open`.

    A receipt that is not this session's, or not signed by its key, closes nothing and is audited.
    """
    row = Session.objects.select_for_update().filter(pk=session).first()
    if row is None:
        return Refused(Refusal.NO_SUCH_SESSION)
    if row.state != State.ENDED:
        return Refused(Refusal.OUT_OF_ORDER)
    try:
        shown = evidence.verify_receipt(receipt, row.public_key, row.pk)
    except evidence.EvidenceError:
        record(event="session.receipt_refused", by="subscriber", about=row.topic, now=now)
        return Refused(Refusal.MALFORMED)
    row.state, row.closed_at = State.CLOSED, now
    row.removal, row.receipt = str(shown.removal), receipt
    row.save(update_fields=["state", "closed_at", "removal", "receipt"])
    record(
        event="session.closed",
        by="subscriber",
        about=row.topic,
        facts={"removal": str(shown.removal), "log_agrees": (shown.head, shown.n) == (row.head, row.entries)},
        now=now,
    )
    return Closed(session, Removal(shown.removal))


@transaction.atomic
def close_with_explanation(*, session: str, text: str, by: StaffMember, now: datetime) -> Closed | Refused:
    """Close an ended session that handed in no receipt, in a person's own words (R37). It never counts as removed.

    The words stay in the row; the audit trail holds only who and when.
    """
    require(by, Deed.EXPLAIN_UNCLOSED)
    words = paragraph(text)
    if not SHORTEST_EXPLANATION <= len(words) <= LONGEST_EXPLANATION:
        raise BadExplanation(_("Write what happened and what the subscriber was told, in 10 to 2,000 characters."))
    row = Session.objects.select_for_update().filter(pk=session).first()
    if row is None:
        return Refused(Refusal.NO_SUCH_SESSION)
    if row.state != State.ENDED or row.claimed_at is None:
        return Refused(Refusal.OUT_OF_ORDER)
    row.state, row.closed_at = State.CLOSED, now
    row.explanation, row.explained_by = words, by
    row.save(update_fields=["state", "closed_at", "explanation", "explained_by"])
    record(event="session.explained", by=by.actor, about=row.topic, now=now)
    return Closed(session, None)
