"""Why something about collecting cannot be done.

DebitError
├── NotSetUp         the provider collects another way
├── BadMandate       bank data that cannot be
├── CannotExport     no debit file can be written for this month, or not now
├── ResultRefused    a bank's answer that cannot be taken, with the record and the reason
└── CannotDecide     a step this receivable cannot take
"""

from django.utils.functional import Promise


class DebitError(Exception):
    """Base; `sentence` is shown to the person and names the next step. It holds customer numbers, never names or
    account numbers."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotSetUp(DebitError):
    """The provider collects through its own internet bill, or has named no bank."""


class BadMandate(DebitError):
    """Bank data that cannot be as given."""


class CannotExport(DebitError):
    """No file for this month, or not now, or not again differently."""


class ResultRefused(DebitError):
    """The file is refused whole."""


class CannotDecide(DebitError):
    """A step this receivable cannot take."""
