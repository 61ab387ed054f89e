"""Why a contract cannot begin, change or end as asked.

ContractError
├── NotEligible    no open line of this provider (R13)
├── AlreadyActive  the line has a contract already (R04)
├── BadDay         a day that cannot be
├── NotNow         the contract or application is past the state in which this could be done
├── NoRight        none of the grounds to withdraw holds
├── MonthClosed    a month it would change is closed already
├── BadCampaign    a campaign's terms cannot be, or it is not offered to this person on this day
├── BadTerms       a text that may not be offered, or a changed text under an old version (R11)
└── FileChanged    an import's file, or what it was checked against, is no longer the same

Immutable          a row that is only ever added to was to be changed: a fault of the program, shown to nobody
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


class NotNow(ContractError):
    """Past the state in which this could be done."""


class NoRight(ContractError):
    """None of the grounds to withdraw holds."""


class MonthClosed(ContractError):
    """A month it would change is closed already."""


class BadCampaign(ContractError):
    """Terms that cannot be, or an offer for somebody else or another time."""


class BadTerms(ContractError):
    """A text that may not be offered, or another text under an old version."""


class FileChanged(ContractError):
    """An import's file, or what it was checked against, is no longer the same."""


class Immutable(Exception):
    """A row that is only ever added to was to be changed."""
