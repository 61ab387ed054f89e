"""What the people of the desk write down during a call: rows with who and when, never changed once they are kept."""

from django.db import models

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.staff.models import StaffMember


class Note(models.Model):
    """One note. While it is being written it is saved by itself; then it is `kept`, and stays as it is.

    A note is added beside others, so it makes no new version of its ticket. Everybody writes one at a time.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(blank=True, max_length=2_000)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()  # begun, and after that: saved last
    kept_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # rises with every saving: two windows of one person

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "by"], condition=models.Q(kept_at=None), name="note_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"
