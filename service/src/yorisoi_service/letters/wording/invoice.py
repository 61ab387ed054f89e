"""The invoice in words. Items are told in the language of the invoice when it is composed (`billing.services`)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yorisoi_service.letters.rules.invoice import Invoice, Item
from yorisoi_service.letters.rules.paper import Facts, Number, Numbers, Paper, Section, Table, Text
from yorisoi_service.letters.wording.forms import day, month, yen


def paper(values: Invoice, *, number: str, issued_on: date) -> Paper:
    """The invoice in the language that is switched on."""
    is_credit = values.amount < 0
    return Paper(
        language=values.language,
        title=pgettext("letter", "Credit note") if is_credit else pgettext("letter", "Invoice"),
        honorific=pgettext("on an envelope", "%(name)s"),
        copy=_("Issued again on %(day)s"),
        marks=((pgettext("letter", "Day"), day(issued_on)), (pgettext("letter", "Invoice number"), number)),
        sender=(
            values.issuer,
            values.issuer_address,
            _("Telephone %(phone)s") % {"phone": values.issuer_phone},
            _("Registration number %(number)s") % {"number": values.registration_number},
        ),
        lead=_lead(values),
        sections=(_whole(values), _items(values), _taxes(values), _payment(values)),
        sample=_("SAMPLE: some numbers in this letter are placeholders. Do not hand it out.")
        if values.has_placeholders
        else "",
    )


def _lead(values: Invoice) -> tuple[str, ...]:
    who = (_("To: %(name)s (company)") if values.is_company else _("To: %(name)s")) % {"name": values.recipient}
    if not values.corrects:
        return (who,)
    return (who, _("This invoice takes the place of invoice %(number)s.") % {"number": values.corrects})


def _whole(values: Invoice) -> Section:
    first, last = month(values.first_month), month(values.last_month)
    return Section(
        pgettext("letter", "Sum"),
        (
            Numbers((Number(pgettext("letter", "Sum, tax included"), yen(values.amount)),)),
            Facts(
                (
                    (
                        pgettext("letter", "Months"),
                        first
                        if first == last
                        else pgettext("letter", "%(first)s to %(last)s") % {"first": first, "last": last},
                    ),
                    (pgettext("letter", "Customer number"), values.customer_number),
                )
            ),
        ),
    )


def _items(values: Invoice) -> Section:
    return Section(
        pgettext("letter", "What it is for"),
        (
            Table(
                (
                    pgettext("letter", "Month"),
                    pgettext("letter", "What"),
                    pgettext("letter", "Tax rate"),
                    pgettext("letter", "Amount, tax included"),
                ),
                tuple(
                    (month(item.month), _what(item, values.service), f"{item.tax_percent}%", yen(item.amount))
                    for item in values.items
                ),
                words=2,
            ),
        ),
        is_apart=False,
    )


def _what(item: Item, service: str) -> str:
    names = {"service": service, "line": item.line}
    if item.is_adjustment:
        return _("%(service)s, correction, line %(line)s") % names
    return _("%(service)s, monthly fee, line %(line)s") % names


def _taxes(values: Invoice) -> Section:
    return Section(
        pgettext("letter", "By tax rate"),
        (
            Table(
                (
                    pgettext("letter", "Tax rate"),
                    pgettext("letter", "Sum, tax included"),
                    pgettext("letter", "Tax in it"),
                ),
                tuple((f"{each.tax_percent}%", yen(each.amount), yen(each.tax)) for each in values.sums),
            ),
        ),
    )


def _payment(values: Invoice) -> Section:
    names = {"day": values.debit_day, "service": values.service}
    if values.amount < 0:
        text = _("We take this amount off your next bill.")
    elif values.with_internet_bill:
        text = (
            _(
                "Each month is debited on day %(day)s of the following month with your internet fee. "
                "When banks are closed, on their next business day. You need not transfer anything."
            )
            % names
        )
    else:
        text = (
            _(
                "Each month is debited on day %(day)s of the following month from the account you named. "
                "When banks are closed, on their next business day. You need not transfer anything."
            )
            % names
        )
    return Section(pgettext("letter", "Payment"), (Text((text,)),))
