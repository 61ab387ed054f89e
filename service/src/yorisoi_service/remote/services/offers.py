"""Offering a pass: a nameplate for a tool that opened, and taking it back. What to refuse first is `desk`'s."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import transaction
from yorisoi_protocol.limits import MAX_JOINED, PASS_LIFE_S
from yorisoi_protocol.vocabulary import Ending, Refusal, ViewerKind

from yorisoi_service.audit.services import record
from yorisoi_service.remote import nameplates
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.limits import Limits, wait_s
from yorisoi_service.remote.rules.networks import LineCheck, home_of
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import RUNNING, Side, State
from yorisoi_service.remote.services import endings
from yorisoi_service.staff.rules.words import one_line

Draw = Callable[[int], bytes]


@dataclass(frozen=True)
class Opening:
    """The subscriber's `Open`, decoded: `nonce` and `public_key` in hexadecimal. `beside` and `resume` name the running
    session beside which somebody shall look, and prove that this is its program; both empty for a first viewer."""

    nonce: str
    public_key: str
    program: str
    system: str
    beside: str = ""
    resume: str = field(default="", repr=False)


@dataclass(frozen=True)
class Offer:
    """What the tool is told. `resume` is stored as a hash only."""

    session: str
    resume: str
    nameplate: str
    expires_in_s: int

    def __repr__(self) -> str:
        return f"Offer(session={self.session!r}, resume=***, nameplate={self.nameplate!r})"


@transaction.atomic
def open_session(
    *, opening: Opening, address: str, line_check: LineCheck, limits: Limits, now: datetime, draw: Draw
) -> Offer | Refused:
    """Give the nameplate longest at rest to a new session row, for ten minutes.

    Refuses when this home opened too often or holds too many offers, or when every nameplate is in use; a pass for one
    more viewer when its session does not run, is not this program's, or has its viewers already.
    Knows nothing about hours or networks: `desk.services.admission.open_pass` asks them first.
    """
    beside = _beside(opening) if opening.beside else None
    if isinstance(beside, Refused):
        return beside
    home = home_of(address)
    since = now - timedelta(seconds=limits.opens_window_s)
    recent = list(Session.objects.filter(home=home, offered_at__gt=since).values_list("offered_at", flat=True))
    wait = wait_s(recent, allowed=limits.opens_per_home, window_s=limits.opens_window_s, now=now)
    if wait:
        return Refused(Refusal.TOO_MANY, retry_after_s=wait)
    waiting = Session.objects.filter(home=home, state=State.OFFERED, expires_at__gt=now).count()
    if waiting >= limits.offers_per_home:
        return Refused(Refusal.TOO_MANY, retry_after_s=PASS_LIFE_S)
    plate = nameplates.allot(now=now, draw=draw)
    if plate is None:
        return Refused(Refusal.NO_NAMEPLATE, retry_after_s=60)
    token, resume = _token(draw), _token(draw)
    session = Session.objects.create(
        id=token,
        kind=ViewerKind.MAIN if beside is None else ViewerKind.JOINED,
        beside=beside,
        state=State.OFFERED,
        nameplate=plate,
        nonce=opening.nonce,
        public_key=opening.public_key,
        program=one_line(opening.program),
        system=one_line(opening.system),
        resume_hash=hashed(resume),
        address=address,
        home=home,
        network=line_check.network,
        network_policy=line_check.policy,
        offered_at=now,
        expires_at=now + timedelta(seconds=PASS_LIFE_S),
        seen_at=now,
    )
    record(
        event="session.offered",
        by="subscriber",
        about=session.topic,
        facts={"network": str(line_check.policy), "kind": session.kind},
        now=now,
    )
    return Offer(token, resume, plate, PASS_LIFE_S)


def _beside(opening: Opening) -> Session | Refused:
    """The running session that this program shows, with room for one more viewer; its row is locked."""
    row = Session.objects.select_for_update().filter(pk=opening.beside, kind=ViewerKind.MAIN, state__in=RUNNING).first()
    if row is None or not compare_digest(row.resume_hash, hashed(opening.resume)):
        return Refused(Refusal.NO_SUCH_SESSION)
    if Session.objects.filter(beside=row, state__in=RUNNING).count() >= MAX_JOINED:
        return Refused(Refusal.TOO_MANY)
    return row


def withdraw_offer(*, session: str, now: datetime) -> bool:
    """Take back an offer nobody claimed, because the tool asked for a new number or gave this one up. True when it was open.

    A tool that was cut off keeps its number until the ten minutes are over, or until it comes back and gives it up.
    """
    ended = endings.end_session(
        session=session, reason=Ending.PASS_EXPIRED, side=Side.SUBSCRIBER, now=now, only_from=(State.OFFERED,)
    )
    return not isinstance(ended, Refused) and ended.first


def hashed(resume: str) -> str:
    """How a resume token is stored."""
    return hashlib.sha256(resume.encode()).hexdigest()


def _token(draw: Draw) -> str:
    return base64.urlsafe_b64encode(draw(24)).decode()
