"""What the desk forgets in time: requests with everything said on them, calls, and the numbers they came from."""

from collections import Counter
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from yorisoi_service.audit.purging import Child, Progress, Step, purge_steps, silent
from yorisoi_service.audit.rules.keeping import Counts, Periods
from yorisoi_service.desk.models.calls import Call, CallBack
from yorisoi_service.desk.models.changes import Change
from yorisoi_service.desk.models.notes import Note
from yorisoi_service.desk.models.scope import Decided
from yorisoi_service.desk.models.survey import Survey
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.session import RUNNING
from yorisoi_service.subscribers.models import Subscriber

WITH_A_TICKET = (
    Child(Change, "ticket"),
    Child(Note, "ticket"),
    Child(Decided, "answer__ticket"),
    Child(Answer, "ticket"),
    Child(VisitNote, "ticket"),
    Child(Survey, "ticket"),
    Child(CallBack, "ticket"),
    Child(CallBack, "call__ticket"),
    Child(Call, "ticket"),
)
WITH_A_CALL = (Child(CallBack, "call"),)


def purge(*, now: datetime, periods: Periods, dry_run: bool = False, told: Progress = silent) -> Counts:
    """Delete requests finished longer ago than `ticket_months`, calls as old that led to none, and empty the number of
    calls older than `call_months`. Open requests, those with a running session and those of somebody who still waits to
    be called back stay whatever their age."""
    old = periods.cut("ticket_months", now)
    waiting = CallBack.objects.filter(done_at=None)
    running = Session.objects.filter(state__in=RUNNING, ticket=OuterRef("pk"))
    tickets = Ticket.objects.filter(finished_at__lte=old).exclude(
        Exists(running)
        | Exists(waiting.filter(ticket=OuterRef("pk")))
        | Exists(waiting.filter(call__ticket=OuterRef("pk")))
    )
    unheard = Call.objects.filter(ticket=None, rang_at__lte=old).exclude(Exists(waiting.filter(call=OuterRef("pk"))))
    numbers = Call.objects.filter(rang_at__lte=periods.cut("call_months", now)).exclude(number="")
    steps = (
        Step(numbers, "rang_at", Call.objects.exclude(number=""), values={"number": ""}),
        Step(tickets, "finished_at", children=WITH_A_TICKET),
        Step(unheard, "rang_at", children=WITH_A_CALL),
        Step(CallBack.objects.filter(Q(ticket=None, call=None), done_at__lte=old), "asked_at"),
    )
    return purge_steps("retention:desk", steps, now=now, dry_run=dry_run, told=told)


def forget(*, subscriber: Subscriber) -> Counter[str]:
    """Delete every request of this subscriber, and everything told of their calls. Inside the caller's transaction, which
    made sure that none is open. Calls back that somebody else asked for stay theirs, wherever they came from."""
    rows: Counter[str] = Counter()
    tickets = list(Ticket.objects.filter(subscriber=subscriber).values_list("pk", flat=True))
    others = CallBack.objects.exclude(subscriber=subscriber)
    others.filter(ticket__in=tickets).update(ticket=None)
    others.filter(Q(call__ticket__in=tickets) | Q(call__subscriber=subscriber)).update(call=None)
    for model, lookup, _age in WITH_A_TICKET:
        rows.update(model._default_manager.filter(**{f"{lookup}__in": tickets}).delete()[1])
    # An answer given while somebody else was thought to call stays with that request, and says no more who it was.
    Answer.objects.filter(subscriber=subscriber).update(subscriber=None, line=None, note="")
    rows.update(Ticket.objects.filter(pk__in=tickets).delete()[1])
    rows.update(CallBack.objects.filter(subscriber=subscriber).delete()[1])
    rows.update(Call.objects.filter(subscriber=subscriber, ticket=None).delete()[1])
    Call.objects.filter(subscriber=subscriber).update(subscriber=None, number="")
    return rows
