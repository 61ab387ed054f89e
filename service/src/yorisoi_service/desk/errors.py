"""What a communicator may be told about a ticket.

DeskError
├── TicketFinished   nothing more can be answered on it
├── NotYours         somebody else holds it
├── ChangedMeanwhile somebody else changed the ticket after its page was read
├── BadAnswer        the answer is not one of those asked for
├── BadEntry         a list of what we help with cannot say that
├── BadReferral      the directory cannot hold that
├── BadSurvey        no answers to the two questions, or too late
├── BadCall          that cannot be said of this call
├── CallGone         somebody else took the call, or it is over
├── BadCallBack      nobody can be called back like that
├── BadClosure       the calendar cannot say that
└── TooLate          a session may not go on longer
"""

from django.utils.functional import Promise


class DeskError(Exception):
    """Base; `sentence` is shown to the person and names the next step."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TicketFinished(DeskError):
    """Nothing more can be answered on it."""


class NotYours(DeskError):
    """Somebody else holds it."""


class ChangedMeanwhile(DeskError):
    """Somebody else changed the ticket after its page was read; the sentence names who and what."""


class BadAnswer(DeskError):
    """The answer is not one of those asked for."""


class BadEntry(DeskError):
    """A list of what we help with cannot say that."""


class BadReferral(DeskError):
    """The directory cannot hold that."""


class BadCall(DeskError):
    """That cannot be said of this call."""


class CallGone(DeskError):
    """Somebody else took the call, or it is over."""


class BadCallBack(DeskError):
    """Nobody can be called back like that."""


class BadClosure(DeskError):
    """The calendar cannot say that."""


class TooLate(DeskError):
    """A session may not go on longer."""


class BadSurvey(DeskError):
    """These are no answers to the two questions, or it is too late for them."""
