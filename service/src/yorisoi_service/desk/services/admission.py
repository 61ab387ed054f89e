"""Who may open a pass and who may claim one: the desk's policy in front of the session row.

`open_pass` asks hours and network only: the tool cannot know the ticket. `claim_pass` asks everything else, inside the
claim's own transaction, and hands the row a warrant.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from yorisoi_protocol.vocabulary import Refusal

from yorisoi_service import clock
from yorisoi_service.audit.services import record
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import scope
from yorisoi_service.desk.queries.hours import standing
from yorisoi_service.desk.queries.tickets import gates_of
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.desk.rules.triage import Box
from yorisoi_service.desk.rules.warrant import Warrant
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.networks import Networks, Policy
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import ASKABLE, State
from yorisoi_service.remote.services.claims import Grant, busy, claim, lock_s
from yorisoi_service.remote.services.offers import Offer, Opening, open_session
from yorisoi_service.staff import queries as staff
from yorisoi_service.staff.queries import Identity
from yorisoi_service.staff.rules.roles import Deed, may


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
    if row is None or row.holder_id != present.staff_id:
        return _denied(Refusal.NOT_ALLOWED, present, ticket, now)
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
    warrant = Warrant(
        ticket=row.pk,
        line=row.line_id,
        allowed=tuple(permission for permission in ASKABLE if permission in decided.allowed),
        time_box_s=min(policy.box_s(Box(decided.box)), policy.hours.left_s(clock.local(now))),
    )
    return claim(waiting=waiting, warrant=warrant, identity=present, limits=limits, now=now)


def _denied(code: Refusal, identity: Identity, ticket: int, now: datetime) -> Refused:
    record(event="claim.denied", by=identity.actor, about=f"ticket:{ticket}", facts={"code": str(code)}, now=now)
    return Refused(code)
