"""The provider's internet customers and their lines, as far as helping them needs it."""

from typing import Never

from django.core.validators import RegexValidator
from django.db import models

from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.errors import Kept


class Subscriber(models.Model):
    """One contract partner. `customer_number` stands on the paper sent when the internet contract was made (R33)."""

    customer_number = models.CharField(max_length=20, unique=True, validators=[RegexValidator(r"\A[0-9A-Z-]{4,20}\Z")])
    name = models.CharField(max_length=120)
    kana = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, validators=[RegexValidator(r"\A[0-9-]{9,16}\Z")])
    mobile = models.CharField(max_length=20, blank=True, validators=[RegexValidator(r"\A[0-9-]{9,16}\Z")])
    email = models.EmailField(blank=True)
    # The account under which the internet is billed; the support fee stands on the same bill (R27). save() fills it.
    billing_account = models.CharField(max_length=30, blank=True, db_index=True)
    # Subscribers with the same word here are one household (T6, where the provider's setting says so).
    household = models.CharField(max_length=40, blank=True, db_index=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.customer_number

    def save(self, *args: object, **kwargs: object) -> None:
        self.billing_account = self.billing_account or self.customer_number
        super().save(*args, **kwargs)


class Line(models.Model):
    """One internet line. The support contract hangs on it, never on a computer or a course (R04, R09, R10).

    A move or a new course may give it a new number: a new row then follows the old one through `moved_from`.
    """

    number = models.CharField(max_length=30, unique=True)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="lines")
    # Whoever held the line first: a succession changes `subscriber` and leaves this, so the free months carry (T16).
    first_holder_id: int | None
    first_holder = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="first_lines")
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to")
    # Joined before our records begin, so no free months are left.
    free_window_used = models.BooleanField(default=False)
    address = models.CharField(max_length=200)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)  # the last day it is open
    # A line with addresses of its own: connections from elsewhere need a reason. Empty: any of the provider's.
    fixed_networks = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("opened_on")),
                name="line_closes_after_opening",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: object, **kwargs: object) -> None:
        if self.first_holder_id is None:
            self.first_holder_id = self.subscriber_id
        super().save(*args, **kwargs)


class Suspension(models.Model):
    """The line rests from the first to the last day, both included (T15)."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="suspensions")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="suspension_ends_after_beginning"
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.first_on}"


class HouseholdMember(models.Model):
    """Somebody of the household whom the subscriber named: may ask for support, never about the contract (R33)."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=120)
    kana = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=40)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"household member of subscriber {self.subscriber_id}"


class SearchKey(models.Model):
    """A beginning under which a subscriber is found (`rules/search.py` says which there are); written by `keys.py`.

    Bytes, not text: no collation puts them in another order, so a search is one range of the primary key.
    """

    key = models.BinaryField(primary_key=True)
    least = models.PositiveSmallIntegerField()  # shorter texts find the subscriber under another key
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"key of subscriber {self.subscriber_id}"


class Look(models.Model):
    """Somebody of the staff saw a subscriber's record. One row for each person, subscriber and hour; `where` is the page
    they saw first in it. Added only, read by the subscriber too, gone after the time for access logs."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    hour = models.DateTimeField()  # when it began
    where = models.CharField(max_length=60)  # the page's name, like "office:contract"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "by", "hour"], name="look_once_an_hour")]
        indexes = [
            models.Index(fields=["by", "hour"], name="looks_of_a_person"),
            models.Index(fields=["hour"], name="looks_by_age"),
        ]

    def __str__(self) -> str:
        return f"look {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise Kept("What was looked at stays as it was written down.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> Never:
        raise Kept("Who looked at a record stays on record for as long as access logs are kept.")
