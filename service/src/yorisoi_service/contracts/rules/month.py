"""Calendar months, the unit in which everything about money is decided (R02, R07). Days only say which month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month in Japan. Months are counted, never days, so month lengths and leap years cannot matter."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """`2026-04`, and nothing else. ValueError for anything that is no month of the years 1900 to 2999."""
        month = cls.of(date.fromisoformat(f"{text}-01"))
        if len(text) != 7 or not 1900 <= month.year <= 2999:
            raise ValueError(text)
        return month

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return self.plus(1).first_day - timedelta(days=1)

    def plus(self, months: int) -> "Month":
        years, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, index + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


BEFORE_ANY = Month(1900, 1)  # the first open month where none was closed yet: each may still be corrected


def months_between(earlier: Month, later: Month) -> int:
    """How many months later; 0 for the same month, negative when it is earlier."""
    return (later.year - earlier.year) * 12 + later.number - earlier.number


def months_from(first: Month, last: Month) -> Iterator[Month]:
    """Every month from the first to the last, both included."""
    for offset in range(months_between(first, last) + 1):
        yield first.plus(offset)
