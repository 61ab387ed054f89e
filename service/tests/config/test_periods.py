"""Section [retention]: usual periods, a law's least, and periods that would contradict each other."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from yorisoi_service.audit.rules.keeping import PERIODS, Periods
from yorisoi_service.config import periods, provider
from yorisoi_service.config.environment import CHECKOUT_PROVIDER
from yorisoi_service.config.reading import Table


def read(**values: Any) -> tuple[Periods, list[str]]:
    table = Table(values, "retention", [])
    found = periods.retention(table)
    return found, [str(fault) for fault in table.faults]


def test_what_is_left_out_is_as_usual() -> None:
    assert read() == (Periods(), [])


def test_both_examples_say_how_long_and_delete_by_themselves() -> None:
    joy = provider.load(CHECKOUT_PROVIDER).retention
    other = provider.load(CHECKOUT_PROVIDER.with_name("hidamari-net.toml")).retention
    assert joy == Periods(nightly=time(3, 30))
    assert (other.ticket_months, other.customer_months, other.contract_years) == (12, 6, 10)


def test_books_are_kept_for_seven_years_at_least() -> None:
    found, faults = read(contract_years=6)
    assert found.contract_years == 10
    assert faults == [
        "retention.contract_years: expected 7 to 30 years (tax law asks for seven years of books and invoices); found 6"
    ]


@pytest.mark.parametrize("key", PERIODS)
@pytest.mark.parametrize("value", [0, 10_000, "5", True])
def test_no_period_is_nothing_for_ever_or_no_number(key: str, value: Any) -> None:
    assert len(read(**{key: value})[1]) == 1


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"address_days": 60, "session_log_months": 1}, "address_days"),
        ({"call_months": 12, "ticket_months": 6}, "call_months"),
        ({"consent_years": 11}, "consent_years"),
    ],
)
def test_what_belongs_to_something_is_kept_no_longer_than_it(values: dict[str, int], key: str) -> None:
    assert [fault.partition(":")[0] for fault in read(**values)[1]] == [f"retention.{key}"]


def test_an_unknown_key_is_refused() -> None:
    assert "retention.tickets" in read(tickets=3)[1][0]


@pytest.mark.parametrize(
    ("period", "value", "now", "cut"),
    [
        ("ticket_months", 24, datetime(2026, 11, 20, 3, tzinfo=UTC), datetime(2024, 11, 20, 3, tzinfo=UTC)),
        ("ticket_months", 1, datetime(2026, 3, 31, 3, tzinfo=UTC), datetime(2026, 2, 28, 3, tzinfo=UTC)),
        ("look_years", 3, datetime(2028, 2, 29, 3, tzinfo=UTC), datetime(2025, 2, 28, 3, tzinfo=UTC)),
        ("address_days", 30, datetime(2026, 3, 1, 3, tzinfo=UTC), datetime(2026, 1, 30, 3, tzinfo=UTC)),
        ("session_log_months", 6, datetime(2026, 5, 31, 3, tzinfo=UTC), datetime(2025, 11, 30, 3, tzinfo=UTC)),
    ],
)
def test_a_period_is_counted_by_the_calendar(period: str, value: int, now: datetime, cut: datetime) -> None:
    assert Periods(**{period: value}).cut(period, now) == cut  # type: ignore[arg-type]
    assert Periods(**{period: value}).cut_day(period, now.date()) == cut.date()  # type: ignore[arg-type]
    assert isinstance(cut.date(), date)
