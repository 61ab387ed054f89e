"""Prices, tax and settings by date: seeded once from the provider file, then changed by a named person for months to come."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.billing.errors import BadTariff
from yorisoi_service.billing.models import Close, Dated, PolicyRow, PriceRow, TaxRow
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require

BEGINNING = Month(1900, 1)  # of what the provider file says: before any service month
MOST_YEN = 100_000


@transaction.atomic
def seed(*, monthly_yen: int, tax_percent: int, policy: Policy, now: datetime) -> bool:
    """Write the provider file's price, tax and settings into an empty database; False when they stand already.

    Where the file says something else later, the rows hold. Writes an audit row.
    """
    if PolicyRow.objects.exists():
        return False
    since = BEGINNING.first_day
    PriceRow.objects.create(since=since, amount=monthly_yen, at=now)
    TaxRow.objects.create(since=since, percent=tax_percent, at=now)
    PolicyRow.objects.create(since=since, settings=asdict(policy), at=now)
    facts = {"yen": monthly_yen, "percent": tax_percent, **asdict(policy)}
    record(event="tariff.seeded", by="setup", about="tariff", facts=facts, now=now)
    return True


@transaction.atomic
def add_price(*, since: Month, amount: int, by: StaffMember, now: datetime) -> PriceRow:
    """From this service month on the fee is `amount` yen, tax included (R24)."""
    require(by, Deed.EDIT_TARIFF)
    if not 0 <= amount <= MOST_YEN:
        raise BadTariff(_("The fee must be a whole number of yen from 0 to 100,000."))
    row: PriceRow = _add(PriceRow, since, {"amount": amount}, by, now)
    record(event="tariff.price_set", by=by.actor, about="tariff", facts={"since": str(since), "yen": amount}, now=now)
    return row


@transaction.atomic
def add_tax(*, since: Month, percent: int, by: StaffMember, now: datetime) -> TaxRow:
    """From this service month on the fee holds `percent` per cent of tax; the fee itself stays."""
    require(by, Deed.EDIT_TARIFF)
    if not 0 <= percent <= 100:
        raise BadTariff(_("The tax rate must be a whole number from 0 to 100."))
    row: TaxRow = _add(TaxRow, since, {"percent": percent}, by, now)
    record(
        event="tariff.tax_set", by=by.actor, about="tariff", facts={"since": str(since), "percent": percent}, now=now
    )
    return row


@transaction.atomic
def add_policy(*, since: Month, policy: Policy, by: StaffMember, now: datetime) -> PolicyRow:
    """From this service month on these settings decide. Who joined before keeps the free months promised then."""
    require(by, Deed.EDIT_TARIFF)
    row: PolicyRow = _add(PolicyRow, since, {"settings": asdict(policy)}, by, now)
    facts = {"since": str(since), **asdict(policy)}
    record(event="tariff.settings_set", by=by.actor, about="tariff", facts=facts, now=now)
    return row


def _add(model: type[Any], since: Month, values: Mapping[str, Any], by: StaffMember, now: datetime) -> Any:
    lock()
    last = Close.objects.order_by("-month").first()
    if last is not None and since <= Month.of(last.month):
        raise BadTariff(
            _("%(month)s is closed, and nothing changes what it cost. Choose a later month.") % {"month": since}
        )
    if not issubclass(model, Dated):
        raise TypeError(model)
    return model.objects.create(since=since.first_day, by=by, at=now, **values)


def lock() -> None:
    """One at a time: a change of prices and the beginning of a month's run. Held until the transaction ends."""
    PolicyRow.objects.select_for_update().order_by("pk").first()
