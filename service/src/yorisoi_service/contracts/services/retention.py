"""Contracts whose time is over: which they are, and what goes with them.

A contract's history decides what each of its months cost (R08, R24), so history and ledger go together and whole, by
whoever first held the lines; `billing.services.retention` takes both. What no month is decided by goes here.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from yorisoi_service.audit.purging import Child, Progress, Step, purge_steps, silent
from yorisoi_service.audit.rules.keeping import Counts, Periods
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.models import Acceptance, Application, Event, Period
from yorisoi_service.contracts.rules.story import State
from yorisoi_service.subscribers.models import HouseholdMember, Line, Subscriber, Suspension

# In this order: events and applications name periods. Acceptances went before: consents are kept no longer than contracts.
OF_A_HOLDER = (
    Child(Event, "line__first_holder", "entered_at"),
    Child(Application, "line__first_holder", "received_on"),
    Child(Period, "line__first_holder", "start_on"),
    Child(Suspension, "line__first_holder", "first_on"),
)


def alive(*, since: date) -> QuerySet[Period]:
    """Contracts that run, or whose end (or annulment) is younger than `since`."""
    return Period.objects.filter(Q(void="", end_on=None) | Q(void="", end_on__gt=since) | Q(void_on__gt=since))


def past_lines(lines: Collection[int], *, since: date) -> set[int]:
    """Those of the lines on which, and on the lines they replaced or were replaced by, no contract was alive since."""
    mine = Line.objects.filter(pk__in=list(lines))
    living = alive(since=since).filter(line__first_holder=OuterRef("first_holder"))
    asked = Application.objects.filter(state=State.APPLIED, line__first_holder=OuterRef("first_holder"))
    return set(mine.exclude(Exists(living) | Exists(asked)).values_list("pk", flat=True))


def past_subscribers(subscribers: Collection[int], *, since: date) -> set[int]:
    """Those of the subscribers on whose lines, held now or first, no contract was alive since."""
    return set(
        without_contract(Subscriber.objects.filter(pk__in=list(subscribers)), since=since).values_list("pk", flat=True)
    )


def without_contract(subscribers: QuerySet[Subscriber], *, since: date) -> QuerySet[Subscriber]:
    """The subscribers on whose lines, held now or first, no contract was alive since and none is applied for."""
    held, first = alive(since=since).filter(line__subscriber=OuterRef("pk")), None
    first = alive(since=since).filter(line__first_holder=OuterRef("pk"))
    asked = Application.objects.filter(
        Q(line__subscriber=OuterRef("pk")) | Q(line__first_holder=OuterRef("pk")), state=State.APPLIED
    )
    return subscribers.exclude(Exists(held) | Exists(first) | Exists(asked))


def past_holders(*, since: date, entered_until: datetime) -> QuerySet[Subscriber]:
    """First holders of lines with contracts of which none was alive since, and of which nothing was entered later.
    With a household their housemates' contracts must be over as well: one's first join decides the free months of all
    (T6)."""
    contracts = Period.objects.filter(line__first_holder=OuterRef("pk"))
    told = Event.objects.filter(line__first_holder=OuterRef("pk"), entered_at__gt=entered_until)
    mates = alive(since=since).filter(line__first_holder__household=OuterRef("household"))
    holders = without_contract(Subscriber.objects.filter(Exists(contracts)), since=since)
    return holders.exclude(Exists(told)).exclude(~Q(household="") & Exists(mates))


def let_go(holders: list[int]) -> None:
    """What must be done before the contracts of these first holders go: their lines remember that the free months were
    used, and corrections let go of what they correct. Inside the caller's transaction."""
    used = Period.objects.filter(line=OuterRef("pk"), void="")
    Line.objects.filter(Exists(used), first_holder__in=holders).update(free_window_used=True)
    Period.objects.filter(line__first_holder__in=holders).update(corrects=None)


def purge(*, now: datetime, periods: Periods, dry_run: bool = False, told: Progress = silent) -> Counts:
    """Delete acceptances of terms `consent_years` after the contract's end, applications that came to nothing and, that
    long after the last contract, people named for a household after `ticket_months`."""
    today = business_day(now)
    consent = periods.cut_day("consent_years", today)
    short = periods.cut_day("ticket_months", today)
    over = Q(period__void="", period__end_on__lte=consent) | Q(period__void_on__lte=consent)
    nothing = Application.objects.filter(period=None, received_on__lte=short).exclude(state=State.APPLIED)
    leaving = without_contract(Subscriber.objects.all(), since=short)
    members = HouseholdMember.objects.filter(
        added_at__lte=periods.cut("ticket_months", now), subscriber__in=leaving.values("pk")
    )
    steps = (
        Step(Acceptance.objects.filter(over), "accepted_on"),
        Step(nothing, "received_on", Application.objects.filter(period=None)),
        Step(members, "added_at"),
    )
    return purge_steps("retention:contracts", steps, now=now, dry_run=dry_run, told=told)
