"""What the finishing form said beyond the outcome, and whether the letter about it went out."""

from enum import StrEnum

from django.db import models

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.letters.models import Letter

LONGEST = 2_000  # characters of one of the four texts


class LetterState(StrEnum):
    """`draft` until the ticket is finished; then it waits for the last session to be closed, or there is none to write."""

    DRAFT = "draft"
    WAITING = "waiting"
    ISSUED = "issued"
    NONE = "none"


class VisitNote(models.Model):
    """The four texts of the letter after the visit. From `waiting` to `issued` leads one UPDATE of exactly one row."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="visit")
    done = models.TextField(blank=True, max_length=LONGEST)
    changed = models.TextField(blank=True, max_length=LONGEST)
    not_done = models.TextField(blank=True, max_length=LONGEST)
    next_step = models.TextField(blank=True, max_length=LONGEST)
    draft = models.JSONField(default=dict)  # the form as it stood when it was last kept; empty once finished
    drafted_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default=str(LetterState.DRAFT))
    issued_at = models.DateTimeField(null=True)
    letter = models.OneToOneField(Letter, on_delete=models.SET_NULL, null=True, related_name="visit")
    survey_code = models.CharField(max_length=8, unique=True, null=True)  # printed in the letter; opens two questions

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in LetterState]), name="visit_known_state"
            )
        ]
        indexes = [
            models.Index(fields=["ticket"], condition=models.Q(state=str(LetterState.WAITING)), name="visit_waiting")
        ]

    def __str__(self) -> str:
        return f"visit {self.ticket_id}"
