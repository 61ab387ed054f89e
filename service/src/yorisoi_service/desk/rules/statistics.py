"""Spans of days that statistics tell of, cut into days, weeks or months, and the span before to compare with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_PARTS = 62  # bars that can still be told apart
LONGEST_DAYS = 3 * 366
DAY = timedelta(days=1)


class Step(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class BadSpan(ValueError):
    """`code`: backwards | too_long | too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Part:
    """One bar: a day, a week from its Monday, a month; the first and the last may be cut by the span."""

    first: date
    last: date


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both of them in it."""

    first: date
    last: date
    step: Step

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadSpan("backwards")
        if self.days > LONGEST_DAYS:
            raise BadSpan("too_long")
        if len(self.parts()) > MOST_PARTS:
            raise BadSpan("too_many")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def parts(self) -> tuple[Part, ...]:
        """Every part in order, those without any call among them."""
        return tuple(self._cut())

    def before(self) -> "Span":
        """The span to compare with: as many whole months for whole months, else as many days."""
        last = self.first - DAY
        if self.first.day == 1 and (self.last + DAY).day == 1:
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            place = self.first.year * 12 + self.first.month - 1 - months
            return _unchecked(date(place // 12, place % 12 + 1, 1), last, self.step)
        return _unchecked(self.first - self.days * DAY, last, self.step)

    def _cut(self) -> Iterator[Part]:
        begin = self.first
        while begin <= self.last:
            end = min(_end_of(begin, self.step), self.last)
            yield Part(begin, end)
            begin = end + DAY


def begin_of(day: date, step: Step) -> date:
    """The first day of the day's part."""
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return day - day.weekday() * DAY
        case Step.MONTH:
            return day.replace(day=1)


def usual(step: Step, today: date) -> Span:
    """What is shown when nobody asked for days: four weeks of days, twelve weeks, twelve months."""
    match step:
        case Step.DAY:
            return Span(today - 27 * DAY, today, step)
        case Step.WEEK:
            return Span(begin_of(today, step) - 77 * DAY, today, step)
        case Step.MONTH:
            place = today.year * 12 + today.month - 1 - 11
            return Span(date(place // 12, place % 12 + 1, 1), today, step)


def _end_of(day: date, step: Step) -> date:
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return begin_of(day, step) + 6 * DAY
        case Step.MONTH:
            return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def _unchecked(first: date, last: date, step: Step) -> Span:
    """The span before is as long as one that was allowed; the number of its parts may differ by one."""
    span = object.__new__(Span)
    for name, value in (("first", first), ("last", last), ("step", step)):
        object.__setattr__(span, name, value)
    return span
