"""What staff may be told about a session.

RemoteError
└── BadExplanation    a session cannot be closed with these words
"""

from django.utils.functional import Promise


class RemoteError(Exception):
    """Base; `sentence` is shown to the person."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadExplanation(RemoteError):
    """A session cannot be closed with these words."""
