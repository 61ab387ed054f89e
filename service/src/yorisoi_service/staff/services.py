"""Adding and changing people, and carrying their sign-in to a socket. Every change is audited."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.staff import queries
from yorisoi_service.staff.errors import BadMember, NotAllowed, SecondFactor
from yorisoi_service.staff.models import SocketTicket, StaffMember
from yorisoi_service.staff.queries import Identity
from yorisoi_service.staff.rules.roles import Deed, Role
from yorisoi_service.staff.rules.words import is_name

SOCKET_TICKET_LIFE_S = 30


def require(by: StaffMember, deed: Deed) -> None:
    """Raise NotAllowed unless this person may do it."""
    if not by.may(deed):
        raise NotAllowed(_("Your role does not allow this. Ask your desk lead or an administrator."))


@transaction.atomic
def add_staff(
    *,
    username: str,
    number: str,
    display_name: str,
    role: Role | str,
    password: str,
    by: StaffMember | None,
    now: datetime,
) -> StaffMember:
    """Add one person. `by` is None only for the first administrator, who must be one.

    Writes the person and an audit row; sets up no second factor: the person does that at the first sign-in.
    """
    if by is not None:
        require(by, Deed.MANAGE_STAFF)
    elif StaffMember.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        raise NotAllowed(_("There is an administrator already: sign in as one and add people there."))
    member = StaffMember(
        username=username, number=number, display_name=display_name.strip(), role=str(role), joined_at=now
    )
    if not is_name(display_name):
        raise BadMember(_("The name shown to subscribers needs visible characters only."))
    try:
        validate_password(password, member)
        member.set_password(password)
        member.full_clean()
    except ValidationError as refused:
        raise BadMember(" ".join(_told(refused))) from None
    member.save()
    record(
        event="staff.added",
        by=by.actor if by else "setup",
        about=member.actor,
        facts={"role": member.role},
        now=now,
    )
    return member


@transaction.atomic
def change_role(*, member: StaffMember, role: Role, by: StaffMember, now: datetime) -> StaffMember:
    """Give a person another role; their sockets fall within five seconds."""
    require(by, Deed.MANAGE_STAFF)
    member = StaffMember.objects.select_for_update().get(pk=member.pk)
    before, member.role = member.role, str(role)
    _keep_an_administrator(member)
    member.save(update_fields=["role"])
    record(event="staff.role", by=by.actor, about=member.actor, facts={"from": before, "to": str(role)}, now=now)
    return member


@transaction.atomic
def deactivate(*, member: StaffMember, by: StaffMember, now: datetime) -> StaffMember:
    """Somebody left: no sign-in, no socket, at once. The row stays, since sessions and tickets name it."""
    require(by, Deed.MANAGE_STAFF)
    member = StaffMember.objects.select_for_update().get(pk=member.pk)
    member.is_active = False
    _keep_an_administrator(member)
    member.set_unusable_password()  # every session's hash goes stale with it
    member.save(update_fields=["is_active", "password"])
    record(event="staff.left", by=by.actor, about=member.actor, now=now)
    return member


def issue_socket_ticket(
    *,
    member: StaffMember,
    session: SessionBase,
    now: datetime,
    draw: Callable[[int], bytes],
    desk_ticket: int | None = None,
) -> str:
    """A one-time ticket for this person's socket, to be spent within thirty seconds. `desk_ticket`: the ticket of the desk
    that the page shows; from now on this sign-in may claim for it.

    Raises SecondFactor when none was given in this browser session. Stores only the ticket's hash.
    """
    if not queries.has_second_factor(session, now=now):
        raise SecondFactor(_("Give your second factor first: use your passkey or the code of your app."))
    if session.session_key is None:
        raise NotAllowed(_("Sign in first."))
    ticket = base64.urlsafe_b64encode(draw(24)).decode()
    with transaction.atomic():
        SocketTicket.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()  # longer than any sign-in
        SocketTicket.objects.create(
            hash=_hashed(ticket),
            member=member,
            session_key=session.session_key,
            desk_ticket=desk_ticket,
            expires_at=now + timedelta(seconds=SOCKET_TICKET_LIFE_S),
        )
    return ticket


def spend_socket_ticket(*, ticket: str, now: datetime) -> Identity | None:
    """The person behind a ticket, once. None when unknown, spent, too old, or the sign-in is over."""
    hashed = _hashed(ticket)
    with transaction.atomic():
        spent = SocketTicket.objects.filter(hash=hashed, spent_at=None, expires_at__gt=now).update(spent_at=now)
        if spent != 1:
            return None
        row = SocketTicket.objects.get(hash=hashed)
    identity = queries.identity_of(row.session_key, now=now)
    return identity if identity is not None and identity.staff_id == row.member_id else None


def keep_signed_in(*, identity: Identity, now: datetime) -> None:
    """A running support session counts as activity: the idle time starts anew, the longest life does not."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(identity.session_key)
    began = queries.signed_in_at(store)
    if began is None:
        return
    end = min(
        now + timedelta(seconds=settings.SESSION_COOKIE_AGE),
        began + timedelta(seconds=settings.YORISOI_SESSION_LIFE_S),
    )
    Session.objects.filter(session_key=identity.session_key, expire_date__gt=now).update(expire_date=end)


def _keep_an_administrator(changed: StaffMember) -> None:
    still = changed.is_active and changed.role == Role.ADMINISTRATOR
    others = StaffMember.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=changed.pk)
    if not still and not others.exists():
        raise BadMember(_("This is the last administrator. Name another one first."))


def _hashed(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()


SENTENCES = {
    ("username", "unique"): _("Somebody has this sign-in name already. Choose another one."),
    ("username", "invalid"): _("A sign-in name has 2 to 40 small letters, digits, dots, hyphens and underscores."),
    ("number", "unique"): _("Somebody has this staff number already. Choose another one."),
    ("number", "invalid"): _("A staff number has 1 to 6 digits."),
}


def _told(refused: ValidationError) -> list[str]:
    """Our own sentences where there are some; a password's faults come as its validators say them."""
    if not hasattr(refused, "error_dict"):
        return refused.messages
    return [
        str(SENTENCES.get((field, each.code or ""), " ".join(each.messages)))
        for field, errors in refused.error_dict.items()
        for each in errors
    ]
