"""Drawings of the statistics: bars with labels that have room, from counts. No script draws them."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import pgettext

from yorisoi_service.desk.queries.statistics import Bar
from yorisoi_service.desk.rules.statistics import Step
from yorisoi_service.front.drawing import Stacks, stacks

MOST_LABELS = 16


def calls(bars: Sequence[Bar], step: Step) -> Stacks:
    """Answered calls, and abandoned ones on top of them."""
    return stacks(*_labels(bars, step), [[bar.answered for bar in bars], [bar.abandoned for bar in bars]])


def in_time(bars: Sequence[Bar], step: Step, *, target: int) -> Stacks:
    """Per cent of calls answered in time, and the target as a line across."""
    percent = [round(bar.in_time / bar.offered * 100) if bar.offered else 0 for bar in bars]
    return stacks(*_labels(bars, step), [percent], most=100, mark=target)


def tickets(bars: Sequence[Bar], step: Step) -> Stacks:
    """Tickets resolved, referred, and the rest on top."""
    rest = [bar.tickets - bar.resolved - bar.referred for bar in bars]
    series = [[bar.resolved for bar in bars], [bar.referred for bar in bars], rest]
    return stacks(*_labels(bars, step), series)


def hours(counts: Sequence[int], opens: int, closes: int) -> Stacks:
    """Tickets by hour: the hours in which the desk is open, and others in which something happened."""
    told = [hour for hour, count in enumerate(counts) if count or opens <= hour < closes]
    return stacks([str(hour) for hour in told], [""] * len(told), [[counts[hour] for hour in told]])


def name_of(first: date, last: date, step: Step) -> str:
    """A part's days in words, for tables and files."""
    if step is Step.MONTH and first.day == 1:
        return date_format(first, "YEAR_MONTH_FORMAT")
    return f"{first.isoformat()}" if first == last else f"{first.isoformat()} - {last.isoformat()}"


def _labels(bars: Sequence[Bar], step: Step) -> tuple[list[str], list[str]]:
    every = -(-len(bars) // MOST_LABELS)
    above, below = [], []
    for n, bar in enumerate(bars):
        is_told = n % every == 0
        if step is Step.MONTH:
            above.append(_month(bar.first) if is_told else "")
            is_new = n == 0 or bar.first.month == 1
            below.append(str(bar.first.year) if is_new else "")
        else:
            above.append(f"{bar.first.month}/{bar.first.day}" if is_told else "")
            below.append(str(bar.first.year) if n == 0 else "")
    return above, below


def _month(day: date) -> str:
    return date_format(day, pgettext("a month in short, as Django writes dates", "M"))
