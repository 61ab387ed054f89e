"""Signing in and out as the audit trail and the session see it."""

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from yorisoi_service import clock
from yorisoi_service.audit.services import record
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.queries import SIGNED_IN_AT

log = logging.getLogger("yorisoi.staff")


def connect() -> None:
    """Called once, when the application is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="yorisoi_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="yorisoi_signed_out")
    user_login_failed.connect(_failed, dispatch_uid="yorisoi_sign_in_failed")


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
