"""The support contract of a line: applications, periods, the terms accepted, campaigns, and the story of it all."""

from typing import Never

from django.db import models

from yorisoi_service.contracts.errors import Immutable
from yorisoi_service.contracts.rules.period import Days
from yorisoi_service.contracts.rules.story import ForWhom, Kind, State
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line


class Campaign(models.Model):
    """An offer with terms of its own (R25): `terms` is a list of {"from_month", "to_month", "amount"}, months counted
    from the month of joining, yen tax included. Nothing else can stand in it, so no penalty and no minimum term (R06).
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.JSONField()  # {"ja": ..., "en": ...}
    terms = models.JSONField()
    offered_from = models.DateField()
    offered_until = models.DateField(null=True, blank=True)  # the last day of forms it is offered to
    for_whom = models.CharField(max_length=12)
    entered_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(for_whom__in=[str(each) for each in ForWhom]), name="campaign_known_for_whom"
            ),
            models.CheckConstraint(
                condition=models.Q(offered_until=None) | models.Q(offered_until__gte=models.F("offered_from")),
                name="campaign_ends_after_beginning",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: object, **kwargs: object) -> None:
        """A campaign that a contract was made under stays as it is."""
        if self.pk is not None and self.periods.exists():
            raise Immutable(f"campaign {self.code}")
        super().save(*args, **kwargs)


class TermsVersion(models.Model):
    """The terms as subscribers read them: one row for each version, never changed (R11). `texts`: language -> text."""

    version = models.CharField(max_length=40, unique=True)
    in_force_since = models.DateField()
    texts = models.JSONField()

    def __str__(self) -> str:
        return self.version

    def save(self, *args: object, **kwargs: object) -> None:
        _only_new(self)
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> Never:
        raise Immutable(f"terms {self.version}")


class Period(models.Model):
    """One contract period of a line; a re-contract is a further period (R08). The database holds that at most one
    period of a line has no end (R04). Void periods count as never having been; `sequence` counts the others from 1.

    A moved line takes its periods along: `line` is the line it is on now, `form_line` the one it began on.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="periods")
    form_line_id: int | None
    form_line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    form_on = models.DateField()
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)  # the last day, inclusive
    requested_end_on = models.DateField(null=True, blank=True)  # the day the subscriber asked (T5)
    end_cause = models.CharField(max_length=12, blank=True, default="")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="periods")
    channel = models.CharField(max_length=8, default="office")
    solicited = models.BooleanField(default=False)  # we called them: paper and eight days to withdraw
    void = models.CharField(max_length=12, blank=True, default="")
    void_on = models.DateField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    entered_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "sequence"], condition=models.Q(void=""), name="contract_sequence_of_what_counts"
            ),
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(end_on=None, void=""), name="one_running_contract_per_line"
            ),
            models.CheckConstraint(
                condition=models.Q(end_on=None) | models.Q(end_on__gte=models.F("start_on")),
                name="contract_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(void="", void_on=None) | (~models.Q(void="") & models.Q(void_on__isnull=False)),
                name="contract_void_since_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["start_on"], condition=models.Q(void=""), name="contract_starts"),
            models.Index(fields=["end_on"], condition=models.Q(void=""), name="contract_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.sequence}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.form_line_id is None:
            self.form_line_id = self.line_id
        super().save(*args, **kwargs)

    def days(self) -> Days:
        return Days(self.start_on, self.end_on)


class Application(models.Model):
    """Somebody asked for a contract. Without a line of ours there is no `line`, and nothing of the person is kept."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, blank=True, related_name="applications")
    state = models.CharField(max_length=12)
    channel = models.CharField(max_length=8)
    solicited = models.BooleanField(default=False)
    received_on = models.DateField()
    rejection = models.CharField(max_length=12, blank=True, default="")
    period = models.OneToOneField(Period, on_delete=models.PROTECT, null=True, blank=True, related_name="application")
    entered_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(state="applied"), name="one_open_application_per_line"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in State]), name="application_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class Acceptance(models.Model):
    """The subscriber accepted this version of the terms on the application form (R11)."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="acceptances")
    version = models.CharField(max_length=40)
    accepted_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "version"], name="terms_accepted_once")]

    def __str__(self) -> str:
        return f"{self.period_id} {self.version}"


class Event(models.Model):
    """One line of a contract's story, never changed. `on` is the day it takes effect, `entered_at` when we were told.

    What `facts` holds for each kind stands in `services/telling.py`. Numbers grow in the order of commits.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="events")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=24)
    on = models.DateField()
    facts = models.JSONField(default=dict)
    entered_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[str(kind) for kind in Kind]), name="contract_event_known_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind} {self.on}"

    def save(self, *args: object, **kwargs: object) -> None:
        _only_new(self)
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> Never:
        raise Immutable(f"event {self.pk}")


def _only_new(row: models.Model) -> None:
    if row.pk is not None:
        raise Immutable(str(row))
