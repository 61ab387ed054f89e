"""What subscribers said, without saying who."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from yorisoi_service.clock import business_day
from yorisoi_service.desk.models.survey import Survey
from yorisoi_service.desk.models.tickets import Ticket

CHUNK = 500


@dataclass(frozen=True)
class Text:
    """One text and the two answers beside it. No ticket, no name."""

    on: date
    solved: str
    help: int
    text: str


def of_ticket(ticket: Ticket) -> Survey | None:
    """The answers of one ticket, for whoever gave them; the desk reads sums."""
    return Survey.objects.filter(ticket=ticket).first()


def texts(since: datetime, until: datetime, *, limit: int | None = None) -> Iterator[Text]:
    """Texts of surveys on tickets of that time, the newest first, read as they are asked for; at most so many."""
    found = Survey.objects.filter(ticket__opened_at__gte=since, ticket__opened_at__lt=until).exclude(text="")
    newest = found.order_by("-answered_at", "-pk").only("answered_at", "solved", "help", "text")[:limit]
    for one in newest.iterator(chunk_size=CHUNK):
        yield Text(business_day(one.answered_at), one.solved, one.help, one.text)
