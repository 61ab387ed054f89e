"""A running service forgets by itself, once a night, in one process of several; and the command does what it says."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from yorisoi_service import clock
from yorisoi_service.audit import models as audit
from yorisoi_service.audit.purging import PURGED
from yorisoi_service.audit.rules.keeping import Periods
from yorisoi_service.config.nightly import BEGUN, Nightly, Stopped, night_of
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import retention as desk
from yorisoi_service.desk.services.tickets import set_asked
from yorisoi_service.testing.people import NOON, Provider

NIGHT = datetime(2046, 11, 19, 18, 31, tzinfo=UTC)  # 3.31 in the morning of the 20th, in Japan
PERIODS = Periods(nightly=time(3, 30))


async def at_once(call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    return call(*args, **kwargs)


def nightly(now: datetime = NIGHT, periods: Periods = PERIODS) -> Nightly:
    return Nightly(periods=periods, ask=at_once, now=lambda: now, look_s=0.01)


def old_ticket(provider: Provider) -> Ticket:
    return Ticket.objects.create(
        channel="landline", asked="x", opened_by=provider.clerk, opened_at=NOON, finished_at=NOON, outcome="resolved"
    )


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(3, 29, None), (3, 30, "2026-11-20"), (6, 29, "2026-11-20"), (6, 30, None), (12, 0, None)],
)
def test_a_night_begins_with_its_hour_and_is_over_three_hours_later(hour: int, minute: int, night: str | None) -> None:
    now = datetime(2026, 11, 20, hour, minute, tzinfo=clock.BUSINESS_ZONE)
    assert night_of(now, time(3, 30)) == night


def test_a_night_that_began_before_midnight_is_that_of_the_day_before() -> None:
    now = datetime(2026, 11, 20, 0, 30, tzinfo=clock.BUSINESS_ZONE)
    assert night_of(now, time(23, 30)) == "2026-11-19"


@pytest.mark.django_db
def test_each_night_is_worked_once_whichever_process_comes_first(provider: Provider) -> None:
    old_ticket(provider)
    one, other = nightly(), nightly()
    assert (one.work(), other.work(), one.work()) == (True, False, False)
    assert not Ticket.objects.exists()
    assert audit.Row.objects.filter(event=BEGUN).count() == 1
    assert nightly(NIGHT + timedelta(days=1)).work()


@pytest.mark.django_db
@pytest.mark.parametrize("periods", [Periods(), replace(PERIODS, nightly=time(9, 0))])
def test_nothing_happens_at_another_hour_or_where_none_is_named(provider: Provider, periods: Periods) -> None:
    old_ticket(provider)
    assert not nightly(periods=periods).work()
    assert Ticket.objects.exists()


@pytest.mark.django_db
def test_a_service_that_ends_stops_between_two_chunks_and_has_counted_them(provider: Provider) -> None:
    for _ in range(3):
        old_ticket(provider)
    work = nightly()

    async def ended() -> None:
        await work.startup()
        await work.shutdown()

    asyncio.run(ended())
    with pytest.raises(Stopped):
        work.work()
    assert not Ticket.objects.exists()
    assert '"desk.Ticket delete":3' in audit.Row.objects.get(event=PURGED).facts


@pytest.mark.django_db
def test_the_command_counts_first_and_then_deletes(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old_ticket(provider)
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    call_command("retention", "--dry-run")
    said = capsys.readouterr().out
    assert [line.split() for line in said.splitlines() if "desk.Ticket " in line] == [
        ["desk.Ticket", "delete", "1", "-"]
    ]
    assert Ticket.objects.exists()
    assert not audit.Row.objects.filter(event=PURGED).exists()
    call_command("retention")
    said = capsys.readouterr().out
    assert said.splitlines()[-1].endswith("rows gone.")
    assert not Ticket.objects.exists()
    call_command("retention")
    assert capsys.readouterr().out.splitlines()[-1] == "0 rows gone."


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["--dry-run"], []])
def test_what_nobody_finished_stays_and_is_counted(
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    """One was last touched long ago, one yesterday, one is new."""
    forgotten, touched = provider.ready_ticket(), provider.ready_ticket()
    day_before = NIGHT - timedelta(days=1)
    set_asked(ticket=touched, asked="まだ鳴ります", by=provider.communicator, now=day_before)
    provider.ready_ticket(now=day_before)
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    call_command("retention", *arguments)
    told = capsys.readouterr().out.splitlines()[-1]
    assert told.startswith(f"Requests that are open and untouched for {Periods().ticket_months} months: 1.")
    assert Ticket.objects.filter(pk=forgotten.pk).exists()


@pytest.mark.django_db
def test_what_still_names_a_row_is_told_and_nothing_is_lost(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.ready_ticket()
    Ticket.objects.update(finished_at=NOON, outcome="resolved")
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    monkeypatch.setattr(desk, "WITH_A_TICKET", ())
    with pytest.raises(CommandError) as refused:
        call_command("retention")
    assert refused.value.returncode == 1
    assert "desk.Answer" in str(refused.value)
    assert isinstance(refused.value.__context__, ProtectedError)
    assert Ticket.objects.exists()
