"""What goes and what stays when a subscriber asks for deletion, told before they ask."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yorisoi_service import clock
from yorisoi_service.contracts.models import Period
from yorisoi_service.front.portal.me.contracts import has_contract
from yorisoi_service.subscribers.models import Subscriber

GOES: tuple[str | Promise, ...] = (
    _("your telephone numbers, mail address and the people of your household"),
    _("what you asked our desk, and our notes about it"),
    _("calls, calls back, and technical data of connections"),
    _("codes and links to this page"),
)


@dataclass(frozen=True)
class Stays:
    """Something the law keeps, and until when; None: nobody can say yet, since the contract still runs."""

    sentence: str | Promise
    until: date | None


def what_goes() -> tuple[str | Promise, ...]:
    """What the office deletes."""
    return GOES


def what_stays(subscriber: Subscriber, *, now: datetime) -> list[Stays]:
    """What must stay, the longest last. With a running contract all that it needs stays, too."""
    today, periods = clock.business_day(now), settings.PROVIDER.retention
    held = Period.objects.filter(line__subscriber=subscriber)
    found = []
    ended = held.aggregate(last=Max("end_on"))["last"]
    if has_contract(subscriber, on=today) or held.filter(end_on=None, void="").exists():
        found.append(Stays(_("Everything a running contract needs: it must be cancelled first, by telephone."), None))
        ended = None
    if not held.exists():
        return found
    for sentence, years in (
        (_("What you consented to: until claims about it have lapsed."), periods.consent_years),
        (_("Contract, charges and letters with name and address: tax law and commercial law."), periods.contract_years),
    ):
        found.append(Stays(sentence, None if ended is None else _years_after(ended, years)))
    return found


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return date(day.year + years, 3, 1)
