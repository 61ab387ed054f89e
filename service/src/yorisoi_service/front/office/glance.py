"""The state of a line's support contract on a day, from rows already read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from yorisoi_service.contracts.models import Period
from yorisoi_service.front.office.words import Words
from yorisoi_service.subscribers.models import Line

STATES: dict[str, tuple[str, Words]] = {
    "active": ("open", _("✓ contract active")),
    "reserved": ("open", _("✓ active, cancellation reserved")),
    "coming": ("", _("begins later")),
    "ended": ("shut", _("✕ contract ended")),
    "none": ("", _("no contract yet")),
    "gone": ("", _("line no longer in use")),
}


@dataclass(frozen=True)
class Standing:
    """Where a line's contract stands today; `period` is the one that says so."""

    code: str
    period: Period | None

    @property
    def tone(self) -> str:
        return STATES[self.code][0]

    @property
    def words(self) -> Words:
        return STATES[self.code][1]


def counting_periods(path: str = "") -> "Prefetch[str]":
    """Reads the contracts that count along with the lines at `path`; void ones never were."""
    return Prefetch(f"{path}periods", Period.objects.filter(void=""))


def standing(periods: Iterable[Period], *, on: date) -> Standing:
    """Of the newest period that counts: whether it runs, was cancelled for a later day, is to begin, or is over."""
    counting = sorted(periods, key=lambda period: period.sequence)
    if not counting:
        return Standing("none", None)
    newest = counting[-1]
    if newest.days().holds(on):
        return Standing("active" if newest.end_on is None else "reserved", newest)
    return Standing("coming" if on < newest.start_on else "ended", newest)


@dataclass(frozen=True)
class LineShown:
    """A line with its standing."""

    line: Line
    standing: Standing


def lines_shown(lines: Iterable[Line], *, on: date) -> list[LineShown]:
    """Lines whose `periods` were read before, with `counting_periods`."""
    return [LineShown(line, of_line(line, line.periods.all(), on=on)) for line in lines]


def of_line(line: Line, periods: Iterable[Period], *, on: date) -> Standing:
    """The same, but of a line that closed, or moved and took its contracts along, it is said so."""
    found = standing(periods, on=on)
    is_gone = line.closed_on is not None and line.closed_on <= on
    return Standing("gone", None) if found.code == "none" and is_gone else found
