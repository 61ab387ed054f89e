"""Who changed what on a ticket, one row for each version: so that nobody overwrites what they have not seen."""

from django.db import models

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.staff.models import StaffMember


class Change(models.Model):
    """The step that made this version of a ticket. What exactly was answered stands in its own row; here is no content."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    what = models.CharField(max_length=16)  # a kind of answer, or a code of desk.words.CHANGES
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "version"], name="change_one_a_version")]

    def __str__(self) -> str:
        return f"{self.version} {self.what}"
