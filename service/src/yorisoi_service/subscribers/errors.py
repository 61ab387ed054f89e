"""What may be wrong with a subscriber's or a line's data.

SubscriberError
├── BadRecord    a field is not what it must be; the sentence names it
└── Kept         what was written down once is never changed, and goes only when its time is over
"""

from django.utils.functional import Promise


class SubscriberError(Exception):
    """Base; `sentence` is shown to the person."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadRecord(SubscriberError):
    """A field is not what it must be."""


class Kept(SubscriberError):
    """What was written down once is never changed, and goes only when its time is over."""
