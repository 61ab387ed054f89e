"""What staff may be told.

StaffError
├── NotAllowed     this person's role does not hold the deed
├── BadMember      a new or changed person cannot be as described
└── SecondFactor   a second factor is needed first
"""

from django.utils.functional import Promise


class StaffError(Exception):
    """Base; `sentence` is shown to the person and names the next step."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(StaffError):
    """The role does not hold the deed."""


class BadMember(StaffError):
    """A person cannot be added or changed as described."""


class SecondFactor(StaffError):
    """Set up or give a second factor first."""
