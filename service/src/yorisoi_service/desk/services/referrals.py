"""Keeping the directory of places to which callers are sent on (R12). Audited by number; the rows hold no persons."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service import clock
from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadReferral
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.staff.services import require


@transaction.atomic
def save_referral(
    *,
    referral: Referral | None = None,
    name: str,
    contact: str,
    what_for: str = "",
    place: str,
    by: StaffMember,
    now: datetime,
) -> Referral:
    """Add a place, or correct one. Whoever writes it down has made sure of it: it counts as checked today."""
    require(by, Deed.EDIT_CATALOGUE)
    row = Referral() if referral is None else _shown(referral)
    row.name, row.contact, row.what_for, row.place = name.strip(), contact.strip(), what_for.strip(), place
    row.checked_on, row.checked_by = clock.business_day(now), by
    if not all(is_name(text) for text in (row.name, row.contact, row.what_for or row.name)):
        raise BadReferral(_("Enter the name and how to reach them, in visible characters."))
    try:
        row.clean_fields(exclude=["checked_by", "retired_at"])
    except ValidationError as refused:
        raise BadReferral(" ".join(refused.messages)) from None
    row.save()
    facts: dict[str, Fact] = {"place": row.place}
    event = "referral.added" if referral is None else "referral.changed"
    record(event=event, by=by.actor, about=row.topic, facts=facts, now=now)
    return row


@transaction.atomic
def check_referral(*, referral: Referral, by: StaffMember, now: datetime) -> Referral:
    """Somebody made sure today that it is still right."""
    require(by, Deed.EDIT_CATALOGUE)
    row = _shown(referral)
    row.checked_on, row.checked_by = clock.business_day(now), by
    row.save(update_fields=["checked_on", "checked_by"])
    record(event="referral.checked", by=by.actor, about=row.topic, now=now)
    return row


@transaction.atomic
def retire_referral(*, referral: Referral, by: StaffMember, now: datetime) -> None:
    """Show it no more. Finished tickets keep what they say."""
    require(by, Deed.EDIT_CATALOGUE)
    row = _shown(referral)
    row.retired_at = now
    row.save(update_fields=["retired_at"])
    record(event="referral.retired", by=by.actor, about=row.topic, now=now)


def _shown(referral: Referral) -> Referral:
    fresh = Referral.objects.select_for_update().filter(pk=referral.pk, retired_at=None).first()
    if fresh is None:
        raise BadReferral(_("This place is in the directory no more."))
    return fresh
