"""Why a month cannot be closed or exported, or a price not be set.

BillingError
├── BadMonth       not over yet, out of order, or closed already
├── BadTariff      a price, tax rate or setting that cannot be
├── NoTariff       nothing says what the month costs
├── Debited        debit files of the provider's own collect the month
├── Altered        the ledger is not what was booked
├── FileStands     another file of this name is there
└── NotWritable    a character that the chosen encoding does not have
"""

from django.utils.functional import Promise


class BillingError(Exception):
    """Base; `sentence` is shown to the person and names the next step."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadMonth(BillingError):
    """Not this month, or not yet."""


class BadTariff(BillingError):
    """A price, tax rate or setting that cannot be."""


class NoTariff(BillingError):
    """Nothing says what the month costs."""


class Debited(BillingError):
    """Debit files of the provider's own collect the month: a bill over the same rows would collect it twice."""


class Altered(BillingError):
    """The ledger is not what was booked."""


class FileStands(BillingError):
    """Another file of this name is there."""


class NotWritable(BillingError):
    """A character that the chosen encoding does not have."""
