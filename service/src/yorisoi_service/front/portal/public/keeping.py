"""What is kept of people, what for, and how long: as subscribers read it, from the map of every table."""

from django.utils.translation import gettext as _

from yorisoi_service.audit.rules.keeping import Periods
from yorisoi_service.front import datamap


def kept(periods: Periods, *, records_calls: bool) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Its name, what, what for, how long; the periods are those that the purge goes by."""
    paragraphs = datamap.told(periods, records_calls=records_calls)
    return [(str(each.title), str(each.holds), str(each.purpose), each.how_long) for each in paragraphs]


def never(*, records_calls: bool) -> list[str]:
    """What is not kept at all. What is said in a call is, where calls are recorded."""
    always = [_("Passwords"), _("Pictures of your screen"), _("What you type")]
    if records_calls:
        return always
    return [*always, _("What you say when we ask who you are: we note only whether it was right")]
