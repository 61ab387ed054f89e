"""What subscribers said about the help they got: two answers and a text, once for each ticket."""

from django.db import models

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.survey import LONGEST_TEXT, MOST, Solved


class Survey(models.Model):
    """The newest answers of one ticket; a later answer takes the place of the earlier one."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="survey")
    solved = models.CharField(max_length=6, choices=[(str(solved), str(solved)) for solved in Solved])
    help = models.PositiveSmallIntegerField()  # 1 to 5
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)
    answered_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(solved__in=[str(solved) for solved in Solved]), name="survey_known_answer"
            ),
            models.CheckConstraint(condition=models.Q(help__gte=1, help__lte=MOST), name="survey_help_in_range"),
        ]

    def __str__(self) -> str:
        return f"survey {self.ticket_id}"
