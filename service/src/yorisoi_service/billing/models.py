"""What is owed: dated rows that decide it, the closing of months, and the ledger.

The ledger only grows. A row names what it was decided by (price, settings, tax) and what its explanation needs, so no
later change of a price, a setting or a contract alters what a month cost or why; what turns out different is booked as
an adjustment by the next run.
"""

from django.db import models

from yorisoi_service.billing.rules.booking import Kind, State
from yorisoi_service.billing.rules.policy import Policy, Price, TaxRate
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line, Subscriber


class Unchangeable(Exception):
    """A row that was written once was to be changed or deleted: a fault of the program, never of a person."""


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise Unchangeable(f"{self._meta.label} {self.pk}")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise Unchangeable(f"{self._meta.label} {self.pk}")


class Dated(AppendOnly):
    """A decision that holds for service months from `since` (a first of month) on; of two for the same month the newer
    row holds. `by` is None where it came from the provider file."""

    since = models.DateField(db_index=True)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.label} {self.since}"


class PriceRow(Dated):
    """Yen a month, tax included (R24)."""

    amount = models.PositiveIntegerField()

    def value(self) -> Price:
        return Price(Month.of(self.since), self.amount)


class TaxRow(Dated):
    """Per cent of consumption tax."""

    percent = models.PositiveSmallIntegerField()

    def value(self) -> TaxRate:
        return TaxRate(Month.of(self.since), self.percent)


class PolicyRow(Dated):
    """The settings that touch money, by the names of `rules.policy.Policy`."""

    settings = models.JSONField()

    def value(self) -> Policy:
        return Policy(**self.settings)


class Close(models.Model):
    """One run over one month. `cursor` is the last first holder booked; `events_until` is how far this run is sure to
    have seen the contracts' story; `sums` holds rows and yen by kind and reason."""

    month = models.DateField(unique=True)
    state = models.CharField(max_length=10, choices=[(str(state), str(state)) for state in State])
    cursor = models.BigIntegerField(default=0)
    events_until = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    sums = models.JSONField(default=dict)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state=State.RUNNING.value), name="billing_one_month_runs"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.state}"


class Entry(AppendOnly):
    """One amount on one line for one service month: a charge of that month's run, or an adjustment of a later run.

    `subscriber` and `account` are whose internet bill it goes on, as the run found them.
    """

    charge_id = models.CharField(max_length=60, unique=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="entries", db_index=False)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=30)
    month = models.DateField()
    kind = models.CharField(max_length=10, choices=[(str(kind), str(kind)) for kind in Kind])
    amount = models.IntegerField()
    reason = models.CharField(max_length=20)
    price = models.ForeignKey(PriceRow, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    policy = models.ForeignKey(PolicyRow, on_delete=models.PROTECT, related_name="+", db_index=False)
    tax_percent = models.PositiveSmallIntegerField()
    close = models.ForeignKey(Close, on_delete=models.PROTECT, related_name="entries", db_index=False)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "month"], condition=models.Q(kind=Kind.CHARGE.value), name="billing_one_charge_a_month"
            ),
            models.UniqueConstraint(fields=["line", "month", "close"], name="billing_one_entry_a_run"),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.ADJUSTMENT.value) | models.Q(kind=Kind.CHARGE.value, amount__gte=0),
                name="billing_charges_are_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["close", "id"], name="billing_entries_of_a_run"),
            models.Index(fields=["account", "close"], name="billing_entries_of_an_account"),
            models.Index(fields=["month", "amount"], name="billing_entries_by_month"),
        ]

    def __str__(self) -> str:
        return self.charge_id
