"""Tickets, their gates as they stand now, and how sessions are shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network

from django.db.models import Exists, OuterRef, Q, QuerySet

from yorisoi_service import clock
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.desk.models.calls import CallBack
from yorisoi_service.desk.models.changes import Change
from yorisoi_service.desk.models.notes import Note
from yorisoi_service.desk.models.tickets import Answer, Kind, Ticket
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.desk.queries.hours import standing
from yorisoi_service.desk.rules.gates import MAX_IDENTITY_FAILURES, Facts, Verdict, judge
from yorisoi_service.desk.rules.identity import Caller
from yorisoi_service.desk.rules.policy import DeskPolicy
from yorisoi_service.desk.rules.shown import Shown, shown_as
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.networks import LineCheck, Policy, parse_address
from yorisoi_service.remote.rules.session import RUNNING, State
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line
from yorisoi_service.subscribers.queries import is_open

FAILURES_COUNT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class ShownSession:
    """A session with the code of the sentence the desk shows for it."""

    session: Session
    shown: Shown


def find(ticket: int) -> Ticket | None:
    """The ticket with its people, or None."""
    return Ticket.objects.select_related("subscriber", "line", "holder", "opened_by").filter(pk=ticket).first()


def gates_of(
    ticket: Ticket, *, policy: DeskPolicy, now: datetime, connection: LineCheck | None = None, address: str = ""
) -> Verdict:
    """Every gate of a ticket at this moment. `connection` and `address` are known inside a claim only."""
    return judge(facts_of(ticket, policy=policy, now=now, connection=connection, address=address))


def facts_of(
    ticket: Ticket, *, policy: DeskPolicy, now: datetime, connection: LineCheck | None = None, address: str = ""
) -> Facts:
    """What is known about a ticket now. Contract, line and hours are asked afresh; answers are read from their rows."""
    today = clock.business_day(now)
    line = ticket.line
    newest = newest_that_count(ticket.answers.select_related("decided").order_by("at", "pk"), ticket)
    identity = _value(newest, Kind.IDENTITY)
    period = None if line is None else contracts.active_period(line.pk, on=today)
    return Facts(
        caller_known=ticket.subscriber_id is not None and line is not None,
        contract_active=period is not None,
        line_open=line is not None and is_open(line, on=today),
        network=_network(connection, line, address),
        network_reason=Kind.NETWORK in newest,
        terms_accepted=line is not None and terms_accepted(line, version=policy.terms_version, now=now),
        desk_open=standing(policy, now=now).hours.is_open(clock.local(now)),
        identity_passed=identity == "passed",
        # Who passed here is in; failures on other tickets, by whoever, take that back from nobody.
        identity_failures=0 if identity == "passed" else identity_failures(ticket, now=now),
        to_call_back=is_to_be_called_back(ticket, newest=identity, now=now),
        called_back=identity.startswith("called_back"),
        caller=Caller(_value(newest, Kind.CALLER) or Caller.SUBSCRIBER),
        household_support=policy.household_support,
        decision=decision_of(newest.get(Kind.SCOPE)),
        device_ticked=_value(newest, Kind.DEVICE) == "yes",
        operations_ticked=_value(newest, Kind.OPERATIONS) == "yes",
        support_suspended=period is not None and contracts.is_support_suspended(period),
    )


def terms_accepted(line: Line, *, version: str, now: datetime) -> bool:
    """Was this version accepted on the form of the present contract, or read aloud to this line since it began (R11)?"""
    today = clock.business_day(now)
    period = contracts.active_period(line.pk, on=today)
    if period is None:
        return False
    if contracts.accepted_on_form(line.pk, version=version, on=today):
        return True
    spoken = Answer.objects.filter(kind=Kind.TERMS, value=version, line=line).order_by("-at").first()
    return spoken is not None and clock.business_day(spoken.at) >= period.start_on


def identity_failures(ticket: Ticket, *, now: datetime) -> int:
    """How often the check of this subscriber failed within 24 hours, on whatever ticket: who hangs up and calls again
    gets no new tries. A call back that reached the subscriber begins the count anew; choosing another line does not."""
    if ticket.subscriber_id is None:
        return 0
    about = Answer.objects.filter(kind=Kind.IDENTITY, subscriber=ticket.subscriber_id, at__gt=now - FAILURES_COUNT_FOR)
    values = list(about.order_by("at", "pk").values_list("value", flat=True))
    reached = max((n for n, value in enumerate(values) if value.startswith("called_back")), default=-1)
    return values[reached + 1 :].count("failed")


def newest_identity(ticket: Ticket) -> str:
    """The value of the newest identity answer about the present caller and line; empty before the first."""
    given = ticket.answers.filter(kind=Kind.IDENTITY).order_by("at", "pk")
    return next((answer.value for answer in reversed(given) if _counts(answer, ticket)), "")


def confirmed(tickets: Collection[Ticket]) -> set[int]:
    """The keys of those on which the caller showed who they are, or was called back under a registered number. Of any
    other nobody knows who spoke: a number that rang is a hint, and brings a subscriber's name along. One query."""
    given: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(ticket__in=tickets, kind=Kind.IDENTITY).order_by("at", "pk"):
        given[answer.ticket_id].append(answer)
    newest = {each.pk: _value(newest_that_count(given[each.pk], each), Kind.IDENTITY) for each in tickets}
    return {pk for pk, value in newest.items() if value == "passed" or value.startswith("called_back")}


def is_to_be_called_back(ticket: Ticket, *, newest: str, now: datetime) -> bool:
    """Was a call back asked for and not made yet? On this ticket that stands until it is made; for the same subscriber it
    stands on every ticket and line for 24 hours. `newest`: this ticket's newest answer; who passed here is in."""
    if newest == "to_call_back":
        return True
    if ticket.subscriber_id is None or newest == "passed" or newest.startswith("called_back"):
        return False
    about = Answer.objects.filter(kind=Kind.IDENTITY, subscriber=ticket.subscriber_id, at__gt=now - FAILURES_COUNT_FOR)
    asked = about.exclude(value__in=("passed", "failed")).order_by("-at", "-pk").values_list("value", flat=True).first()
    return asked == "to_call_back"


def is_call_back_needed(ticket: Ticket, *, now: datetime) -> bool:
    """Does nothing but a call back open the identity gate: was one asked for, or did three checks fail (R33)?"""
    newest = newest_identity(ticket)
    if newest == "passed" or newest.startswith("called_back"):
        return False
    failed = identity_failures(ticket, now=now)
    return failed >= MAX_IDENTITY_FAILURES or is_to_be_called_back(ticket, newest=newest, now=now)


def newest_caller(ticket: Ticket) -> Answer | None:
    """Who speaks, as the newest answer about the present caller and line has it; None: nobody but the partner did."""
    given = ticket.answers.filter(kind=Kind.CALLER).order_by("at", "pk")
    return next((answer for answer in reversed(given) if _counts(answer, ticket)), None)


def decision_of(answer: Answer | None) -> str:
    """What was decided with an answer of kind `scope`; empty when nothing was."""
    decided = None if answer is None else getattr(answer, "decided", None)
    return "" if decided is None else decided.decision


def tickets_open(holder: StaffMember) -> list[Ticket]:
    """Unfinished tickets this person holds, the oldest first."""
    return list(_whole().filter(holder=holder, finished_at=None).order_by("opened_at"))


def tickets_waiting() -> list[Ticket]:
    """Unfinished tickets nobody holds, the oldest first."""
    return list(_whole().filter(holder=None, finished_at=None).order_by("opened_at"))


def tickets_untouched(*, since: datetime) -> QuerySet[Ticket]:
    """Unfinished tickets on which nobody did or wrote anything after this moment, no session runs or ended, and no call
    back waits; the oldest first."""
    this = {"ticket": OuterRef("pk")}
    work = (
        Change.objects.filter(**this, at__gt=since),
        Note.objects.filter(**this, at__gt=since),
        VisitNote.objects.filter(**this, drafted_at__gt=since),
        Session.objects.filter(Q(state__in=RUNNING) | Q(ended_at__gt=since), **this),
        CallBack.objects.filter(**this, done_at=None),
    )
    rows = _whole().filter(*(~Exists(each) for each in work), finished_at=None, opened_at__lte=since)
    return rows.order_by("opened_at", "pk")


def tickets_recent(*, limit: int = 50) -> list[Ticket]:
    """The newest tickets, finished or not."""
    return list(_whole().order_by("-opened_at", "-pk")[:limit])


def answers_of(ticket: Ticket) -> list[Answer]:
    """Every answer with the person who gave it, in order."""
    return list(ticket.answers.select_related("by", "decided").order_by("at", "pk"))


def newest_that_count(answers: Iterable[Answer], ticket: Ticket) -> dict[str, Answer]:
    """The newest answer of each kind that the gates go by: what was said about another caller or line is history only.
    `answers` in order."""
    return {answer.kind: answer for answer in answers if _counts(answer, ticket)}


def session_shown_as(session: Session) -> Shown:
    """The code of the sentence for one session; without receipt or explanation it is not closed."""
    return shown_as(
        State(session.state),
        was_claimed=session.claimed_at is not None,
        removal=session.removal,
        explained=session.explained_by_id is not None,
    )


def sessions_of(ticket: Ticket) -> list[ShownSession]:
    """The ticket's sessions as the desk shows them."""
    return [ShownSession(session, session_shown_as(session)) for session in remote.sessions_of_ticket(ticket.pk)]


def live_list() -> list[ShownSession]:
    """What runs now, and what ended without being closed: the desk lead's list (D12, R37)."""
    rows = [*remote.live_sessions(), *remote.not_closed()]
    return [ShownSession(session, session_shown_as(session)) for session in rows]


def _whole() -> QuerySet[Ticket]:
    return Ticket.objects.select_related("subscriber", "line", "holder")


def _counts(answer: Answer, ticket: Ticket) -> bool:
    """An answer given while the ticket was about somebody else does not count."""
    if answer.kind == Kind.SCOPE:
        return True
    return (answer.subscriber_id, answer.line_id) == (ticket.subscriber_id, ticket.line_id)


def _value(newest: dict[str, Answer], kind: Kind) -> str:
    return newest[kind].value if kind in newest else ""


def _network(connection: LineCheck | None, line: Line | None, address: str) -> Policy | None:
    if connection is None:
        return None
    if connection.policy is Policy.ALLOW and line is not None and line.fixed_networks:
        found = parse_address(address)
        own = [ip_network(text) for text in line.fixed_networks]
        if found is None or not any(found.version == net.version and found in net for net in own):
            return Policy.ASK  # a line with addresses of its own, seen from elsewhere
    return connection.policy
