"""Adding and changing subscribers: plain rows. What a change means for a contract is `contracts.services`'s.

Audited by number; names and addresses never enter the audit trail.
"""

from datetime import datetime

from django.db import transaction

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.services.checking import write_checked

CONTACT = frozenset({"name", "kana", "address", "phone", "mobile", "email", "billing_account", "household"})


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
    billing_account: str = "",
    household: str = "",
    by: StaffMember,
    now: datetime,
) -> Subscriber:
    """Add one internet customer. Adds no line and no contract.

    `billing_account` is the account under which the internet is billed (R27); empty: the customer number.
    """
    require(by, Deed.REGISTER_CONTRACT)
    subscriber = Subscriber(
        customer_number=customer_number.strip().upper(),
        name=name.strip(),
        kana=kana.strip(),
        address=address.strip(),
        phone=phone.strip(),
        mobile=mobile.strip(),
        email=email.strip(),
        billing_account=billing_account.strip(),
        household=household.strip(),
        added_at=now,
    )
    write_checked(subscriber)
    record(event="subscriber.added", by=by.actor, about=f"subscriber:{subscriber.pk}", now=now)
    return subscriber


@transaction.atomic
def change_contact(*, subscriber: Subscriber, by: StaffMember, now: datetime, **fields: str) -> Subscriber:
    """Change what is known of a subscriber: any of CONTACT. An empty billing account becomes the customer number.

    Changes no charge and no contract (R09, R27). The audit row names the changed fields, never what they say.
    """
    require(by, Deed.REGISTER_CONTRACT)
    if unknown := sorted(fields.keys() - CONTACT):
        raise TypeError(f"not a field of a subscriber's contact: {', '.join(unknown)}")
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    changed = sorted(name for name, value in fields.items() if getattr(subscriber, name) != value.strip())
    if not changed:
        return subscriber
    for name in changed:
        setattr(subscriber, name, fields[name].strip())
    write_checked(subscriber)
    facts: dict[str, Fact] = {"fields": changed}
    record(event="subscriber.changed", by=by.actor, about=f"subscriber:{subscriber.pk}", facts=facts, now=now)
    return subscriber
