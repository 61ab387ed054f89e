"""What goes and what stays when a subscriber asks for deletion, told before they ask; `front.forgetting` does it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yorisoi_service.clock import business_day
from yorisoi_service.contracts.models import Period
from yorisoi_service.front.portal.me.held import held_by
from yorisoi_service.subscribers.models import Subscriber

GOES: tuple[str | Promise, ...] = (
    _("what you asked our desk, our notes about it, and the letters about it"),
    _("calls, calls back, and technical data of connections"),
    _("the people of your household whom you named"),
    _("codes and links to this page; you cannot open it any more then"),
    _("your name, address and telephone numbers, if you have no line with us any more"),
)


@dataclass(frozen=True)
class Stays:
    """Something the law keeps, and until when; None: nobody can say yet, since a contract still runs."""

    sentence: str | Promise
    until: date | None


def what_goes() -> tuple[str | Promise, ...]:
    """What the office deletes."""
    return GOES


def what_stays(subscriber: Subscriber, *, now: datetime) -> list[Stays]:
    """What must stay for its time, also of a contract that went to somebody else."""
    periods = settings.PROVIDER.retention
    looks = Stays(
        _("Who of our staff looked at your data, by number."), _years_after(business_day(now), periods.look_years)
    )
    held = Period.objects.filter(line__in=[line for each in held_by(subscriber) for line in each.lines], void="")
    if not held.exists():
        return [looks]
    running = held.filter(end_on=None).exists()
    ended = None if running else held.aggregate(last=Max("end_on"))["last"]
    return [
        looks,
        *(
            Stays(sentence, None if ended is None else _years_after(ended, years))
            for sentence, years in (
                (_("What you consented to: until claims about it have lapsed."), periods.consent_years),
                (_("Contract, charges and invoices: as tax law and commercial law ask."), periods.contract_years),
            )
        ),
    ]


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return date(day.year + years, 3, 1)
