"""Adding subscribers and lines. Audited by number; names and addresses never enter the audit trail."""

from collections.abc import Sequence
from datetime import date, datetime
from ipaddress import ip_network

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.models import Line, Subscriber


@transaction.atomic
def add_subscriber(
    *,
    customer_number: str,
    name: str,
    kana: str,
    address: str,
    phone: str,
    mobile: str = "",
    email: str = "",
    by: StaffMember,
    now: datetime,
) -> Subscriber:
    """Add one internet customer. Adds no line and no contract."""
    require(by, Deed.REGISTER_CONTRACT)
    subscriber = Subscriber(
        customer_number=customer_number.strip().upper(),
        name=name.strip(),
        kana=kana.strip(),
        address=address.strip(),
        phone=phone.strip(),
        mobile=mobile.strip(),
        email=email.strip(),
        added_at=now,
    )
    _checked(subscriber)
    record(event="subscriber.added", by=by.actor, about=f"subscriber:{subscriber.pk}", now=now)
    return subscriber


@transaction.atomic
def add_line(
    *,
    subscriber: Subscriber,
    number: str,
    address: str,
    opened_on: date,
    fixed_networks: Sequence[str] = (),
    by: StaffMember,
    now: datetime,
) -> Line:
    """Add one line of a subscriber. `fixed_networks` are ranges of its own, like "198.51.100.7/32"."""
    require(by, Deed.REGISTER_CONTRACT)
    try:
        networks = [str(ip_network(text)) for text in fixed_networks]
    except ValueError as wrong:
        raise BadRecord(_("A fixed network is not an address range: %(text)s") % {"text": wrong}) from None
    line = Line(
        subscriber=subscriber,
        number=number.strip(),
        address=address.strip(),
        opened_on=opened_on,
        fixed_networks=networks,
    )
    _checked(line)
    record(event="line.added", by=by.actor, about=f"line:{line.pk}", now=now)
    return line


@transaction.atomic
def close_line(*, line: Line, on: date, by: StaffMember, now: datetime) -> Line:
    """The line ends with this day. Does not touch its contract: `contracts.services` does."""
    require(by, Deed.CANCEL_CONTRACT)
    line = Line.objects.select_for_update().get(pk=line.pk)
    if on < line.opened_on:
        raise BadRecord(_("A line cannot close before the day it opened."))
    line.closed_on = on
    line.save(update_fields=["closed_on"])
    record(event="line.closed", by=by.actor, about=f"line:{line.pk}", facts={"on": on.isoformat()}, now=now)
    return line


def _checked(row: Subscriber | Line) -> None:
    try:
        if isinstance(row, Subscriber):
            row.full_clean(exclude=["found_name", "found_phone", "found_mobile"])
        else:
            row.full_clean()
    except ValidationError as refused:
        raise BadRecord(
            "; ".join(f"{field}: {' '.join(texts)}" for field, texts in refused.message_dict.items())
        ) from None
    shown = (row.name, row.kana, row.address) if isinstance(row, Subscriber) else (row.number, row.address)
    if not all(is_name(text) for text in shown):
        raise BadRecord(_("Names, numbers and addresses need visible characters only."))
    row.save()
