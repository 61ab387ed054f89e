"""Claiming a pass: one conditional UPDATE, exactly one winner, and the nameplate is burnt whatever follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from yorisoi_protocol.vocabulary import Permission, Refusal, ViewerKind

from yorisoi_service.audit.services import record
from yorisoi_service.remote import nameplates
from yorisoi_service.remote.models import Session, WrongClaim
from yorisoi_service.remote.rules.limits import Limits, wait_s
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import RUNNING, State
from yorisoi_service.staff.queries import Identity


class Warrant(Protocol):
    """What the desk hands down; this app needs only to read it."""

    @property
    def ticket(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def allowed(self) -> tuple[Permission, ...]: ...
    @property
    def time_box_s(self) -> int: ...
    @property
    def beside(self) -> str: ...


@dataclass(frozen=True)
class Grant:
    """The pass is this communicator's. `nonce` and `public_key` are the subscriber's from `Open`."""

    session: str
    nonce: str
    public_key: str
    allowed: tuple[Permission, ...]
    time_box_s: int
    kind: ViewerKind


@transaction.atomic
def claim(
    *, waiting: Session | None, warrant: Warrant, identity: Identity, limits: Limits, now: datetime
) -> Grant | Refused:
    """Take the session found behind a nameplate for one ticket; None when the nameplate was never given.

    Refused as no_such_pass, pass_expired or pass_used; each such try counts against the communicator and is audited.
    Two that claim at once: the database lets one UPDATE change the row, the other is told pass_used. A pass made for one
    more viewer is taken by a warrant for just that session only, and by no other; any other pass by none of those.
    """
    if Session.objects.filter(line_id=warrant.line, state__in=RUNNING).count() >= limits.running_per_line:
        return busy(identity=identity, ticket=warrant.ticket, now=now)
    if waiting is None:
        return wrong(Refusal.NO_SUCH_PASS, identity=identity, limits=limits, now=now)
    # Do not split: the condition and the change must be one statement, or two communicators win.
    won = Session.objects.filter(
        pk=waiting.pk, state=State.OFFERED, expires_at__gt=now, beside=warrant.beside or None
    ).update(
        state=State.CLAIMED,
        claimed_at=now,
        seen_at=now,
        ticket=warrant.ticket,
        line_id=warrant.line,
        communicator_id=identity.staff_id,
        allowed=[str(permission) for permission in warrant.allowed],
        time_box_s=warrant.time_box_s,
        deadline_at=now + timedelta(seconds=warrant.time_box_s),
    )
    if won != 1:
        waiting.refresh_from_db()
        never_claimed = waiting.claimed_at is None
        code = Refusal.PASS_EXPIRED if never_claimed else Refusal.PASS_USED
        if waiting.state == State.OFFERED and waiting.expires_at > now:  # a pass of the other kind: it goes on waiting
            code = Refusal.NO_SUCH_PASS
        return wrong(code, identity=identity, limits=limits, now=now, session=waiting)
    nameplates.put_to_rest(waiting.nameplate)
    record(
        event="session.claimed",
        by=identity.actor,
        about=waiting.topic,
        facts={
            "ticket": warrant.ticket,
            "line": warrant.line,
            "allowed": [str(permission) for permission in warrant.allowed],
            "network": waiting.network_policy,
            "kind": waiting.kind,
            "seconds": warrant.time_box_s,
        },
        now=now,
    )
    return Grant(
        waiting.pk,
        waiting.nonce,
        waiting.public_key,
        warrant.allowed,
        warrant.time_box_s,
        ViewerKind(waiting.kind),
    )


def lock_s(identity: Identity, *, limits: Limits, now: datetime) -> int:
    """Seconds this communicator must wait after too many wrong claims; 0 when free to claim."""
    since = now - timedelta(seconds=limits.wrong_claims_window_s)
    moments = list(
        WrongClaim.objects.filter(communicator_id=identity.staff_id, at__gt=since).values_list("at", flat=True)
    )
    return wait_s(moments, allowed=limits.wrong_claims, window_s=limits.wrong_claims_window_s, now=now)


def busy(*, identity: Identity, ticket: int, now: datetime, wait_s: int = 0) -> Refused:
    """Refuse one claim too many, and audit it. It counts as no wrong one. Inside the caller's transaction."""
    record(
        event="claim.denied",
        by=identity.actor,
        about=f"ticket:{ticket}",
        facts={"code": str(Refusal.TOO_MANY)},
        now=now,
    )
    return Refused(Refusal.TOO_MANY, retry_after_s=wait_s)


def wrong(
    code: Refusal, *, identity: Identity, limits: Limits, now: datetime, session: Session | None = None
) -> Refused:
    """Count a wrong claim, audit it, and audit the lock it may bring. Inside the caller's transaction."""
    WrongClaim.objects.create(communicator_id=identity.staff_id, at=now, code=code)
    about = session.topic if session is not None else "session:none"
    record(event="claim.refused", by=identity.actor, about=about, facts={"code": str(code)}, now=now)
    wait = lock_s(identity, limits=limits, now=now)
    if wait:
        record(event="claim.locked", by=identity.actor, about=identity.actor, facts={"seconds": wait}, now=now)
    return Refused(code, retry_after_s=wait)
