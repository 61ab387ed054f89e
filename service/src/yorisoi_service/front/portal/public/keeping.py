"""What is kept of people, what for, and how long: as subscribers read it, from the map of every table."""

from django.utils.translation import gettext as _

from yorisoi_service.audit.rules.keeping import Periods
from yorisoi_service.front import datamap


def kept(periods: Periods) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Its name, what, what for, how long; the periods are those that the purge goes by."""
    return [(str(each.title), str(each.holds), str(each.purpose), each.how_long) for each in datamap.told(periods)]


def never() -> list[str]:
    """What is not kept at all."""
    return [
        _("Passwords"),
        _("Pictures of your screen"),
        _("What you type"),
        _("What you say when we ask who you are: we note only whether it was right"),
    ]
