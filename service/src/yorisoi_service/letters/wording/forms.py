"""How days, months, hours and amounts are said in a letter. The language is the one that is switched on."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def yen(amount: int) -> str:
    """`1,100 yen`."""
    return _("%(amount)s yen") % {"amount": f"{amount:,}"}


def day(value: date) -> str:
    """A day of a year."""
    return str(date_format(value, "DATE_FORMAT"))


def month(value: date) -> str:
    """A month of a year."""
    return str(date_format(value, "YEAR_MONTH_FORMAT"))


def hour(text: str) -> str:
    """`09:00` as people say it."""
    hours, minutes = (int(part) for part in text.split(":"))
    values = {"hour": hours % 12, "clock": hours % 12 or 12, "minute": f"{minutes:02d}"}
    if hours < 12:
        return (_("%(clock)s:%(minute)s a.m.") if minutes else _("%(clock)s a.m.")) % values
    return (_("%(clock)s:%(minute)s p.m.") if minutes else _("%(clock)s p.m.")) % values
