"""A session of an invented call: every step through the service's own doors, and the log signed by a key that is made for
it, as a subscriber's program makes one.

Nothing was shown and nobody looked: what stands in the rows is what a session of that kind leaves behind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from yorisoi_protocol import evidence
from yorisoi_protocol.vocabulary import Ending, GateEvent, Permission, Removal
from yorisoi_service.config.provider import Provider
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries.tickets import gates_of
from yorisoi_service.desk.services import admission, answers
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.remote.services.endings import close_with_receipt, end_session
from yorisoi_service.remote.services.offers import Offer, Opening, withdraw_offer
from yorisoi_service.remote.services.running import record_entry
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.queries import SECOND_FACTOR, SIGNED_IN_AT, identity_of

Draw = Callable[[int], bytes]
HERE = "127.0.0.1"  # the demo's lines are this machine's own addresses
PROGRAM, SYSTEM = "yorisoi-tool 0.1.0", "Debian 12"
CONTROL_REFUSED_EVERY, LEFT_EVERY = 4, 7  # sessions in which the subscriber only shows; whose removal is the system's


@dataclass(frozen=True)
class Saying:
    """One entry of the subscriber's log: so many seconds after the claim."""

    after_s: int
    event: GateEvent
    permission: Permission | None = None
    number: int = 0


def hold(
    *, ticket: Ticket, nth: int, by: StaffMember, at: datetime, until: datetime, provider: Provider, draw: Draw
) -> bool:
    """The `nth` session, from the number read out to the receipt, on a ticket that is decided; False where the provider's
    rules let none begin: then none stands there."""
    for condition in ("device", "operations"):
        answers.tick(ticket=ticket, condition=condition, yes=True, by=by, now=at)
    if "terms" in gates_of(ticket, policy=provider.desk, now=at).closed:
        version = provider.terms.version
        answers.terms_read_aloud(ticket=ticket, version=version, present=version, by=by, now=at)
    if ticket.line is None or ticket.line.fixed_networks:  # such a line's addresses are not this machine's
        return False
    key = Ed25519PrivateKey.from_private_bytes(draw(32))
    offer = admission.open_pass(
        opening=Opening(draw(32).hex(), evidence.public_key_of(key), PROGRAM, SYSTEM, "", ""),
        address=HERE, policy=provider.desk, networks=provider.networks, limits=provider.limits, now=at, draw=draw,
    )  # fmt: skip
    if not isinstance(offer, Offer):
        return False
    at += timedelta(seconds=40)
    if not _claimed(offer, ticket, by, at, provider):
        withdraw_offer(session=offer.session, now=at)
        return False
    log = evidence.Log(key, offer.session)
    lasts_s = round((until - at).total_seconds())
    for said in _sayings(lasts_s, shows_only=nth % CONTROL_REFUSED_EVERY == 0):
        entry = log.append(said.after_s * 1_000, said.event, said.permission, said.number)
        moment = at + timedelta(seconds=said.after_s)
        record_entry(session=offer.session, entry=entry, limits=provider.limits, now=moment)
    end_session(session=offer.session, reason=Ending.FINISHED, side=Side.COMMUNICATOR, by=by, now=until)
    removal = Removal.LEFT_TO_SYSTEM if nth % LEFT_EVERY == 0 else Removal.VERIFIED
    receipt = log.receipt(removal, ["program"])
    close_with_receipt(session=offer.session, receipt=receipt, now=until + timedelta(seconds=8))
    return True


def _claimed(offer: Offer, ticket: Ticket, by: StaffMember, at: datetime, provider: Provider) -> bool:
    """Take the pass as somebody who is signed in with a second factor; that sign-in is gone afterwards."""
    browser = SessionStore()
    browser[SIGNED_IN_AT] = at.timestamp()
    browser[SESSION_KEY], browser[HASH_SESSION_KEY] = str(by.pk), by.get_session_auth_hash()
    browser[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": SECOND_FACTOR, "at": at.timestamp()}]
    browser.create()
    identity = identity_of(browser.session_key or "", now=at)
    assert identity is not None
    grant = admission.claim_pass(
        nameplate=offer.nameplate, ticket=ticket.pk, identity=identity, policy=provider.desk, limits=provider.limits, now=at
    )  # fmt: skip
    browser.delete()
    return isinstance(grant, Grant)


def _sayings(lasts_s: int, *, shows_only: bool) -> list[Saying]:
    """Looking is asked for and given, then control; at the end what was given is taken back."""
    view, control = Permission.VIEW, Permission.CONTROL
    begun = [
        Saying(12, GateEvent.VERIFIED),
        Saying(14, GateEvent.ASKED, view, 1),
        Saying(22, GateEvent.GRANTED, view, 1),
        Saying(75, GateEvent.ASKED, control, 2),
    ]
    if shows_only:
        begun.append(Saying(84, GateEvent.DENIED, control, 2))
    else:
        begun += [Saying(84, GateEvent.GRANTED, control, 2), Saying(lasts_s, GateEvent.TAKEN, control, 2)]
    return [*begun, Saying(lasts_s, GateEvent.TAKEN, view, 1), Saying(lasts_s, GateEvent.ENDED)]
