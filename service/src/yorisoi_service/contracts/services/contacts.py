"""What is known of a subscriber changes, and the stories of their lines tell what of it a reader of bills must know."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.rules.story import Kind
from yorisoi_service.contracts.services.telling import tell
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.services import people


@transaction.atomic
def change_contact(*, subscriber: Subscriber, by: StaffMember, now: datetime, **fields: str) -> Subscriber:
    """As `subscribers.services.people.change_contact`, told in the stories it belongs to.

    Another billing account is told on the lines held now, and changes no fee (R27). Another household may: where free
    months are a household's, one's first join decides for all of them (T6). So it is told on every line first held by
    the subscriber or by somebody of the household left or entered, and the month run looks at them again.
    """
    before = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    after = people.change_contact(subscriber=subscriber, by=by, now=now, **fields)
    if before.billing_account != after.billing_account:
        held = Line.objects.filter(subscriber=after, closed_on=None).order_by("pk")
        _tell_each(Kind.ACCOUNT_CHANGED, held, {}, by=by, now=now)
    if before.household != after.household:
        homes = {before.household, after.household} - {""}
        mates = Subscriber.objects.filter(household__in=homes).values("pk")
        first_held = Line.objects.filter(first_holder__in=mates) | Line.objects.filter(first_holder=after)
        _tell_each(Kind.CORRECTED, first_held.order_by("pk"), {"what": "household"}, by=by, now=now)
    return after


def _tell_each(kind: Kind, lines: Iterable[Line], facts: dict[str, Fact], *, by: StaffMember, now: datetime) -> None:
    for line in lines:
        tell(kind, line=line, on=business_day(now), facts=facts, by=by, now=now)
