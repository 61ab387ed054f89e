"""The notes on a ticket."""

from yorisoi_service.desk.models.notes import Note
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.staff.models import StaffMember


def notes_of(ticket: Ticket) -> list[Note]:
    """Every note with its writer, the newest first; those still being written among them, empty ones not."""
    return list(ticket.notes.exclude(text="").select_related("by").order_by("-at", "-pk"))


def being_written(ticket: Ticket, by: StaffMember) -> Note | None:
    """The note this person has begun and not kept yet."""
    return ticket.notes.filter(by=by, kept_at=None).first()
