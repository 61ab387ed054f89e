"""Naming somebody of the household who may ask for support (R33), and forgetting them again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.models import HouseholdMember, Subscriber

MOST_MEMBERS = 20


@transaction.atomic
def add_household_member(
    *, subscriber: Subscriber, name: str, relation: str, kana: str = "", by: StaffMember, now: datetime
) -> HouseholdMember:
    """Name somebody of the household who may ask for support (R33). Gives no right over the contract."""
    require(by, Deed.REGISTER_CONTRACT)
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.members.count() >= MOST_MEMBERS:
        raise BadRecord(_("A household has twenty members here at most. Remove somebody who moved out first."))
    member = HouseholdMember(
        subscriber=subscriber, name=name.strip(), kana=kana.strip(), relation=relation.strip(), added_at=now
    )
    if not all(is_name(text) for text in (member.name, member.kana or member.name, member.relation)):
        raise BadRecord(_("Enter the name and how they are related, in visible characters."))
    try:
        member.full_clean()
    except ValidationError as refused:
        raise BadRecord(" ".join(refused.messages)) from None
    member.save()
    facts: dict[str, Fact] = {"member": member.pk}
    record(event="household.added", by=by.actor, about=f"subscriber:{subscriber.pk}", facts=facts, now=now)
    return member


@transaction.atomic
def remove_household_member(*, member: HouseholdMember, by: StaffMember, now: datetime) -> None:
    """Forget somebody of the household; the row goes, tickets keep what was said on them."""
    require(by, Deed.REGISTER_CONTRACT)
    facts: dict[str, Fact] = {"member": member.pk}
    about = f"subscriber:{member.subscriber_id}"
    if HouseholdMember.objects.filter(pk=member.pk).delete()[0]:
        record(event="household.removed", by=by.actor, about=about, facts=facts, now=now)
