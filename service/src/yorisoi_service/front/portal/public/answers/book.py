"""What an answer is made of, and how fees, hours and lists are said in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.desk.rules.catalogue import Entry
from yorisoi_service.desk.rules.hours import Hours
from yorisoi_service.front.portal.public.facts import Facts
from yorisoi_service.letters.wording.forms import day, hour


class Group(StrEnum):
    """The five parts in which people look."""

    CONTRACT = "contract"
    SCOPE = "scope"
    PRICE = "price"
    USAGE = "usage"
    SECURITY = "security"


@dataclass(frozen=True)
class Points:
    """A list; `in_order` when one follows the other."""

    items: tuple[str, ...]
    in_order: bool = False


@dataclass(frozen=True)
class Way:
    """A link to one of our pages, by its name."""

    page: str
    text: str


@dataclass(frozen=True)
class Phone:
    """The office's number: the only one that stands on a public page (R03, R31)."""

    number: str


Part = str | Points | Way | Phone


@dataclass(frozen=True)
class Answer:
    """One question with what we say to it. `words` are what people type instead, in any language and spelling."""

    rule: str
    question: str
    said: tuple[Part, ...]
    words: str = ""

    @property
    def text(self) -> str:
        """Everything that is read, as one text."""
        return " ".join([self.question, *(_text(part) for part in self.said)])


def _text(part: Part) -> str:
    match part:
        case Points():
            return " ".join(part.items)
        case Way():
            return part.text
        case Phone():
            return part.number
        case _:
            return part


def parts(*said: Part | Sequence[Part] | None) -> tuple[Part, ...]:
    """What is said, without what does not hold."""
    found: list[Part] = []
    for part in said:
        if isinstance(part, Sequence) and not isinstance(part, str):
            found.extend(part)
        elif part:
            found.append(part)
    return tuple(found)


def fee(yen: int) -> str:
    """`550 yen (tax included)`."""
    return _("%(amount)s yen (tax included)") % {"amount": f"{yen:,}"}


def plain_yen(yen: int) -> str:
    """`0 yen`."""
    return _("%(amount)s yen") % {"amount": f"{yen:,}"}


def month(of: Month) -> str:
    """`April 2026`."""
    return str(date_format(of.first_day, "YEAR_MONTH_FORMAT"))


def listed(words: Iterable[str]) -> str:
    """`one, two, three`."""
    return pgettext("between the words of a list", ", ").join(words)


def said_of(what: str, told: str) -> str:
    """`Devices: mouse, printer`."""
    return _("%(what)s: %(told)s") % {"what": what, "told": told}


def names(entries: Iterable[Entry], facts: Facts) -> str:
    """What a list calls these things."""
    return listed(entry.name_in(facts.language) for entry in entries)


def days(closures: Iterable[date]) -> str:
    return listed(day(each) for each in closures)


def times(hours: Hours) -> dict[str, str]:
    """`opens` and `closes` as people say them."""
    return {"opens": hour(f"{hours.opens:%H:%M}"), "closes": hour(f"{hours.closes:%H:%M}")}


def open_hours(facts: Facts) -> tuple[str, ...]:
    """When the desk is open, with the days on which it is not (R34)."""
    if not facts.closures:
        return (_("Every day from %(opens)s to %(closes)s, Saturdays, Sundays and holidays too.") % times(facts.hours),)
    return (
        _("From %(opens)s to %(closes)s, Saturdays, Sundays and holidays too.") % times(facts.hours),
        _("We are closed on: %(days)s.") % {"days": days(facts.closures)},
    )
