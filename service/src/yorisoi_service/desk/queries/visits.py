"""What was written about visits: the finishing form of a ticket, and which letters are due."""

from django.db.models import Exists, OuterRef, QuerySet

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import LetterState, VisitNote
from yorisoi_service.letters.models import Letter
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.session import State

WRITER = "by"  # in a draft: the number of whoever kept it


def note_of(ticket: Ticket) -> VisitNote | None:
    """What the finishing form said, or its draft; None before anything was kept."""
    return VisitNote.objects.select_related("letter").filter(ticket=ticket).first()


def letter_comes(ticket: Ticket) -> bool:
    """Was a letter about this ticket issued, or does one wait for the last session to be closed?"""
    states = (str(LetterState.WAITING), str(LetterState.ISSUED))
    return VisitNote.objects.filter(ticket=ticket, state__in=states).exists()


def draft_mark(note: VisitNote | None) -> str:
    """Which draft this is: another one after every keeping, empty before the first."""
    return "" if note is None or note.drafted_at is None else note.drafted_at.isoformat()


def note_of_letter(letter: Letter) -> VisitNote | None:
    """The visit a letter tells of."""
    return VisitNote.objects.select_related("ticket").filter(letter=letter).first()


def note_with_code(code: str) -> VisitNote | None:
    """The visit whose letter this code is printed in."""
    return VisitNote.objects.select_related("ticket", "letter").filter(survey_code=code).first() if code else None


def is_closed(ticket: int) -> bool:
    """Is every session that was claimed on this ticket closed? So it is where there was none."""
    return not _open_sessions().filter(ticket=ticket).exists()


def due(*, limit: int) -> list[VisitNote]:
    """Finished visits whose sessions are all closed and whose letter was not issued: somebody died in between."""
    waiting = VisitNote.objects.filter(state=str(LetterState.WAITING)).select_related("ticket")
    still = _open_sessions().filter(ticket=OuterRef("ticket_id"))
    return list(waiting.filter(~Exists(still)).order_by("pk")[:limit])


def _open_sessions() -> QuerySet[Session]:
    return Session.objects.filter(claimed_at__isnull=False).exclude(state=State.CLOSED)
