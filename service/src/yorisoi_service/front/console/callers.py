"""Who may be calling, as choices of a form: "<subscriber>" or "<subscriber>/<line>", empty for somebody not found yet.

Of a line its number and its contract's state are told, never its place: that is asked in the identity check (R33).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yorisoi_service.desk.queries import caller as known
from yorisoi_service.desk.rules.contract import Standing
from yorisoi_service.desk.words import Words
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.queries import is_open

NO_CONTRACT, NOT_IN_USE = _("no contract"), _("line not in use")
STATES: dict[Standing, Words] = {
    Standing.ACTIVE: _("contract active"),
    Standing.ENDING: _("contract active"),
    Standing.COMING: _("contract begins later"),
    Standing.ENDED: _("contract ended"),
}
ACTIVE = (Standing.ACTIVE, Standing.ENDING)


@dataclass(frozen=True)
class Choice:
    """One radio button; without a line where the subscriber has none."""

    subscriber: Subscriber
    line: Line | None = None
    state: Words = ""
    is_active: bool = False

    @property
    def value(self) -> str:
        return f"{self.subscriber.pk}/{self.line.pk}" if self.line is not None else str(self.subscriber.pk)


def choices(found: Sequence[Subscriber], *, today: date) -> list[Choice]:
    """Every line of these subscribers, in two questions; of each subscriber those with a contract come first and those
    out of use last, for the first one is chosen unless somebody chooses another."""
    prefetch_related_objects(found, "lines", known.contracts_read())
    offered: list[Choice] = []
    for subscriber in found:
        lines = sorted(subscriber.lines.all(), key=lambda line: line.number)
        own = [_choice(subscriber, line, today) for line in lines]
        offered += sorted(own, key=lambda one: (not one.is_active, one.state is NOT_IN_USE)) or [Choice(subscriber)]
    return offered


def _choice(subscriber: Subscriber, line: Line, today: date) -> Choice:
    if not is_open(line, on=today):
        return Choice(subscriber, line, NOT_IN_USE)
    standing = known.contract_known(line, today=today).standing
    return Choice(subscriber, line, STATES.get(standing, NO_CONTRACT), standing in ACTIVE)


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
