"""An office that works through the calendar: every step is entered by the clerk at noon of the day it is told."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from yorisoi_service.contracts.models import Application, Campaign, Event, Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import (
    applications,
    campaigns,
    endings,
    line_data,
    lines,
    mistakes,
    periods,
    replacing,
)
from yorisoi_service.contracts.services.line_data import CorrectedLine
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.testing.people import Provider


def day(text: str) -> date:
    return date.fromisoformat(text)


def noon(text: str) -> datetime:
    """Twelve o'clock in Japan."""
    return datetime.combine(day(text), time(3), UTC)


@dataclass
class Office:
    """Days are texts like "2026-04-15"; `told` is the day of entry and follows the event where it is not named."""

    provider: Provider
    subscriber: Subscriber = field(init=False)
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.subscriber = self.provider.household("C-20002", "0847-33-4444")
        self.line = self.add_line("L-20002")

    def add_line(self, number: str, opened: str = "2020-01-01", subscriber: Subscriber | None = None) -> Line:
        line = self.provider.add_line(subscriber or self.subscriber, number)
        Line.objects.filter(pk=line.pk).update(opened_on=day(opened))
        line.refresh_from_db()
        return line

    def _entry(self, told: str) -> dict[str, Any]:
        return {"by": self.provider.clerk, "now": noon(told)}

    def apply(self, received: str, line: Line | None = None, **more: Any) -> Application:
        return applications.apply(line=line or self.line, received_on=day(received), **more, **self._entry(received))

    def join(self, form: str, told: str = "", line: Line | None = None, terms: str = "2026-04", **more: Any) -> Period:
        return periods.join(
            line=line or self.line, form_on=day(form), terms_version=terms, **more, **self._entry(told or form)
        )

    def cancel(self, period: Period, requested: str, end: str = "", told: str = "") -> Period:
        return endings.cancel(
            period=period,
            requested_on=day(requested),
            end_on=day(end) if end else None,
            **self._entry(told or requested),
        )

    def undo(self, period: Period, told: str) -> Period:
        return endings.undo_cancel(period=period, **self._entry(told))

    def close(self, on: str, told: str = "", line: Line | None = None) -> Line:
        return endings.close_line(line=line or self.line, on=day(on), **self._entry(told or on))

    def reopen(self, told: str, line: Line | None = None, open_from: str = "2020-01") -> Line:
        return endings.reopen_line(line=line or self.line, open_from=Month.parse(open_from), **self._entry(told))

    def withdraw(self, period: Period, ground: str, told: str, held: int = 0, **more: Any) -> Period:
        return periods.withdraw(
            period=period, ground=ground, sessions_held=held, withdrawal_days=8, **more, **self._entry(told)
        )

    def correct(
        self,
        period: Period,
        form: str,
        told: str,
        campaign: Campaign | None = None,
        open_from: str = "2020-01",
        **more: Any,
    ) -> Period:
        return periods.correct(
            period=period,
            form_on=day(form),
            campaign=campaign,
            open_from=Month.parse(open_from),
            **more,
            **self._entry(told),
        )

    def mistaken(self, period: Period, told: str, held: int = 0, open_from: str = "2020-01", **more: Any) -> Period:
        return mistakes.take_back_entry(
            period=period,
            mistake=more.get("mistake", "wrong_line"),
            sessions_held=held,
            open_from=Month.parse(open_from),
            **self._entry(told),
        )

    def move(self, number: str, opened: str, told: str = "", line: Line | None = None) -> Line:
        return lines.move_line(
            line=line or self.line, number=number, address="町", opened_on=day(opened), **self._entry(told or opened)
        )

    def mended(self, line: Line, told: str, opened: str = "", open_from: str = "2020-01", **more: str) -> CorrectedLine:
        return line_data.correct_line(
            line=line,
            number=more.get("number", line.number),
            address=more.get("address", line.address),
            opened_on=day(opened) if opened else line.opened_on,
            open_from=Month.parse(open_from),
            **self._entry(told),
        )

    def replaced(self, old: Line, new: Line, told: str, open_from: str = "2020-01", **ledger: bool) -> Line:
        ledger = {"is_booked": False, "is_closing": False} | ledger
        return replacing.replace_line(old=old, new=new, open_from=Month.parse(open_from), **ledger, **self._entry(told))

    def suspend(self, first: str, last: str, told: str = "", line: Line | None = None) -> None:
        lines.suspend_line(line=line or self.line, first_on=day(first), last_on=day(last), **self._entry(told or first))

    def campaign(self, *terms: tuple[int, int, int], code: str = "c", for_whom: str = "anybody") -> Campaign:
        return campaigns.add_campaign(
            code=code,
            name={"ja": "おためし", "en": "Trial"},
            terms=[{"from_month": a, "to_month": b, "amount": yen} for a, b, yen in terms],
            offered_from=day("2026-01-01"),
            for_whom=for_whom,
            by=self.provider.accountant,
            now=noon("2026-01-01"),
        )

    def told(self, line: Line | None = None) -> list[str]:
        """The kinds of the line's events, as they were entered."""
        return list(Event.objects.filter(line=line or self.line).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def office(provider: Provider) -> Office:
    return Office(provider)
