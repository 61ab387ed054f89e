"""What a subscriber says about the help: once for each ticket, changed as often as they like while the letter is open."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadSurvey
from yorisoi_service.desk.models.survey import Survey
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.desk.rules.survey import LEAST, LONGEST_TEXT, MOST, Solved
from yorisoi_service.staff.rules.words import paragraph


@transaction.atomic
def answer(*, note: VisitNote, solved: str, rating: str, text: str = "", until: datetime, now: datetime) -> Survey:
    """Write the answers down, in the place of earlier ones. `rating` is 1 to 5, `until` when the letter's link lapses.

    Whoever reached the letter may answer; nothing about them is kept. The audit trail learns that it was answered.
    """
    if note.issued_at is None or now >= until:
        raise BadSurvey(_("The time for answers is over. Thank you for wanting to tell us."))
    if solved not in tuple(Solved):
        raise BadSurvey(_("Choose whether your problem was solved."))
    if rating not in {str(each) for each in range(LEAST, MOST + 1)}:
        raise BadSurvey(_("Choose how our help was."))
    words = paragraph(text)
    if len(words) > LONGEST_TEXT:
        raise BadSurvey(_("Please write at most 500 characters."))
    ticket = Ticket.objects.select_for_update().get(pk=note.ticket_id)
    before = Survey.objects.filter(ticket=ticket).first()
    said = {"solved": solved, "help": int(rating), "text": words}
    if before is None:
        survey = Survey.objects.create(ticket=ticket, **said, answered_at=now)
    else:
        survey = before
        for name, value in said.items():
            setattr(survey, name, value)
        survey.changed_at = now
        survey.save()
    record(event="survey.answered", by="subscriber", about=ticket.topic, now=now)
    return survey
