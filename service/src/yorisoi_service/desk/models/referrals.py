"""The directory of places to which callers are sent on (R12), kept by the desk lead."""

from django.db import models

from yorisoi_service.desk.rules.triage import Place
from yorisoi_service.staff.models import StaffMember


class Referral(models.Model):
    """One place and how to reach it. `checked_on`: the day somebody last made sure; None: nobody did yet."""

    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=200)
    what_for = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=16, choices=[(str(place), str(place)) for place in Place])
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)  # shown no more

    class Meta:
        indexes = [models.Index(fields=["retired_at", "place"], name="referral_directory")]

    def __str__(self) -> str:
        return self.name

    @property
    def topic(self) -> str:
        """How the audit trail names this place."""
        return f"referral:{self.pk}"
