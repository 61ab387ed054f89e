"""Calls as the telephone system tells them, calls back that somebody asked for, and days on which the desk is closed."""

from datetime import datetime

from django.db import models

from yorisoi_service.desk.models.tickets import Channel, Ticket
from yorisoi_service.desk.rules.calls import LONGEST_ID, TELEPHONING, State
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Subscriber

# Only a hang-up was told, never a call: kept so that a late `new` rings no more, shown and counted nowhere until then.
UNHEARD = {"state": str(State.ABANDONED), "channel": "", "answered_at": None}


class Call(models.Model):
    """One call to one of the two dedicated numbers (R31, R32).

    The number is only a hint at who calls: it is no identity check, whoever it belongs to.
    """

    call_id = models.CharField(max_length=LONGEST_ID, unique=True)  # the telephone system's own
    number = models.CharField(max_length=15, blank=True)  # digits; empty: withheld, or not told
    channel = models.CharField(max_length=10, blank=True)  # empty: not told yet
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, null=True, related_name="+")
    matches = models.PositiveSmallIntegerField(default=0)  # subscribers with this number; exactly one is `subscriber`
    state = models.CharField(max_length=10)
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    hung_up_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, null=True, related_name="call")
    # A missed call that needs no call back: somebody looked at it.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in State]), name="call_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=["", *(str(channel) for channel in Channel)]), name="call_known_channel"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "rang_at"], name="call_queue"),
            models.Index(fields=["number", "rang_at"], name="call_of_number"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"

    @property
    def topic(self) -> str:
        """How the audit trail names this call."""
        return f"call:{self.pk}"

    @property
    def is_ringing(self) -> bool:
        return self.state == State.RINGING


class Registered(models.TextChoices):
    """Which of the two numbers on the subscriber's row is called; the digits are kept nowhere else."""

    LANDLINE = "landline"
    MOBILE = "mobile"


class Closing(models.TextChoices):
    """How a request to be called back came to its end; empty while it is open."""

    REACHED = "reached"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"


class CallBack(models.Model):
    """A subscriber asked to be called back, under a number that is registered (D1). One open request each."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, related_name="call_backs")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="call_backs")
    registered = models.CharField(max_length=10, choices=Registered.choices)
    wanted_from = models.DateTimeField()  # not before; within opening hours when it was asked for
    asked_at = models.DateTimeField()
    # None: the subscriber, on their own page.
    asked_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    # Who telephones just now, so that nobody else does.
    taken_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # how often nobody was reached
    tried_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=10, choices=Closing.choices, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber"], condition=models.Q(done_at=None), name="call_back_one_open"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, closing="")
                | (models.Q(done_at__isnull=False) & ~models.Q(closing="")),
                name="call_back_closing",
            ),
        ]
        indexes = [models.Index(fields=["done_at", "wanted_from"], name="call_back_due")]

    def __str__(self) -> str:
        return f"call back {self.pk}"

    @property
    def topic(self) -> str:
        """How the audit trail names this request."""
        return f"call_back:{self.pk}"

    @property
    def number(self) -> str:
        """The number to dial, from the subscriber's row as it is now; empty when it is registered no more."""
        return self.subscriber.mobile if self.registered == Registered.MOBILE else self.subscriber.phone

    def is_taken(self, now: datetime) -> bool:
        """Does somebody telephone just now?"""
        return self.taken_at is not None and now - self.taken_at < TELEPHONING


class Closure(models.Model):
    """A day on which the desk is closed, beside those of the provider file (R34). A lifted one stays, for who asks."""

    day = models.DateField()
    note = models.CharField(max_length=120, blank=True)  # why, for the people of the desk
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=models.Q(lifted_at=None), name="closure_one_a_day")
        ]

    def __str__(self) -> str:
        return str(self.day)
