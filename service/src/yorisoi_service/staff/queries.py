"""Who is signed in, how surely, and whether they still are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

from yorisoi_service.staff.models import SocketTicket, StaffMember
from yorisoi_service.staff.rules.roles import Role

SIGNED_IN_AT = "yorisoi_signed_in_at"
FACTORS_OF = "account_authentication_methods_user"  # whose records allauth keeps; it has no public name for it
SECOND_FACTOR = "mfa"  # the method allauth records for TOTP, passkeys and recovery codes alike


@dataclass(frozen=True)
class Identity:
    """A signed-in person as a socket knows them. `session_key` never leaves the process."""

    staff_id: int
    number: str
    name: str
    role: Role
    session_key: str
    second_factor_at: datetime | None

    def __repr__(self) -> str:
        return f"Identity(number={self.number!r}, role={self.role!s}, session_key=***)"

    @property
    def actor(self) -> str:
        return f"staff:{self.number}"


def second_factor_at(session: Mapping[str, Any] | SessionBase) -> datetime | None:
    """When the signed-in person last gave a second factor in this browser session; None when never."""
    owner = session.get(FACTORS_OF)
    if owner is not None and owner != session.get(SESSION_KEY):
        return None
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    moments = [record["at"] for record in records if record.get("method") == SECOND_FACTOR and "at" in record]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def has_second_factor(session: Mapping[str, Any] | SessionBase, *, now: datetime, max_age_s: int | None = None) -> bool:
    """Was a second factor given in this session, and within `max_age_s` where that is asked?"""
    moment = second_factor_at(session)
    if moment is None:
        return False
    return max_age_s is None or now - moment <= timedelta(seconds=max_age_s)


def has_authenticator(member: StaffMember) -> bool:
    """Has this person set up TOTP or a passkey? Recovery codes alone do not count."""
    return Authenticator.objects.filter(user=member).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def signed_in_at(session: Mapping[str, Any] | SessionBase) -> datetime | None:
    """When the person signed in; the session's longest life counts from here."""
    stamp = session.get(SIGNED_IN_AT)
    return datetime.fromtimestamp(float(stamp), UTC) if isinstance(stamp, int | float) else None


def is_over(session: Mapping[str, Any] | SessionBase, *, now: datetime) -> bool:
    """Has the session reached its longest life, however busy it was?"""
    began = signed_in_at(session)
    return began is None or now - began >= timedelta(seconds=settings.YORISOI_SESSION_LIFE_S)


def identity_of(session_key: str, *, now: datetime) -> Identity | None:
    """The person behind a browser session as things stand now; None when signed out, idle, gone or over.

    Reads the session afresh: a sign-out, a new password or a deactivation holds at once.
    """
    # The setting names the session store, as in Django's own middleware; importing it here by name would fix one.
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    session = store.load()
    if store.session_key is None or is_over(session, now=now):
        return None
    member = StaffMember.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    if member is None:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), member.get_session_auth_hash()):
        return None
    return Identity(
        member.pk, member.number, member.display_name, Role(member.role), session_key, second_factor_at(session)
    )


def still_signed_in(identity: Identity, *, now: datetime) -> bool:
    """Does the sign-in behind a socket still hold? Ask at least every five seconds."""
    found = identity_of(identity.session_key, now=now)
    return found is not None and found.staff_id == identity.staff_id and found.role is identity.role


def was_shown(identity: Identity, *, desk_ticket: int) -> bool:
    """Did a page of this very sign-in show this ticket of the desk, and ask for a socket ticket with it?"""
    asked = SocketTicket.objects.filter(session_key=identity.session_key, member=identity.staff_id)
    return asked.filter(desk_ticket=desk_ticket).exists()


def member_of(identity: Identity) -> StaffMember:
    """The row behind an identity."""
    return StaffMember.objects.get(pk=identity.staff_id)


def by_number(number: str) -> StaffMember | None:
    """Who works here under this staff number; None: nobody, or no more."""
    return StaffMember.objects.filter(number=number, is_active=True).first()


def members(*, active: bool | None = None) -> list[StaffMember]:
    """Everybody, by number."""
    found = StaffMember.objects.all() if active is None else StaffMember.objects.filter(is_active=active)
    return sorted(found, key=lambda member: int(member.number))
