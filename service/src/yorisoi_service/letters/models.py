"""Letters as they were issued, and every time one was handed over. Rows are added, never changed (requirements of
keeping invoices: a correction is a new letter that names the old one)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yorisoi_service.letters.errors import Frozen
from yorisoi_service.letters.rules.kinds import Kind, MailState, Way
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.rules.search import folded


class Series(models.Model):
    """The last number given in one kind and year. Taken inside the letter's own transaction, so no number is skipped."""

    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="letter_series_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"


class Letter(models.Model):
    """One letter as issued. `values` are the facts it was made from, `content` every word that stands in it: a re-issue
    says what the first one said, whatever has changed since."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=30, unique=True)
    about = models.CharField(max_length=40, blank=True, db_index=True)  # what it tells of: "period:12"
    language = models.CharField(max_length=5)
    issued_on = models.DateField()
    # What invoices are searched by: who, how much, and the days or months dealt with.
    recipient = models.CharField(max_length=200)
    found_recipient = models.CharField(max_length=400, editable=False)
    amount = models.BigIntegerField(null=True)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    values = models.JSONField()
    content = models.JSONField()
    version = models.PositiveSmallIntegerField()  # of the shape of `values` and `content`
    digest = models.CharField(max_length=64)  # SHA-256 of both; the audit trail holds it too
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=[str(kind) for kind in Kind]), name="letter_known_kind")
        ]
        indexes = [
            models.Index(fields=["kind", "first_on"], name="letter_by_day"),
            models.Index(fields=["kind", "amount"], name="letter_by_amount"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def topic(self) -> str:
        """How the audit trail names this letter."""
        return f"letter:{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise Frozen(_("A letter that was issued is never changed. Issue a new one that corrects it."))
        self.found_recipient = folded(self.recipient)
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise Frozen(_("A letter that was issued is kept. Issue a new one that corrects it."))


class Delivery(models.Model):
    """One handing over: printed for the post or sent as mail. `nth` counts within the letter and the way, so every row
    but the first is a re-issue. `name` and `sent_to` are what was registered at that moment; there is no other way in."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=10)
    nth = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    sent_to = models.CharField(max_length=254)
    on = models.DateField()
    state = models.CharField(max_length=10)  # paper is "done" once printed; mail moves from "waiting" to its end
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "way", "nth"], name="letter_delivery_counted"),
            models.CheckConstraint(condition=models.Q(way__in=[str(way) for way in Way]), name="letter_known_way"),
        ]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(state=str(MailState.WAITING)), name="letter_mail_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.way}/{self.nth}"

    @property
    def is_reissue(self) -> bool:
        return self.nth > 1

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise Frozen(_("What was handed over stays on record."))
