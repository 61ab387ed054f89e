"""The provider's internet customers and their lines, as far as helping them needs it."""

from typing import Never

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

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

    class Meta:
        indexes = [models.Index(Lower("email"), name="subscriber_by_email")]

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


class AccessKey(models.Model):
    """Something that opens one subscriber's data to whoever shows it: a link by mail, the code printed in a letter, the
    link to one letter. Only a keyed hash is here; the token was told once. Written by `services.access`."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20)  # rules.access.Purpose
    about = models.CharField(max_length=60, blank=True)  # what it opens, where a subscriber has several: "letter:V-..."
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")  # null: they asked
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)  # the last time it opened something
    spent_at = models.DateTimeField(null=True)  # used up, or replaced by a newer one

    def __str__(self) -> str:
        return f"access key {self.pk}"


class AccessTry(models.Model):
    """A try that opened nothing, or a wish for a link. `source` is a keyed hash of where it came from, never an address.
    Read for the limits, gone after a day."""

    source = models.CharField(max_length=32)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "source", "at"], name="access_tries_counted")]

    def __str__(self) -> str:
        return f"access try {self.pk}"


class LinkWish(models.Model):
    """Somebody asked for a link by mail. A row whether such a subscriber exists or not, so both take the same way; the
    mail is written by another thread, and the row goes with it."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    taken_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"wish for a link {self.pk}"


class SignIn(models.Model):
    """A subscriber signed in to the own page in one browser. The cookie's token is here as a keyed hash; the row goes
    with the signing out, or with the idle time."""

    hash = models.CharField(max_length=64, unique=True)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class Wish(models.Model):
    """What a subscriber asks of the office about their own data: to delete it, or to correct something in it."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="wishes")
    kind = models.CharField(max_length=20)  # rules.access.WishKind
    text = models.TextField(blank=True)  # what is wrong, in their words
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # by the subscriber
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)  # what the office did, or why it did not

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber"],
                condition=models.Q(kind="deletion", withdrawn_at=None, done_at=None),
                name="one_open_wish_for_deletion",
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=models.Q(withdrawn_at=None, done_at=None), name="wishes_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


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
