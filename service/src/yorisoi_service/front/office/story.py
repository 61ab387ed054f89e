"""The story of a line as its page tells it: each event in a sentence, with who entered it and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from yorisoi_service.contracts.models import Event
from yorisoi_service.front.office import words
from yorisoi_service.front.office.words import Words


@dataclass(frozen=True)
class Told:
    """One event. `on` is the day it took effect, `at` the moment it was entered."""

    on: date
    words: Words
    details: tuple[str, ...]
    who: str
    at: datetime


def told(events: Iterable[Event]) -> list[Told]:
    """The newest first; events come with `entered_by` read."""
    return [
        Told(
            event.on,
            words.EVENTS[event.kind],
            tuple(_details(event.facts)),
            f"{event.entered_by.number} {event.entered_by.display_name}",
            event.entered_at,
        )
        for event in sorted(events, key=lambda event: event.pk, reverse=True)
    ]


def _details(facts: dict[str, Any]) -> Iterable[str]:
    for name, label in words.FACTS.items():
        value = facts.get(name)
        if value in (None, "", False):
            continue
        yield f"{label}: {_value(name, value)}" if value is not True else str(label)
    if facts.get("note"):
        yield str(facts["note"])


def _value(name: str, value: Any) -> str:
    known = words.CODES.get(name, {})
    if str(value) in known:
        return str(known[str(value)])
    if name.endswith(("_on", "_before")):
        try:
            return date_format(date.fromisoformat(str(value)), _("D, j M Y"))
        except ValueError:
            return str(value)
    return str(value)
