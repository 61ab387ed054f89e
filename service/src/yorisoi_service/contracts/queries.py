"""Is there a contract, were the terms accepted, and what does a line's page tell. The month run reads `histories`."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from yorisoi_service.contracts.models import Acceptance, Application, Campaign, Event, Period, TermsVersion
from yorisoi_service.contracts.rules.history import Histories, LineFacts, PeriodFacts, Suspension
from yorisoi_service.contracts.rules.month import Month, months_from
from yorisoi_service.contracts.rules.replacing import may_replace
from yorisoi_service.contracts.rules.story import EndCause, Kind, State
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.models import Suspension as SuspensionRow


def active_period(line_id: int, *, on: date) -> Period | None:
    """The line's contract on this day, or None. On the day of a re-contract the newer one."""
    return counting(line_id).filter(Q(end_on=None) | Q(end_on__gte=on), start_on__lte=on).last()


def is_active(line_id: int, *, on: date) -> bool:
    """Is a contract active on this line on this day?"""
    return active_period(line_id, on=on) is not None


def holds_contract(subscriber_id: int, *, on: date, line_id: int | None = None) -> bool:
    """Is a contract active on this day on a line of this subscriber; with `line_id` on that one, or on what took its
    place when they moved?"""
    begun = Period.objects.filter(line__subscriber=subscriber_id, void="", start_on__lte=on)
    if line_id is not None:
        begun = begun.filter(line__in=followed(line_id))
    return begun.filter(Q(end_on=None) | Q(end_on__gte=on)).exists()


def is_support_suspended(period: Period) -> bool:
    """Is the support of this contract withheld (T9)? The newest of the two events says it; a corrected entry keeps it."""
    kinds = (Kind.SUPPORT_SUSPENDED, Kind.SUPPORT_RESUMED)
    told = Event.objects.filter(period__in=entries_of(period), kind__in=kinds)
    return told.order_by("-pk").values_list("kind", flat=True).first() == Kind.SUPPORT_SUSPENDED


def entries_of(period: Period) -> list[int]:
    """This entry of a contract and those it corrects, the newest first: what happened hangs on the one that stood at the
    time. One question for each correction."""
    chain = [period.pk]
    older = period.corrects_id
    while older is not None:
        chain.append(older)
        older = Period.objects.values_list("corrects", flat=True).get(pk=older)
    return chain


def asked_end(period: Period) -> date | None:
    """The last day a contract was to have at the subscriber's request, whatever its line did since; None without one."""
    if period.requested_end_on is None:
        return None
    asked = {"facts__requested_on": period.requested_end_on.isoformat()}
    told = Event.objects.filter(period__in=entries_of(period), **asked).order_by("-pk").first()
    return period.requested_end_on if told is None else date.fromisoformat(told.facts["end_on"])


def goes_on(line_id: int) -> bool:
    """Would the line's contract go on on a line that takes its place: it runs, or ended with the line alone?"""
    newest = counting(line_id).last()
    if newest is None or newest.end_on is None:
        return newest is not None
    return newest.end_cause == EndCause.LINE_CLOSED and asked_end(newest) is None


def accepted_on_form(line_id: int, *, version: str, on: date) -> bool:
    """Was this terms version accepted with the form of the contract active on this day?"""
    period = active_period(line_id, on=on)
    return period is not None and Acceptance.objects.filter(period=period, version=version).exists()


def history(line_id: int) -> list[Period]:
    """Every period of a line, the first one first, void ones among them; a moved line took its periods along."""
    return list(Period.objects.filter(line_id=line_id).select_related("campaign").order_by("sequence", "pk"))


def counting(line_id: int) -> QuerySet[Period]:
    """The periods of a line that count, in order: those that are not void."""
    return Period.objects.filter(line_id=line_id, void="").order_by("sequence")


def waiting_application(line_id: int) -> Application | None:
    """The application on this line that waits for its form, or None."""
    return Application.objects.filter(line_id=line_id, state=State.APPLIED).first()


def story(line_id: int) -> list[Event]:
    """Everything that happened to the contracts of a line, of the lines it replaced and those that replaced it, as it
    was entered."""
    told = Event.objects.filter(line_id__in=followed(line_id)).select_related("entered_by", "period")
    return list(told.order_by("pk"))


def followed(line_id: int) -> list[int]:
    """This line with those it replaced and those that replaced it, the oldest first. One question for each move."""
    chain = [line_id]
    while (older := Line.objects.filter(pk=chain[0]).values_list("moved_from", flat=True).first()) is not None:
        chain.insert(0, older)
    while (newer := Line.objects.filter(moved_from=chain[-1]).values_list("pk", flat=True).first()) is not None:
        chain.append(newer)
    return chain


def not_moved(lines: Collection[Line]) -> list[Line]:
    """Those of the lines that no other has replaced."""
    gone = set(Line.objects.filter(moved_from__in=lines).values_list("moved_from", flat=True))
    return [line for line in lines if line.pk not in gone]


def replacements(lines: Collection[Line]) -> list[tuple[Line, Line]]:
    """Of one subscriber's lines every older one with a younger one that may have taken its place, by what their rows say."""
    left = not_moved(lines)
    younger = [line for line in left if line.moved_from_id is None and line.closed_on is None]
    return [(old, new) for old in left for new in younger if _fits(old, new)]


def _fits(old: Line, new: Line) -> bool:
    return may_replace(opened_on=old.opened_on, closed_on=old.closed_on, new_opened_on=new.opened_on)


def successions(holders: Sequence[int]) -> list[tuple[int, date, int]]:
    """Whose line went to whom: (line, day, subscriber before), in order, on the lines these first held."""
    told = Event.objects.filter(kind=Kind.LINE_INHERITED, line__first_holder_id__in=holders).order_by("on", "pk")
    return [(line, on, facts["from"]) for line, on, facts in told.values_list("line_id", "on", "facts")]


def campaigns() -> list[Campaign]:
    """Every campaign, the newest offer first."""
    return list(Campaign.objects.order_by("-offered_from", "code"))


def campaigns_offered(*, on: date) -> list[Campaign]:
    """The campaigns offered for a form of this day."""
    return [each for each in campaigns() if each.offered_from <= on and (each.offered_until or on) >= on]


def terms_versions() -> list[TermsVersion]:
    """Every version of the terms, the newest first."""
    return list(TermsVersion.objects.order_by("-in_force_since", "-pk"))


def liability_of(version: str, language: str, *, written: Mapping[str, str]) -> str:
    """What this version of the terms says on liability: as it was kept, which holds (R11), in the first language there is
    rather than not at all. `written`: as the provider file has it, for as long as nothing is kept."""
    kept = TermsVersion.objects.filter(version=version).first()
    texts = written if kept is None else kept.texts
    return texts.get(language) or next(iter(texts.values()), "")


def newest_event(*, entered_until: datetime | None = None) -> int:
    """The number of the newest event, or of the newest entered until this moment; 0 when there is none."""
    told = Event.objects.all() if entered_until is None else Event.objects.filter(entered_at__lte=entered_until)
    return told.order_by("-pk").values_list("pk", flat=True).first() or 0


def holders_with_contracts(*, after: int, limit: int) -> list[int]:
    """First holders of lines with a contract that counts, in order, those with a key above `after`: the run's cursor."""
    counts = Period.objects.filter(line_id=OuterRef("pk"), void="")
    lines = Line.objects.filter(Exists(counts), first_holder_id__gt=after).order_by("first_holder_id")
    return list(lines.values_list("first_holder_id", flat=True).distinct()[:limit])


def touched_holders(
    *, since_event: int, after: int = 0, limit: int | None = None, scope: str = "customer"
) -> list[int]:
    """First holders, in order, those with a key above `after`, of lines with events newer than `since_event`; with
    scope "household" their household mates too, since one's first join decides the free months of all."""
    touched = Event.objects.filter(pk__gt=since_event).values("line__first_holder_id")
    wanted = Q(pk__in=touched)
    if scope == "household":
        homes = Subscriber.objects.filter(pk__in=touched).exclude(household="").values("household")
        wanted |= Q(household__in=homes)
    found = Subscriber.objects.filter(wanted, pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return list(found if limit is None else found[:limit])


def histories(*, holders: Sequence[int], scope: str) -> Histories:
    """Every line these first held, and what ran on it; with scope "household" their household mates' too.

    Three questions, five with households, however many holders: no model is built, a million lines pass through here.
    """
    chosen: Collection[int] = list(holders)
    if scope == "household":
        homes = Subscriber.objects.filter(pk__in=chosen).exclude(household="").values_list("household", flat=True)
        mates = Subscriber.objects.filter(household__in=list(homes)).values_list("pk", flat=True)
        chosen = {*chosen, *mates}
    mine = {"line__first_holder_id__in": chosen}
    rests: dict[int, list[Suspension]] = defaultdict(list)
    resting = SuspensionRow.objects.filter(**mine).order_by("first_on", "pk")
    for line, first, last in resting.values_list("line_id", "first_on", "last_on").iterator():
        rests[line].append(Suspension(first, last))
    lines = (
        Line.objects.filter(first_holder_id__in=chosen)
        .order_by("pk")
        .values_list(
            "pk",
            "first_holder_id",
            "opened_on",
            "closed_on",
            "moved_from_id",
            "free_window_used",
            "first_holder__household",
        )
    )
    periods = (
        Period.objects.filter(**mine)
        .order_by("pk")
        .values_list("form_line_id", "form_on", "end_on", "campaign__code", "void")
    )
    return Histories(
        lines=tuple(
            LineFacts(
                id=str(pk),
                customer=str(holder),
                opened=opened,
                closed=closed,
                moved_from=None if older is None else str(older),
                suspensions=tuple(rests[pk]) if pk in rests else (),
                free_window_used=used,
                household=household or None,
            )
            for pk, holder, opened, closed, older, used, household in lines.iterator()
        ),
        periods=tuple(
            PeriodFacts(line=str(line), start=form_on, end=end_on, campaign=campaign, withdrawn=void != "")
            for line, form_on, end_on, campaign, void in periods.iterator()
        ),
    )


def history_of_line(line_id: int, *, scope: str) -> Histories:
    """The histories of whoever first held this line: what a page and a letter about it are decided from."""
    return histories(holders=[Line.objects.values_list("first_holder_id", flat=True).get(pk=line_id)], scope=scope)


@dataclass(frozen=True)
class MonthCount:
    """One month: lines with a contract on a day of it at least, contracts that began in it, and that ended in it."""

    month: Month
    active: int
    joined: int
    ended: int


def contracts_by_month(first: Month, last: Month) -> list[MonthCount]:
    """What a chart shows, for every month from the first to the last. Counted by the database, day by day."""
    counting_ones = Period.objects.filter(void="")
    before = counting_ones.filter(start_on__lt=first.first_day).count()
    gone = counting_ones.filter(end_on__lt=first.first_day).count()
    days = (first.first_day, last.last_day)
    joined = _by_month(counting_ones.filter(start_on__range=days).values_list("start_on"))
    ended = _by_month(counting_ones.filter(end_on__range=days).values_list("end_on"))
    # Cancelled and back within one month is one line, not two.
    one_before = counting_ones.filter(
        line_id=OuterRef("line_id"), sequence=OuterRef("sequence") - 1, end_on__gte=OuterRef("opening")
    )
    again = counting_ones.annotate(opening=TruncMonth("start_on")).filter(Exists(one_before), start_on__range=days)
    back = _by_month(again.values_list("start_on"))
    found, running = [], before - gone
    for month in months_from(first, last):
        touched = running + joined[month]
        found.append(MonthCount(month, touched - back[month], joined[month], ended[month]))
        running = touched - ended[month]
    return found


def _by_month(days: QuerySet[Period, tuple[date]]) -> Counter[Month]:
    found: Counter[Month] = Counter()
    for day, count in days.annotate(Count("pk")).order_by():
        found[Month.of(day)] += count
    return found
