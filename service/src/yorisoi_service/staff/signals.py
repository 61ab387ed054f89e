"""Signing in and out as the audit trail and the session see it."""

import logging
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from yorisoi_service import clock
from yorisoi_service.audit.services import record
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.queries import SECOND_FACTOR, SIGNED_IN_AT

log = logging.getLogger("yorisoi.staff")


def connect() -> None:
    """Called once, when the application is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="yorisoi_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="yorisoi_signed_out")
    user_login_failed.connect(_failed, dispatch_uid="yorisoi_sign_in_failed")
    password_changed.connect(_password_changed, dispatch_uid="yorisoi_password_changed")
    authenticator_added.connect(_factor_added, dispatch_uid="yorisoi_factor_added")
    authenticator_removed.connect(_factor_changed, dispatch_uid="yorisoi_factor_removed")
    authenticator_reset.connect(_factor_changed, dispatch_uid="yorisoi_factor_reset")


def _signed_in(sender: object, request: HttpRequest, user: StaffMember, **_: Any) -> None:
    now = clock.now()
    request.session[SIGNED_IN_AT] = now.timestamp()
    with transaction.atomic():
        record(event="staff.signed_in", by=user.actor, about=user.actor, now=now)


def _signed_out(sender: object, request: HttpRequest, user: StaffMember | None, **_: Any) -> None:
    if user is None:
        return
    with transaction.atomic():
        record(event="staff.signed_out", by=user.actor, about=user.actor, now=clock.now())


def _failed(sender: object, **_: Any) -> None:
    log.warning("sign_in_failed")


def _password_changed(sender: object, user: StaffMember, **_: Any) -> None:
    with transaction.atomic():
        record(event="staff.password_changed", by=user.actor, about=user.actor, now=clock.now())


def _factor_added(sender: object, request: HttpRequest, user: StaffMember, authenticator: Any, **_: Any) -> None:
    """Setting up an app or a passkey shows that the person holds it: it counts as given in this session."""
    kind = Authenticator.Type(authenticator.type)
    if kind is not Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method=SECOND_FACTOR, type=kind.value, id=authenticator.pk)
    with transaction.atomic():
        record(event="staff.factor_added", by=user.actor, about=user.actor, facts={"kind": kind.value}, now=clock.now())


def _factor_changed(sender: object, user: StaffMember, authenticator: Any, **_: Any) -> None:
    kind = Authenticator.Type(authenticator.type).value
    with transaction.atomic():
        record(event="staff.factor_changed", by=user.actor, about=user.actor, facts={"kind": kind}, now=clock.now())
