"""Why a letter cannot be issued, drawn or delivered.

LetterError
├── BadLetter        its contents cannot stand in a letter
├── LettersNotReady  the system lacks what draws PDFs
├── MailNotReady     no way to send mail is configured
├── NoAddress        the subscriber has no registered address of this kind
├── Overtaken        somebody printed a newer code meanwhile
└── Frozen           what was issued is never changed
"""

from django.utils.functional import Promise


class LetterError(Exception):
    """Base; `sentence` is shown to the person and names the next step."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadLetter(LetterError):
    """Its contents cannot stand in a letter."""


class LettersNotReady(LetterError):
    """The system lacks what draws PDFs."""


class MailNotReady(LetterError):
    """No way to send mail is configured."""


class NoAddress(LetterError):
    """The subscriber has no registered address of this kind."""


class Overtaken(LetterError):
    """Somebody printed a newer code meanwhile."""


class Frozen(LetterError):
    """What was issued is never changed."""
