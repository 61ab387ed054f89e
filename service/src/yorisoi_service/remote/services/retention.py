"""What is forgotten of sessions in time: where they came from, what the program told of its system, and in the end what
was consented to."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from yorisoi_service.audit.purging import Child, Progress, Step, purge_steps, silent
from yorisoi_service.audit.rules.keeping import Counts, Periods
from yorisoi_service.audit.services import record
from yorisoi_service.remote.models import Entry, Extension, Session, WrongClaim
from yorisoi_service.remote.rules.session import State

ADDRESS_LIFE = timedelta(days=30)  # long enough to look into a complaint, not longer
TECHNICAL = {"program": "", "system": "", "network": "", "address": "", "home": ""}
OVER = (str(State.ENDED), str(State.CLOSED))


def forget_due(*, now: datetime, life: timedelta = ADDRESS_LIFE) -> int:
    """Cut the addresses of sessions offered longer ago than `life`; returns how many. Safe to call as often as one likes.

    The network's name and what was decided about it stay: they say nothing about where somebody lives.
    """
    old = Session.objects.filter(offered_at__lte=now - life).exclude(address="", home="")
    if not old.exists():
        return 0
    with transaction.atomic():
        count = old.update(address="", home="")
        WrongClaim.objects.filter(at__lte=now - life).delete()
        record(event="sessions.addresses_forgotten", by="service", about="sessions", facts={"count": count}, now=now)
    return count


def purge(
    *,
    now: datetime,
    periods: Periods,
    past_lines: Callable[[Collection[int]], set[int]],
    dry_run: bool = False,
    told: Progress = silent,
) -> Counts:
    """Empty addresses, wrong claims and technical data whose time is over; delete offers that nobody claimed with the
    technical data, and sessions with their signed log once their line is among `past_lines`: those whose contract has
    been over for longer than consents are kept. What runs stays whatever its age."""
    addresses = Session.objects.filter(offered_at__lte=periods.cut("address_days", now)).exclude(address="", home="")
    claims = WrongClaim.objects.filter(at__lte=periods.cut("address_days", now))
    unclaimed = Session.objects.filter(
        state__in=OVER, ticket=None, beside=None, offered_at__lte=periods.cut("session_log_months", now)
    )
    technical = (
        Session.objects.filter(state__in=OVER, offered_at__lte=periods.cut("session_log_months", now))
        .exclude(ticket=None, beside=None)
        .exclude(program="", system="", network="")
    )
    # Rows of 0.1 may have ended without a moment of their end; none is younger than its offer.
    consents = Session.objects.filter(
        state__in=OVER, line__isnull=False, beside=None, offered_at__lte=periods.cut("consent_years", now)
    ).exclude(Exists(Session.objects.filter(beside=OuterRef("pk")).exclude(state__in=OVER)))

    def among(keys: list[str]) -> list[str]:
        lines = dict(Session.objects.filter(pk__in=keys).values_list("pk", "line_id"))
        past = past_lines({line for line in lines.values() if line is not None})
        return [key for key, line in lines.items() if line in past]

    children = (
        Child(Entry, "session__beside"),
        Child(Extension, "session__beside"),
        Child(Session, "beside"),
        Child(Entry, "session"),
        Child(Extension, "session"),
    )
    steps = (
        Step(addresses, "offered_at", Session.objects.exclude(address="", home=""), values={"address": "", "home": ""}),
        Step(claims, "at"),
        Step(unclaimed, "offered_at", Session.objects.filter(ticket=None), children=children),
        Step(technical, "offered_at", Session.objects.exclude(program="", system="", network=""), values=TECHNICAL),
        Step(consents, "offered_at", children=children, among=among),
    )
    return purge_steps("retention:remote", steps, now=now, dry_run=dry_run, told=told)


def forget(*, tickets: Collection[int]) -> Counter[str]:
    """Empty the technical data of sessions held for these tickets; what was consented to stays for its time. Inside the caller's
    transaction."""
    found = Session.objects.filter(Q(ticket__in=tickets) | Q(beside__ticket__in=tickets), state__in=OVER).exclude(
        **TECHNICAL
    )
    return Counter({"remote.Session": found.update(**TECHNICAL)})
