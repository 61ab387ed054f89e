"""How what is owed is collected: mandates, what each subscriber owes for a month, and the files that ask for it.

Owed is not collected: the ledger is billing's and never changes here. Account numbers and holders are sealed; the
other bank data is worth nothing without them.
"""

from django.db import models
from django.db.models import F, Q

from yorisoi_service.billing.models import AppendOnly
from yorisoi_service.debits.rules.receivable import Code, State
from yorisoi_service.debits.seal import Account, seal, unseal
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Subscriber


class Mandate(models.Model):
    """A subscriber's permission to debit one account. A change of account is a further mandate under the same
    `customer_ref`, which is what the bank registers and matches by; no month and no meaning is in it."""

    class Ending(models.TextChoices):
        RENEWED = "renewed"  # by a further mandate
        ENDED = "ended"  # by the subscriber
        REFUSED = "refused"  # by the bank: codes 2, 3 and 4

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="mandates")
    sequence = models.PositiveSmallIntegerField()
    customer_ref = models.CharField(max_length=20)
    bank_code = models.CharField(max_length=4)
    branch_code = models.CharField(max_length=3)
    account_type = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    new_code = models.CharField(max_length=1)  # 1 first debit, 2 account changed, 0 debited before
    valid_from = models.DateField()  # the first debit date it can serve
    ended_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=10, blank=True, choices=Ending.choices)
    entered_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "sequence"], name="debits_mandate_sequence"),
            models.UniqueConstraint(fields=["subscriber"], condition=Q(ended_on=None), name="debits_one_mandate"),
            models.UniqueConstraint(fields=["customer_ref"], condition=Q(ended_on=None), name="debits_one_reference"),
            models.CheckConstraint(condition=Q(new_code__in=["0", "1", "2"]), name="debits_known_new_code"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ending="") | (Q(ended_on__isnull=False) & ~Q(ending="")),
                name="debits_mandate_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"mandate {self.subscriber_id}/{self.sequence}"

    @property
    def binding(self) -> str:
        """What the sealed part is bound to: moved to another row, or beside another bank, it opens no more."""
        row = (self.subscriber_id, self.sequence, self.customer_ref, self.bank_code, self.branch_code)
        return "|".join(map(str, ("mandate", 1, *row, self.account_type)))

    def put(self, account: Account, *, key: bytes, nonce: bytes) -> None:
        """Seal the account into this row; every other field must be final."""
        self.sealed = seal(account, binding=self.binding, key=key, nonce=nonce)

    def account(self, *, key: bytes) -> Account:
        """The account in clear, for the debit file only. Raises CannotUnseal."""
        return unseal(bytes(self.sealed), binding=self.binding, key=key)


class Receivable(models.Model):
    """What one subscriber's charges and adjustments of one closed month come to; below zero it is a credit.

    `met` is how much of it netting has settled (counted upwards for debts and for credits), `debits` how often it
    stood in a file.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="receivables")
    month = models.DateField()
    amount = models.IntegerField()
    met = models.PositiveIntegerField(default=0)
    debits = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=[(str(state), str(state)) for state in State], default="open")
    since = models.DateTimeField()  # when it came into this state

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "month"], name="debits_one_receivable_a_month"),
            models.CheckConstraint(condition=~Q(amount=0), name="debits_receivable_is_something"),
            models.CheckConstraint(
                condition=Q(amount__gte=F("met")) | Q(amount__lte=-F("met")), name="debits_met_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(state__in=[State.OPEN.value, State.PAID.value]),
                name="debits_credits_are_never_debited",
            ),
        ]
        indexes = [models.Index(fields=["state", "subscriber", "month"], name="debits_receivables_by_state")]

    def __str__(self) -> str:
        return f"receivable {self.subscriber_id} {self.month:%Y-%m}"

    @property
    def left(self) -> int:
        """Yen still owed; below zero: still to be given back."""
        return self.amount - self.met if self.amount > 0 else self.amount + self.met


class DebitRun(models.Model):
    """One file for the bank, for one service month. `profile` is the bank profile it was written with: the same run
    gives the same bytes, whatever the provider file says later."""

    class State(models.TextChoices):
        WRITTEN = "written"
        ANSWERED = "answered"

    month = models.DateField(unique=True)
    debit_date = models.DateField()
    profile = models.JSONField()
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    without_mandate = models.PositiveIntegerField(default=0)  # receivables that went to slips instead
    written_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    done_count = models.PositiveIntegerField(default=0)
    done_total = models.BigIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    failed_total = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state", "debit_date"], name="debits_runs_by_state")]

    def __str__(self) -> str:
        return f"debit run {self.month:%Y-%m}"


class DebitItem(models.Model):
    """One data record of a run, in the order of the file. `result_code` is empty until the bank answers."""

    run = models.ForeignKey(DebitRun, on_delete=models.PROTECT, related_name="items")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="items")
    customer_ref = models.CharField(max_length=20)
    amount = models.PositiveBigIntegerField()
    new_code = models.CharField(max_length=1)
    result_code = models.CharField(max_length=1, blank=True, choices=[(str(code), str(code)) for code in Code])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "customer_ref"], name="debits_one_record_a_run"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="debits_no_record_of_zero"),
        ]

    def __str__(self) -> str:
        return f"debit {self.run_id}/{self.customer_ref}"


class DebitPart(AppendOnly):
    """One receivable inside one debit: two charges, one debit."""

    item = models.ForeignKey(DebitItem, on_delete=models.PROTECT, related_name="parts")
    receivable = models.ForeignKey(Receivable, on_delete=models.PROTECT, related_name="parts")
    amount = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "receivable"], name="debits_one_part")]

    def __str__(self) -> str:
        return f"part {self.item_id}/{self.receivable_id}"


class ResultFile(AppendOnly):
    """The bank's answer to a run, by the hash of its bytes: the same file again changes nothing, another is refused."""

    run = models.OneToOneField(DebitRun, on_delete=models.PROTECT, related_name="result")
    sha256 = models.CharField(max_length=64, unique=True)
    taken_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"result of {self.run_id}"
