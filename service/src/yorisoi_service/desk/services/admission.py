"""Who may open a pass and who may claim one: the desk's policy in front of the session row.

`open_pass` asks hours and network only: the tool cannot know the ticket. `claim_pass` asks everything else, inside the
claim's own transaction, and hands the row a warrant: to who holds the ticket, for a session; to a desk lead who does not,
for looking along beside the session that runs on it. `extend` lets a running one go on for one more box.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from yorisoi_protocol.limits import MAX_JOINED
from yorisoi_protocol.vocabulary import Permission, Refusal

from yorisoi_service import clock
from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadAnswer, TooLate
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import scope
from yorisoi_service.desk.queries.hours import standing
from yorisoi_service.desk.queries.tickets import gates_of
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.desk.rules.triage import CLAIMING, Box
from yorisoi_service.desk.rules.warrant import Warrant
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.networks import Networks, Policy
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import ASKABLE, JOINED_ASKABLE, RUNNING, State
from yorisoi_service.remote.services.claims import Grant, busy, claim, lock_s
from yorisoi_service.remote.services.offers import Offer, Opening, open_session
from yorisoi_service.remote.services.time_box import Extended, move_deadline
from yorisoi_service.staff import queries as staff
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.queries import Identity
from yorisoi_service.staff.rules.roles import Deed, may
from yorisoi_service.staff.rules.words import paragraph
from yorisoi_service.staff.services import require

SHORTEST_REASON, LONGEST_REASON = 4, 500
LEAST_MORE = timedelta(minutes=1)  # less would be no help


def open_pass(
    *,
    opening: Opening,
    address: str | None,
    policy: DeskPolicy,
    networks: Networks,
    limits: Limits,
    now: datetime,
    draw: Callable[[int], bytes],
) -> Offer | Refused:
    """Offer a pass to a tool, if the desk is open and its network is not refused (R13, R34)."""
    if not standing(policy, now=now).hours.is_open(clock.local(now)):
        return Refused(Refusal.OUTSIDE_HOURS)
    line_check = networks.check(address)
    if line_check.policy is Policy.REFUSE:
        with transaction.atomic():
            record(
                event="open.refused", by="subscriber", about="session:none", facts={"code": "other_network"}, now=now
            )
        return Refused(Refusal.OTHER_NETWORK)
    return open_session(
        opening=opening, address=address or "", line_check=line_check, limits=limits, now=now, draw=draw
    )


@transaction.atomic
def claim_pass(
    *, nameplate: str, ticket: int, identity: Identity, policy: DeskPolicy, limits: Limits, now: datetime
) -> Grant | Refused:
    """Claim the pass behind a nameplate for a ticket: sign-in, second factor, lock, holder, every gate, then the row.

    A desk lead who does not hold the ticket joins the session that runs on it: view only, with a pass made for that, under
    the same gates, at most MAX_JOINED at once, and never longer than that session.
    Everything is read afresh. Closed gates do not burn the pass; from the UPDATE on, it is burnt whatever follows.
    """
    present = staff.identity_of(identity.session_key, now=now)
    if present is None or present.staff_id != identity.staff_id:
        return Refused(Refusal.NOT_SIGNED_IN)
    if not may(present.role, Deed.CLAIM_PASS):
        return _denied(Refusal.NOT_ALLOWED, present, ticket, now)
    proven = present.second_factor_at
    if proven is None or now - proven > timedelta(seconds=policy.second_factor_age_s):
        return _denied(Refusal.SECOND_FACTOR, present, ticket, now)
    wait = lock_s(present, limits=limits, now=now)
    if wait:
        return busy(identity=present, ticket=ticket, now=now, wait_s=wait)
    row = Ticket.objects.select_for_update().filter(pk=ticket, finished_at=None).first()
    if row is None:
        return _denied(Refusal.NOT_ALLOWED, present, ticket, now)
    main = None if row.holder_id == present.staff_id else _to_join(row, present)
    if main is None and row.holder_id != present.staff_id:
        return _denied(Refusal.NOT_ALLOWED, present, ticket, now)
    if main is not None and remote.joined_to(main.pk) >= MAX_JOINED:
        return busy(identity=present, ticket=ticket, now=now)
    # One look: the network judged here and the row claimed below are the same session. Of one that no longer waits the
    # network does not matter: the claim says what became of it.
    waiting = remote.newest_under(nameplate)
    offered = waiting if waiting is not None and waiting.state == State.OFFERED else None
    verdict = gates_of(
        row,
        policy=policy,
        now=now,
        connection=None if offered is None else remote.line_check_of(offered),
        address="" if offered is None else offered.address,
    )
    if not verdict.open or row.line_id is None:
        record(
            event="claim.gates_closed",
            by=present.actor,
            about=row.topic,
            facts={"gates": list(verdict.closed)},
            now=now,
        )
        return Refused(Refusal.GATES_CLOSED, gates=verdict.closed)
    decided = scope.newest(row)
    if decided is None:  # the gate of scope is open, so there is one
        return _denied(Refusal.NOT_ALLOWED, present, ticket, now)
    askable: tuple[Permission, ...] = ASKABLE
    left_s, beside = _left_s(Box(decided.box), policy=policy, now=now), ""
    if main is not None:
        if main.deadline_at is None:  # the table holds no such row; were there one, nobody joins it
            return busy(identity=present, ticket=ticket, now=now)
        askable, left_s, beside = JOINED_ASKABLE, int((main.deadline_at - now).total_seconds()), main.pk
    if left_s <= 0:
        return busy(identity=present, ticket=ticket, now=now)
    warrant = Warrant(
        ticket=row.pk,
        line=row.line_id,
        allowed=tuple(permission for permission in askable if permission in decided.allowed),
        time_box_s=left_s,
        beside=beside,
    )
    return claim(waiting=waiting, warrant=warrant, identity=present, limits=limits, now=now)


@transaction.atomic
def deny_unshown(*, identity: Identity, ticket: int, now: datetime) -> Refused:
    """Refuse a claim for a ticket that no page of this sign-in showed: what the viewer says of it counts for nothing."""
    return _denied(Refusal.NOT_ALLOWED, identity, ticket, now)


@transaction.atomic
def extend(*, session: str, reason: str, by: StaffMember, now: datetime, policy: DeskPolicy) -> Extended:
    """Let a running session go on for one more box, counted from its present end, with a reason.

    Never beyond closing time of its day and the minutes after it (R34). Its communicator may, and a desk lead; the ticket's
    newest decision must still let it be a session. Raises NotYours, BadAnswer, TooLate with a sentence.
    """
    is_over = TooLate(_("This session is over. Make a new one with a new number."))
    words, known = paragraph(reason), remote.find(session)
    if known is None or known.ticket is None:
        raise is_over
    ticket = Ticket.objects.select_for_update().get(pk=known.ticket)
    row = remote.find(session)  # its end may have moved while somebody else decided on the ticket
    if row is None or row.claimed_at is None or row.state not in RUNNING or not row.is_main:
        raise is_over
    if row.communicator_id != by.pk:
        require(by, Deed.END_OTHERS_SESSION)
    require(by, Deed.CLAIM_PASS)
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON:
        raise BadAnswer(_("Write why it takes longer, in 4 to 500 characters."))
    decided = scope.newest(ticket)
    if ticket.finished_at is not None or decided is None or decided.decision not in CLAIMING:
        raise TooLate(_("What was decided about this ticket does not allow a longer session. Decide the request anew."))
    deadline = row.deadline_at or now
    wanted = deadline + timedelta(seconds=policy.box_s(Box(decided.box)))
    last = row.claimed_at + timedelta(seconds=policy.hours.left_s(clock.local(row.claimed_at)))
    until = min(wanted, last)
    if until - deadline < LEAST_MORE:
        raise TooLate(_("The desk closes: this session may not go on longer. Arrange another day with the subscriber."))
    moved = move_deadline(session=row.pk, until=until, reason=words, by=by, now=now)
    if isinstance(moved, Refused):
        raise is_over
    return moved


def _to_join(ticket: Ticket, identity: Identity) -> Session | None:
    """The running session that this person may look along with; None when there is none."""
    if not may(identity.role, Deed.SEE_LIVE_SESSIONS):
        return None
    running = remote.running_of_ticket(ticket.pk)
    return next((row for row in running if row.communicator_id != identity.staff_id), None)


def _left_s(box: Box, *, policy: DeskPolicy, now: datetime) -> int:
    """The box, cut at closing time and the minutes after it."""
    return min(policy.box_s(box), policy.hours.left_s(clock.local(now)))


def _denied(code: Refusal, identity: Identity, ticket: int, now: datetime) -> Refused:
    record(event="claim.denied", by=identity.actor, about=f"ticket:{ticket}", facts={"code": str(code)}, now=now)
    return Refused(code)
