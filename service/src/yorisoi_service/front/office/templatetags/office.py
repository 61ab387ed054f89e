"""How the office's pages write money, months and days, in the page's language."""

from datetime import date

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from yorisoi_service.contracts.rules.month import Month

register = template.Library()


@register.simple_tag
def own_debit() -> bool:
    """Does the provider collect by debit files of its own?"""
    return bool(settings.PROVIDER.collection.mode == "own_debit")


@register.filter
def yen(amount: int) -> str:
    """`1,100 yen`; a credit carries its minus."""
    return _("%(amount)s yen") % {"amount": f"{amount:,}"}


@register.filter
def month(value: Month | date) -> str:
    """`April 2026`."""
    first = value.first_day if isinstance(value, Month) else value
    return date_format(first, "YEAR_MONTH_FORMAT")


@register.filter
def day(value: date) -> str:
    """`Wed, 15 Apr 2026`."""
    # Translators: how a day is written, in the letters of Django's date format
    return date_format(value, _("D, j M Y"))


@register.filter
def as_month(value: date) -> Month:
    """The calendar month of a day, as addresses write it."""
    return Month.of(value)


@register.filter
def number(value: int) -> str:
    """`12,345`."""
    return f"{value:,}"


@register.filter
def signed(amount: int) -> str:
    """`+550 yen`, `-550 yen`, `±0 yen`."""
    return f"{'+' if amount > 0 else '' if amount < 0 else '±'}{yen(amount)}"
