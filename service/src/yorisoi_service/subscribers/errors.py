"""What may be wrong with a subscriber's or a line's data.

SubscriberError
├── BadRecord    a field is not what it must be; the sentence names it
├── BadWish      a request about one's data that cannot be taken; the sentence says why
├── BadKey       what was shown opens nothing
├── TooManyTries a place was wrong too often, and waits
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


class BadWish(SubscriberError):
    """A request about one's own data that cannot be taken."""


class BadKey(SubscriberError):
    """A link or a code that opens nothing: wrong, spent, lapsed. Nothing tells which."""


class TooManyTries(SubscriberError):
    """Too often wrong from one place within the window; whoever comes from elsewhere is not kept waiting."""
