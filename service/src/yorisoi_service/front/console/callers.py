"""Which caller was chosen in a form: "<subscriber>" or "<subscriber>/<line>", empty for somebody not found yet."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yorisoi_service.subscribers.models import Line, Subscriber


class BadChoice(Exception):
    """The choice is none of those offered; `sentence` says so."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def chosen(text: str) -> tuple[Subscriber | None, Line | None]:
    """The rows behind a choice. Raises BadChoice for anything the page did not offer."""
    if text == "":
        return None, None
    who, _slash, which = text.partition("/")
    subscriber = Subscriber.objects.filter(pk=who).first() if _is_key(who) else None
    line = Line.objects.filter(pk=which, subscriber=subscriber).first() if _is_key(which) else None
    if subscriber is None or (which and line is None):
        raise BadChoice(_("Choose one of the callers found."))
    return subscriber, line


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
