"""Days, weeks and months of a span: every day in exactly one part, and a fair span before it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yorisoi_service.desk.rules.statistics import DAY, BadSpan, Span, Step, begin_of, usual

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@settings(deadline=None)
@given(DAYS, st.integers(0, 61), st.sampled_from(Step))
def test_every_day_stands_in_exactly_one_part(first: date, more: int, step: Step) -> None:
    span = Span(first, first + timedelta(days=more), step)
    days = [part.first + n * DAY for part in span.parts() for n in range((part.last - part.first).days + 1)]
    assert days == [first + n * DAY for n in range(more + 1)]
    assert len({begin_of(part.first, step) for part in span.parts()}) == len(span.parts())


@settings(deadline=None)
@given(DAYS, st.integers(0, 400))
def test_the_span_before_ends_the_day_before(first: date, more: int) -> None:
    span = Span(first, first + timedelta(days=more), Step.MONTH)
    assert span.before().last == first - DAY


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2026, 1, 1), date(2026, 2, 28), (date(2025, 11, 1), date(2025, 12, 31))),
        (date(2026, 1, 1), date(2026, 12, 31), (date(2025, 1, 1), date(2025, 12, 31))),
        (date(2026, 3, 2), date(2026, 3, 8), (date(2026, 2, 23), date(2026, 3, 1))),
    ],
)
def test_whole_months_are_compared_with_whole_months(first: date, last: date, before: tuple[date, date]) -> None:
    found = Span(first, last, Step.DAY if (last - first).days < 62 else Step.MONTH).before()
    assert (found.first, found.last) == before


@pytest.mark.parametrize(
    ("first", "last", "step", "code"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), Step.DAY, "backwards"),
        (date(2020, 1, 1), date(2026, 3, 1), Step.MONTH, "too_long"),
        (date(2026, 1, 1), date(2026, 3, 4), Step.DAY, "too_many"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_code(first: date, last: date, step: Step, code: str) -> None:
    with pytest.raises(BadSpan) as refused:
        Span(first, last, step)
    assert refused.value.code == code


@settings(deadline=None)
@given(DAYS, st.sampled_from(Step))
def test_the_usual_span_ends_today(today: date, step: Step) -> None:
    span = usual(step, today)
    assert span.last == today
    assert len(span.parts()) == {Step.DAY: 28, Step.WEEK: 12, Step.MONTH: 12}[step]
