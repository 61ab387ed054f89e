"""Who is calling, as one look at the ticket tells it: contract and line as they stand, and what they called about before."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.period import Days
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.contract import Contract, standing_of
from yorisoi_service.desk.rules.repeated import is_repeated
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.queries import is_open

MOST_EARLIER = 10


@dataclass(frozen=True)
class Earlier:
    """One ticket of before; `is_near`: this call came within a week of it."""

    ticket: Ticket
    is_near: bool


def contract_of(line: Line, *, today: date) -> Contract:
    """The contract's state on this line: two questions, none about money."""
    periods = [Days(row.start_on, row.end_on) for row in contracts.counting(line.pk)]
    applied = contracts.waiting_application(line.pk) is not None
    return standing_of(periods, applied=applied, today=today)


def contracts_read(path: str = "lines__") -> "Prefetch[str]":
    """Reads the contracts that count along with the lines at `path`: what `contract_known` needs."""
    return Prefetch(f"{path}periods", Period.objects.filter(void="").order_by("sequence"))


def contract_known(line: Line, *, today: date) -> Contract:
    """The contract's state on a line whose periods were read before: no question; an application is not looked for."""
    return standing_of([Days(row.start_on, row.end_on) for row in line.periods.all()], applied=False, today=today)


def line_is_open(line: Line, *, today: date) -> bool:
    """Is the line in service today, and does it not rest?"""
    resting = line.suspensions.filter(first_on__lte=today, last_on__gte=today).exists()
    return is_open(line, on=today) and not resting


def earlier_tickets(subscriber: Subscriber, *, than: Ticket) -> list[Earlier]:
    """The ten tickets this subscriber opened before that one, the newest first."""
    rows = Ticket.objects.filter(subscriber=subscriber, opened_at__lte=than.opened_at).exclude(pk=than.pk)
    found = rows.select_related("holder", "finished_by").order_by("-opened_at", "-pk")[:MOST_EARLIER]
    return [Earlier(row, is_repeated(than.opened_at, before=row.opened_at)) for row in found]
