"""Moments as whole numbers that a database subtracts, compares and groups by itself.

SQLite keeps a moment as text: a sum or a truncation of one would ask Python back about every row, a hundred thousand
times for a year of tickets. Its own text and number functions know nothing of zones, and need not: Japan's clocks are
the same distance from UTC all the year round.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, Func, Subquery, Value
from django.db.models.expressions import Combinable

from yorisoi_service.clock import BUSINESS_ZONE

MICROSECONDS = 1_000_000
HOUR_S, DAY_S = 3_600, 86_400
EPOCH = date(1970, 1, 1)
AHEAD_S = int(datetime(2000, 1, 1, tzinfo=BUSINESS_ZONE).utcoffset().total_seconds())  # type: ignore[union-attr]


class Exactly(Func):
    """A moment in microseconds since 1970, to the last of them; NULL of NULL. Takes a column, or columns combined:
    nothing with a parameter of its own, since the statement names it twice."""

    output_field = BigIntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        # `2026-11-20 03:00:00`, and `.123456` behind it unless that is zero. Whole seconds and the rest apart: SQLite's own
        # reckoning, in days and parts of them, is sure of the one and not of the other.
        whole = "CAST((julianday(substr(%(expressions)s, 1, 19)) - 2440587.5) * 86400.0 + 0.5 AS INTEGER)"
        rest = "CAST(substr(%(expressions)s, 21) AS INTEGER)"
        return self.as_sql(compiler, connection, template=f"({whole} * {MICROSECONDS} + {rest})", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = f"CAST(EXTRACT(EPOCH FROM %(expressions)s) * {MICROSECONDS} AS BIGINT)"
        return self.as_sql(compiler, connection, template=template, **more)


def exact(span: timedelta) -> int:
    """A length of time as `Exactly` and `length` count it."""
    return span // timedelta(microseconds=1)


def length(since: Combinable | str, until: Combinable | str) -> ExpressionWrapper:
    """From one column to another, or to what is a number of microseconds already."""
    first, last = (each if isinstance(each, Subquery) else Exactly(each) for each in (since, until))
    return _big(last - first)


def day_number(field: str) -> ExpressionWrapper:
    """The Japanese day of a column, in days since 1970: `day_of` makes a day of it."""
    return _parts(field, DAY_S)


def day_of(number: int) -> date:
    return EPOCH + timedelta(days=number)


def hour(field: str) -> ExpressionWrapper:
    """The hour of the day of a column, 0 to 23, in Japan."""
    return _big(_parts(field, HOUR_S) % Value(24))


def _parts(field: str, part_s: int) -> ExpressionWrapper:
    """Whole hours or days of Japan's clocks up to a column."""
    return _big((Exactly(field) + Value(AHEAD_S * MICROSECONDS)) / Value(part_s * MICROSECONDS))


def _big(number: Combinable) -> ExpressionWrapper:
    """Django takes a difference of large numbers for a small one, and would answer a comparison with a large one itself."""
    return ExpressionWrapper(number, output_field=BigIntegerField())
