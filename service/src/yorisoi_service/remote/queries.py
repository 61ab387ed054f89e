"""Reading session rows: for the desk, the live list and the sockets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min, QuerySet
from yorisoi_protocol.vocabulary import GateEvent, Permission, ViewerKind

from yorisoi_service.clock import BUSINESS_ZONE
from yorisoi_service.remote.models import Entry, Extension, Session, WrongClaim
from yorisoi_service.remote.rules.networks import LineCheck, Policy
from yorisoi_service.remote.rules.session import RUNNING, State
from yorisoi_service.staff.models import StaffMember

ALARM_WRONG_CLAIMS = 3  # one mishearing is usual, a second one happens
ALARM_WINDOW = timedelta(hours=1)
# What moves a grant in the subscriber's log: given, and each of its ends; and the pause.
_MOVING = [
    str(event)
    for event in (
        GateEvent.GRANTED,
        GateEvent.REVOKED,
        GateEvent.GIVEN_BACK,
        GateEvent.LAPSED,
        GateEvent.SPENT,
        GateEvent.TAKEN,
        GateEvent.PAUSED,
        GateEvent.RESUMED,
    )
]


def find(session: str) -> Session | None:
    """The row with its line and people, or None."""
    return _whole().filter(pk=session).first()


def state_of(session: str) -> State | None:
    """Where the row stands now; None when there is no such session."""
    found = Session.objects.filter(pk=session).values_list("state", flat=True).first()
    return None if found is None else State(found)


def newest_under(nameplate: str) -> Session | None:
    """The newest session a nameplate was given to, whatever became of it; None when it was never given."""
    return Session.objects.filter(nameplate=nameplate).order_by("-offered_at", "-pk").first()


def line_check_of(session: Session) -> LineCheck:
    """What was found out about the network when the pass was offered."""
    return LineCheck(Policy(session.network_policy), session.network)


def live_sessions() -> list[Session]:
    """Sessions that run now, the longest first (D12)."""
    return list(_whole().filter(state__in=RUNNING).order_by("claimed_at"))


def running_of_ticket(ticket: int, kind: ViewerKind = ViewerKind.MAIN) -> list[Session]:
    """Sessions of this kind that run on a ticket now, the first one first."""
    return list(_whole().filter(ticket=ticket, kind=kind, state__in=RUNNING).order_by("claimed_at"))


def joined_to(session: str) -> int:
    """How many look along beside this session now."""
    return Session.objects.filter(beside_id=session, state__in=RUNNING).count()


@dataclass(frozen=True)
class Standing:
    """What the subscriber allows at this moment, by the verified entries of the subscriber's own log."""

    granted: tuple[Permission, ...] = ()
    paused: bool = False


def standing_of(sessions: Iterable[str]) -> dict[str, Standing]:
    """How each of these sessions stands now; one query for all of them."""
    wanted = list(sessions)
    held: dict[str, set[str]] = {pk: set() for pk in wanted}
    paused: dict[str, bool] = dict.fromkeys(wanted, False)
    found = Entry.objects.filter(session_id__in=wanted, event__in=_MOVING).order_by("session_id", "n")
    for pk, event, permission in found.values_list("session_id", "event", "permission"):
        if event == GateEvent.GRANTED:
            held[pk].add(permission)
        elif event in (GateEvent.PAUSED, GateEvent.RESUMED):
            paused[pk] = event == GateEvent.PAUSED
        else:
            held[pk].discard(permission)
    return {pk: Standing(tuple(one for one in Permission if one in held[pk]), paused[pk]) for pk in wanted}


@dataclass(frozen=True)
class WrongClaims:
    """Somebody typed wrong numbers again and again."""

    communicator: StaffMember
    count: int
    since: datetime
    last: datetime


def repeated_wrong_claims(*, now: datetime) -> list[WrongClaims]:
    """Who claimed wrongly three times or more within the last hour, the most tries first (D12)."""
    recent = WrongClaim.objects.filter(at__gt=now - ALARM_WINDOW, at__lte=now)
    counted = (
        recent.values("communicator")
        .annotate(count=Count("pk"), since=Min("at"), last=Max("at"))
        .filter(count__gte=ALARM_WRONG_CLAIMS)
        .order_by("-count", "communicator")
    )
    rows = list(counted)
    people = StaffMember.objects.in_bulk([row["communicator"] for row in rows])
    return [WrongClaims(people[row["communicator"]], row["count"], row["since"], row["last"]) for row in rows]


def extensions_of(sessions: Iterable[str]) -> list[Extension]:
    """Every time one of these sessions was continued, in order."""
    return list(Extension.objects.select_related("by").filter(session_id__in=list(sessions)).order_by("at"))


def not_closed() -> list[Session]:
    """Claimed sessions that ended without a receipt or an explanation, the oldest first."""
    return list(_whole().filter(state=State.ENDED, claimed_at__isnull=False).order_by("ended_at"))


def sessions_of_ticket(ticket: int) -> list[Session]:
    """Every session held on a ticket, the first one first."""
    return list(_whole().filter(ticket=ticket).order_by("claimed_at"))


def sessions_held(lines: Sequence[int], *, since: date | None = None) -> int:
    """How many sessions really took place on these lines, from that day in Japan on; a count and nothing else."""
    held = Session.objects.filter(line_id__in=lines, live_at__isnull=False)
    if since is not None:
        held = held.filter(live_at__gte=datetime.combine(since, time.min, BUSINESS_ZONE))
    return held.count()


def entries_of(session: str) -> list[Entry]:
    """The verified entries of the subscriber's own log, in order."""
    return list(Entry.objects.filter(session_id=session).order_by("n"))


def _whole() -> QuerySet[Session]:
    return Session.objects.select_related("line", "communicator", "explained_by", "successor")
