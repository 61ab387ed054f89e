"""Opening hours (R34): every day from 9:00:00 to 20:59:59 in Japan, unless a closure says otherwise."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True)
class Hours:
    """`opens` is the first open second, `closes` the first closed one. `closures` are whole days."""

    opens: time
    closes: time
    closures: frozenset[date] = frozenset()
    may_finish_min: int = 30  # a session running at closing time may take this long

    def is_open(self, local: datetime) -> bool:
        """`local` is a wall clock moment of the business zone."""
        return local.date() not in self.closures and self.opens <= local.time() < self.closes

    def left_s(self, local: datetime) -> int:
        """Seconds a session may still take at an open moment: to closing time and the minutes after it."""
        end = datetime.combine(local.date(), self.closes, local.tzinfo) + timedelta(minutes=self.may_finish_min)
        return max(0, int((end - local).total_seconds()))

    def is_usually_closed(self, local: datetime) -> bool:
        """Closed as on any day, and open again as on any day: what tells of the week's hours alone is true then."""
        return not self.is_open(local) and self.next_open(local) == replace(self, closures=frozenset()).next_open(local)

    def next_open(self, local: datetime, *, days: int = 60) -> datetime | None:
        """The first open moment from here on: this one, or when the desk opens next; None within so many days."""
        if self.is_open(local):
            return local
        for more in range(days + 1):
            opening = datetime.combine(local.date() + timedelta(days=more), self.opens, local.tzinfo)
            if opening > local and self.is_open(opening):
                return opening
        return None
