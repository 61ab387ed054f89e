"""An office for tests about money: people, lines made in one word, days written as text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from yorisoi_service.billing.models import Close, Entry
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.billing.services import month, tariff
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import endings, periods
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.services.lines import add_line
from yorisoi_service.subscribers.services.people import add_subscriber
from yorisoi_service.testing import crowd


def noon(on: str) -> datetime:
    """Twelve o'clock in Japan."""
    return datetime.combine(date.fromisoformat(on), datetime.min.time(), UTC) + timedelta(hours=3)


def day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass
class Office:
    """Everything is entered at noon of its own day unless `entered` names a later one."""

    clerk: StaffMember = field(init=False)
    accountant: StaffMember = field(init=False)
    people: dict[str, Subscriber] = field(default_factory=dict)

    def __post_init__(self) -> None:
        staff = crowd.hire(noon("2026-01-05"))
        self.clerk, self.accountant = staff.clerk, staff.accountant

    def seed(self, **settings: Any) -> None:
        tariff.seed(monthly_yen=550, tax_percent=10, policy=Policy(**settings), now=noon("2026-01-05"))

    def subscriber(self, number: str, **more: str) -> Subscriber:
        if number not in self.people:
            self.people[number] = add_subscriber(
                customer_number=number,
                name="佐藤 花子",
                kana="サトウ ハナコ",
                address="広島県府中市見本町1-2-3",
                phone="0847-11-2222",
                by=self.clerk,
                now=noon("2026-01-05"),
                **more,
            )
        return self.people[number]

    def line(self, number: str = "L-1", customer: str = "C-10001", opened: str = "2020-01-01", **more: Any) -> Line:
        return add_line(
            subscriber=self.subscriber(customer),
            number=number,
            address="広島県府中市見本町1-2-3",
            opened_on=date.fromisoformat(opened),
            by=self.clerk,
            now=noon("2026-01-05"),
            **more,
        )

    def join(self, line: Line, on: str, *, entered: str = "", **more: Any) -> Period:
        return periods.join(
            line=line,
            form_on=date.fromisoformat(on),
            terms_version="",
            by=self.clerk,
            now=noon(entered or on),
            **more,
        )

    def cancel(self, period: Period, on: str, *, entered: str = "") -> Period:
        return endings.cancel(
            period=period, requested_on=date.fromisoformat(on), by=self.clerk, now=noon(entered or on)
        )

    def close(self, text: str, *, chunk: int = 2_000, now: str = "") -> Close:
        """Close a month on the second day of the next."""
        chosen = Month.parse(text)
        moment = noon(now or chosen.plus(1).first_day.replace(day=2).isoformat())
        return month.close_month(chosen, by=self.accountant, now=moment, chunk=chunk)

    def close_all(self, first: str, last: str) -> None:
        chosen = Month.parse(first)
        while chosen <= Month.parse(last):
            self.close(str(chosen))
            chosen = chosen.plus(1)


def booked(line: Line) -> list[tuple[str, str, int, str]]:
    """What stands in the ledger of a line, as it was booked: id without the line, run, yen, reason."""
    found = Entry.objects.filter(line=line).select_related("close").order_by("pk")
    return [
        (each.charge_id.replace(str(line.pk), "", 1), f"{each.close.month:%Y-%m}", each.amount, each.reason)
        for each in found
    ]


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    """People, prices, no lines; refusals in English."""
    made = Office()
    made.seed()
    with translation.override("en"):
        yield made
