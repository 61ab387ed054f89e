"""Tickets of the support desk and the answers given on them. Gates are computed from the answers, never stored.

No answer holds what a caller said to identify themselves: only whether it was right.
"""

from enum import StrEnum

from django.db import models

from yorisoi_service.desk.rules.outcome import Outcome
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line, Subscriber


class Channel(StrEnum):
    """Which of the two dedicated numbers was dialled (R31, R32)."""

    LANDLINE = "landline"
    MOBILE = "mobile"


class Ticket(models.Model):
    """One request of one caller. Its key is the number people say; sessions hang on it."""

    channel = models.CharField(max_length=10, choices=[(str(channel), str(channel)) for channel in Channel])
    asked = models.TextField(max_length=2_000)  # the problem in the subscriber's words
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True)
    outcome_note = models.TextField(blank=True, max_length=2_000)
    referred_to = models.CharField(max_length=120, blank=True)
    referred_contact = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)  # rises with every change; `models.changes.Change` says which

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(outcome__in=[str(outcome) for outcome in Outcome]),
                name="ticket_known_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(line=None) | models.Q(subscriber__isnull=False), name="ticket_line_has_subscriber"
            ),
        ]
        indexes = [
            models.Index(fields=["finished_at", "opened_at"], name="ticket_queue"),
            models.Index(fields=["opened_at"], name="ticket_opened"),
            models.Index(fields=["subscriber", "opened_at"], name="ticket_of_subscriber"),
        ]

    def __str__(self) -> str:
        return f"ticket {self.pk}"

    @property
    def topic(self) -> str:
        """How the audit trail names this ticket."""
        return f"ticket:{self.pk}"


class Kind(StrEnum):
    """What an answer is about. The newest answer of a kind counts; older ones stay."""

    IDENTITY = "identity"  # passed | failed | to_call_back | called_back_landline | called_back_mobile
    CALLER = "caller"  # subscriber | member | other; name and relation of the last two are the note
    SCOPE = "scope"  # a code of rules.triage; models.scope.Decided holds the rest
    DEVICE = "device"  # yes | no: boots, and is on the provider's line (R23, 1)
    OPERATIONS = "operations"  # yes | no: the subscriber performs what is asked (R23, 2)
    TERMS = "terms"  # the version read aloud
    NETWORK = "network"  # exception; the reason is the note


class Answer(models.Model):
    """Who answered what, and when."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12, choices=[(str(kind), str(kind)) for kind in Kind])
    value = models.CharField(max_length=40)
    note = models.TextField(blank=True, max_length=500)
    # Whom it was about: an answer given for another caller or line does not count after a change.
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "kind"], name="answer_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
