"""Why a contract cannot begin or end as asked.

ContractError
├── NotEligible    no open line of this provider (R13)
├── AlreadyActive  the line has a contract already (R04)
└── BadDay         a day that cannot be
"""

from django.utils.functional import Promise


class ContractError(Exception):
    """Base; `sentence` is shown to the person and names the next step."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotEligible(ContractError):
    """No open line of this provider."""


class AlreadyActive(ContractError):
    """One support contract for one line (R04)."""


class BadDay(ContractError):
    """A day that cannot be."""
