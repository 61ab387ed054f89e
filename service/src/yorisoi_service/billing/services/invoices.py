"""Qualified invoices from the ledger, for subscribers who ask for one."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import BadMonth
from yorisoi_service.billing.models import Entry
from yorisoi_service.billing.rules.booking import Kind
from yorisoi_service.billing.rules.invoice import dealt_with, sums
from yorisoi_service.billing.rules.provider import Provider, spoken, worded
from yorisoi_service.contracts.rules.month import Month, months_between, months_from
from yorisoi_service.letters import queries as letters
from yorisoi_service.letters.errors import BadLetter
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.invoice import Invoice, Item
from yorisoi_service.letters.rules.kinds import Kind as LetterKind
from yorisoi_service.letters.rules.placeholders import is_placeholder
from yorisoi_service.letters.services.issuing import issue
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Subscriber

MOST_MONTHS = 24


@transaction.atomic
def issue_invoice(
    *,
    subscriber: Subscriber,
    month: Month,
    until: Month | None = None,
    recipient: str = "",
    corrects: Letter | None = None,
    provider: Provider,
    language: str = "ja",
    by: StaffMember,
    now: datetime,
) -> Letter:
    """Invoice what the runs of `month` to `until` booked for a subscriber, later adjustments of older months among it.

    `recipient` is the name the invoice is made out to where it is not the subscriber's own; it goes to the registered
    address all the same. Refused for a month that is not closed, that an invoice stands for already (deliver that one
    again), or in which nothing was charged. `corrects` names the invoice this one takes the place of.
    """
    require(by, Deed.SEE_MONEY)
    subscriber = Subscriber.objects.select_for_update().get(
        pk=subscriber.pk
    )  # of two requests the second sees the first
    last = until or month
    _may_cover(subscriber, month, last, corrects)
    items = dealt_with(
        _item(entry) for each in months_from(month, last) for entry in queries.entries_for_invoice(subscriber.pk, each)
    )
    if not items:
        raise BadLetter(_("Nothing was charged in these months, so there is nothing to invoice."))
    spoken_in = spoken(language, provider)
    issuer = provider.issuer
    values = Invoice(
        language=spoken_in,
        provider=provider.name_in(spoken_in),
        service=worded(provider.service_name, spoken_in),
        issuer=worded(issuer.name, spoken_in),
        registration_number=issuer.registration_number,
        issuer_address=issuer.address,
        issuer_phone=issuer.phone,
        recipient=recipient.strip() or subscriber.name,
        is_company=recipient.strip() not in ("", subscriber.name),
        customer_number=subscriber.customer_number,
        first_month=month.first_day,
        last_month=last.first_day,
        items=items,
        sums=sums(items, issuer.rounding),
        debit_day=provider.collection.debit_day,
        with_internet_bill=provider.collection.mode == "export",
        corrects="" if corrects is None else corrects.number,
        has_placeholders=is_placeholder(issuer.registration_number, issuer.phone),
    )
    return issue(
        subscriber=subscriber,
        values=values,
        about=f"subscriber:{subscriber.pk}",
        corrects=corrects,
        by=by,
        now=now,
    )


def _may_cover(subscriber: Subscriber, first: Month, last: Month, corrects: Letter | None) -> None:
    if not 0 <= months_between(first, last) < MOST_MONTHS:
        raise BadMonth(_("Choose at most 24 months, the last one not before the first."))
    for month in months_from(first, last):
        totals = queries.month_totals(month)
        if totals is None or not totals.is_closed:
            raise BadMonth(_("%(month)s is not closed yet. Close it first.") % {"month": month})
    if corrects is not None and (corrects.subscriber_id, corrects.kind) != (subscriber.pk, LetterKind.INVOICE):
        raise BadLetter(_("This is no invoice of this subscriber."))
    if corrects is not None and not (
        _covers(first, last, corrects.first_on) and _covers(first, last, corrects.last_on)
    ):
        raise BadLetter(_("A correction covers every month of the invoice whose place it takes. Choose its months."))
    for standing in letters.standing_invoices(subscriber, first.first_day, last.last_day):
        if corrects is None or standing.pk != corrects.pk:
            raise BadLetter(
                _("Invoice %(number)s stands for these months. Hand it over again, or issue one that corrects it.")
                % {"number": standing.number}
            )


def _covers(first: Month, last: Month, day: date | None) -> bool:
    return day is not None and first <= Month.of(day) <= last


def _item(entry: Entry) -> Item:
    return Item(entry.month, entry.line.number, entry.amount, entry.tax_percent, entry.kind == Kind.ADJUSTMENT)
