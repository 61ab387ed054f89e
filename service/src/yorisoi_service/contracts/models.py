"""The support contract of a line, in its smallest honest form: a period that is active on a day, or not."""

from django.db import models

from yorisoi_service.contracts.rules.period import Days
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line


class Period(models.Model):
    """One contract period of a line; a re-contract is a further period (R08). The database holds that at most one
    period of a line has no end (R04)."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="periods")
    sequence = models.PositiveIntegerField()
    form_on = models.DateField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)  # the last day, inclusive
    requested_end_on = models.DateField(null=True, blank=True)  # the day the subscriber asked (T5)
    entered_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "sequence"], name="contract_sequence"),
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(end_on=None), name="one_active_contract_per_line"
            ),
            models.CheckConstraint(
                condition=models.Q(end_on=None) | models.Q(end_on__gte=models.F("start_on")),
                name="contract_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.sequence}"

    def days(self) -> Days:
        return Days(self.start_on, self.end_on)


class Acceptance(models.Model):
    """The subscriber accepted this version of the terms on the application form (R11)."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="acceptances")
    version = models.CharField(max_length=40)
    accepted_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "version"], name="terms_accepted_once")]

    def __str__(self) -> str:
        return f"{self.period_id} {self.version}"
