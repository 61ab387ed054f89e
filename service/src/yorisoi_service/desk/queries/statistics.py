"""Counting calls, tickets, sessions and answers of a span. The database adds up; what comes back are sums, one row for
each day at most, so a hundred thousand tickets take no more memory and no more queries than ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, Greatest
from yorisoi_protocol.vocabulary import Ending, GateEvent, Removal

from yorisoi_service.clock import BUSINESS_ZONE
from yorisoi_service.desk.models.calls import UNHEARD, Call
from yorisoi_service.desk.models.survey import Survey
from yorisoi_service.desk.models.tickets import Answer, Kind, Ticket
from yorisoi_service.desk.queries.statistics_moments import Exactly, day_number, day_of, exact, hour, length
from yorisoi_service.desk.rules.calls import State as CallState
from yorisoi_service.desk.rules.kpi import LONG_WAIT_S, REPEAT_DAYS, WELL, Targets, Totals
from yorisoi_service.desk.rules.outcome import Outcome
from yorisoi_service.desk.rules.statistics import Span, begin_of
from yorisoi_service.desk.rules.survey import Solved
from yorisoi_service.remote.models import Entry, Session
from yorisoi_service.remote.rules.session import State

OVER = tuple(str(state) for state in CallState if state is not CallState.RINGING)


@dataclass(frozen=True)
class Bar:
    """One part of the span: calls and tickets in it."""

    first: date
    last: date
    offered: int = 0
    answered: int = 0
    in_time: int = 0
    tickets: int = 0
    resolved: int = 0
    referred: int = 0

    @property
    def abandoned(self) -> int:
        return self.offered - self.answered


@dataclass(frozen=True)
class Decided:
    """How often one decision was the newest of a ticket, and how many of those tickets were referred."""

    code: str
    tickets: int
    referred: int


def totals(span: Span, *, targets: Targets) -> Totals:
    """Every count of a span: six queries, whatever it holds."""
    return Totals(
        **_calls(span, targets),
        **_tickets(span, targets),
        **_contacts(span),
        **_sessions(span),
        **_consents(span),
        **_said(span),
    )


def bars(span: Span, *, targets: Targets) -> list[Bar]:
    """The span in its parts, in order, the empty ones too: two queries."""
    calls = _waiting(_in(_over(), "rang_at", span))
    counted_calls = _by_part(calls, "rang_at", span, **_call_counts(targets))
    counted_tickets = _by_part(
        _in(Ticket.objects.all(), "opened_at", span),
        "opened_at",
        span,
        tickets=Count("pk"),
        resolved=Count("pk", filter=_is(Outcome.RESOLVED)),
        referred=Count("pk", filter=_is(Outcome.REFERRED)),
    )
    found = []
    for part in span.parts():
        key = begin_of(part.first, span.step)
        call, ticket = counted_calls.get(key, {}), counted_tickets.get(key, {})
        names = ("offered", "answered", "in_time")
        found.append(Bar(part.first, part.last, **{name: call.get(name, 0) for name in names}, **ticket))
    return found


def decisions(span: Span) -> list[Decided]:
    """The newest decision of each ticket, counted by code, the most frequent first. One query."""
    newest = Answer.objects.filter(ticket=OuterRef("pk"), kind=str(Kind.SCOPE)).order_by("-at", "-pk")
    tickets = _in(Ticket.objects.all(), "opened_at", span).annotate(code=Subquery(newest.values("value")[:1]))
    counted = tickets.values("code").annotate(n=Count("pk"), referred=Count("pk", filter=_is(Outcome.REFERRED)))
    # Those without a decision are left out here: in the statement, each decision would be looked up once more.
    found = [Decided(row["code"], row["n"], row["referred"]) for row in counted.order_by() if row["code"] is not None]
    return sorted(found, key=lambda each: (-each.tickets, each.code))


def hours(span: Span) -> list[int]:
    """Tickets opened in each hour of the day in Japan, from 0 to 23. One query."""
    by_hour = _in(Ticket.objects.all(), "opened_at", span).annotate(hour=hour("opened_at"))
    counted = dict(by_hour.values_list("hour").annotate(n=Count("pk")).order_by())
    return [counted.get(hour, 0) for hour in range(24)]


def ends(span: Span) -> tuple[datetime, datetime]:
    """The first moment of the span and the first one after it."""
    since = datetime.combine(span.first, time.min, BUSINESS_ZONE)
    return since, datetime.combine(span.last + timedelta(days=1), time.min, BUSINESS_ZONE)


def _over() -> Any:
    return Call.objects.filter(state__in=OVER).exclude(**UNHEARD)


def _in(rows: Any, field: str, span: Span) -> Any:
    since, until = ends(span)
    return rows.filter(**{f"{field}__gte": since, f"{field}__lt": until})


def _by_part(rows: Any, field: str, span: Span, **counts: Any) -> dict[date, dict[str, int]]:
    """Counts of each part, by its first day. The database counts days, of which a span has a thousand at most."""
    counted = rows.annotate(day=day_number(field)).values("day").annotate(**counts).order_by()
    found: dict[date, dict[str, int]] = {}
    for row in counted:
        part = found.setdefault(begin_of(day_of(row.pop("day")), span.step), dict.fromkeys(counts, 0))
        for name, count in row.items():
            part[name] += count
    return found


def _is(outcome: Outcome) -> Q:
    return Q(outcome=str(outcome))


def _waiting(calls: Any) -> Any:
    """Calls with how long they rang until they were answered (`waited`), or until the caller gave up (`in_vain`)."""
    return calls.annotate(waited=length("rang_at", "answered_at"), in_vain=length("rang_at", "hung_up_at"))


def _call_counts(targets: Targets) -> dict[str, Any]:
    """Of calls from `_waiting`."""
    in_time, long = exact(timedelta(seconds=targets.service_s)), exact(timedelta(seconds=LONG_WAIT_S))
    over = Q(waited__gt=long) | Q(answered_at=None, in_vain__gt=long)
    return {
        "offered": Count("pk"),
        "answered": Count("pk", filter=Q(answered_at__isnull=False)),
        "in_time": Count("pk", filter=Q(waited__lte=in_time)),
        "long_waits": Count("pk", filter=over),
    }


def _calls(span: Span, targets: Targets) -> dict[str, int]:
    return dict(_waiting(_in(_over(), "rang_at", span)).aggregate(**_call_counts(targets)))


def _tickets(span: Span, targets: Targets) -> dict[str, int]:
    end = Coalesce(Greatest("finished_at", "call__hung_up_at"), "finished_at")
    talked_until = Coalesce("call__hung_up_at", "opened_at")
    tickets = _in(Ticket.objects.all(), "opened_at", span).annotate(
        took=length("opened_at", end), afterwards=length(talked_until, "finished_at")
    )
    is_handled = Q(afterwards__lte=exact(timedelta(minutes=targets.longest_after_call_min)))
    found = tickets.aggregate(
        tickets=Count("pk"),
        finished=Count("pk", filter=Q(finished_at__isnull=False)),
        referred=Count("pk", filter=_is(Outcome.REFERRED)),
        handled=Count("pk", filter=is_handled),
        handled_s=Sum("took", filter=is_handled),
    )
    took = timedelta(microseconds=int(found.pop("handled_s") or 0))
    return {**found, "handled_s": round(took.total_seconds())}


def _contacts(span: Span) -> dict[str, int]:
    """Whose caller was found: in groups by outcome, by whether they came again, and whether they had been there before.
    The ticket after each and the one before it are looked up once."""
    others = Ticket.objects.filter(subscriber=OuterRef("subscriber")).annotate(exactly=Exactly("opened_at"))
    following = others.filter(opened_at__gt=OuterRef("opened_at")).order_by("opened_at").values("exactly")[:1]
    before = others.filter(opened_at__lt=OuterRef("opened_at")).order_by("-opened_at").values("exactly")[:1]
    found = _in(Ticket.objects.filter(subscriber__isnull=False), "opened_at", span).annotate(
        until_next=length("opened_at", Subquery(following)), since_last=length(Subquery(before), "opened_at")
    )
    week = exact(timedelta(days=REPEAT_DAYS))
    near = {
        name: ExpressionWrapper(Q(**{f"{distance}__lte": week}), output_field=BooleanField())
        for name, distance in (("again", "until_next"), ("follows", "since_last"))
    }
    groups = list(found.annotate(**near).values("again", "follows", "outcome").annotate(n=Count("pk")).order_by())
    done = [row for row in groups if row["outcome"] and not row["follows"]]
    return {
        "known": sum(row["n"] for row in groups),
        "repeated": sum(row["n"] for row in groups if row["again"]),
        "first_contacts": sum(row["n"] for row in done),
        "solved_at_once": sum(row["n"] for row in done if row["outcome"] == Outcome.RESOLVED and not row["again"]),
    }


def _sessions(span: Span) -> dict[str, int]:
    claimed = _in(Session.objects.filter(claimed_at__isnull=False), "offered_at", span)
    over = Q(state__in=[str(State.ENDED), str(State.CLOSED)])

    def of(removal: Removal) -> Count:
        return Count("pk", filter=over & Q(removal=str(removal)))

    return dict(
        claimed.aggregate(
            claimed=Count("pk"),
            wrong_passes=Count("pk", filter=Q(ending=str(Ending.WRONG_PASS))),
            ended=Count("pk", filter=over),
            removed=of(Removal.VERIFIED),
            left_to_system=of(Removal.LEFT_TO_SYSTEM),
            not_removed=of(Removal.FAILED),
        )
    )


def _consents(span: Span) -> dict[str, int]:
    entries = _in(
        Entry.objects.filter(event__in=[str(GateEvent.GRANTED), str(GateEvent.DENIED)]), "session__offered_at", span
    )
    return dict(
        entries.aggregate(
            granted=Count("pk", filter=Q(event=str(GateEvent.GRANTED))),
            denied=Count("pk", filter=Q(event=str(GateEvent.DENIED))),
        )
    )


def _said(span: Span) -> dict[str, int]:
    surveys = _in(Survey.objects.all(), "ticket__opened_at", span)
    found = surveys.aggregate(
        surveys=Count("pk"),
        satisfied=Count("pk", filter=Q(help__gte=WELL)),
        marks=Sum("help"),
        # Not under the field's own name: the next condition would take this sum for it.
        said_yes=Count("pk", filter=Q(solved=str(Solved.YES))),
        solved_partly=Count("pk", filter=Q(solved=str(Solved.PARTLY))),
    )
    return {("solved" if name == "said_yes" else name): value or 0 for name, value in found.items()}


def marks(span: Span) -> Sequence[int]:
    """How often each mark was given, from 1 to 5. One query."""
    surveys = _in(Survey.objects.all(), "ticket__opened_at", span)
    counted = dict(surveys.values_list("help").annotate(n=Count("pk")).order_by("help"))
    return [counted.get(mark, 0) for mark in range(1, 6)]
