"""The cases of the charge calendar, told to the services as an office tells them, read back by the queries and charged:
the services and the charge agree to the yen, whether the clerk enters each step on its day or everything years later."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from yorisoi_service.billing.rules.history_file import History, read
from yorisoi_service.billing.rules.policy import Policy, Tariff
from yorisoi_service.billing.rules.table import rows
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import AlreadyActive
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.history import chains
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import applications, endings, lines, periods
from yorisoi_service.subscribers.models import Line
from yorisoi_service.testing.charge_cases import CASES, JOIN, Case

from .conftest import Office, day, noon

LATE = "2029-12-31"
# The services never write this history: a moved contract stays one period.
TOLD_OTHERWISE = {"C28 moved, a period on each line"}
REPLAYED = [case for case in CASES if case.name not in TOLD_OTHERWISE]


def charged(office: Office, policy: Policy | None = None, tariff: Tariff | None = None) -> dict[tuple[int, str], int]:
    """Yen of every line of the subscriber, by line and month."""
    policy, tariff = policy or Policy(), tariff or Tariff()
    found = queries.histories(holders=[office.subscriber.pk], scope=policy.first_time_scope)
    joined = chains(found.lines, found.periods, not_before_opening=policy.start_not_before_line_open)
    ids = [each.id for each in found.lines]
    table = rows(joined, ids, Month(2026, 1), Month(2029, 12), policy=policy, tariff=tariff)
    return {(int(row.line), str(row.month)): row.charge.amount for row in table}


def yen(office: Office, *months: str, line: Line | None = None) -> list[int]:
    told = charged(office)
    return [told[(line or office.line).pk, month] for month in months]


def steps(office: Office, case: Case, late: bool) -> dict[str, Line]:
    """Enter the case's lines and periods in the order of their days."""
    history: History = read(json.dumps({"lines": case.lines, "periods": case.periods} | case.rest))
    campaigns = {
        each.id: office.campaign(*((term.first, term.last, term.amount) for term in each.terms), code=each.id)
        for each in history.tariff.campaigns.values()
    }
    added: dict[str, Line] = {}
    begun: dict[int, Period] = {}
    todo: list[tuple[tuple[Any, ...], Callable[[str], object]]] = []

    def move(old: str, new: str, opened: str) -> Callable[[str], object]:
        return lambda told: added.update({new: office.move(f"L-{new}", opened, told=told, line=added[old])})

    def join(nth: int, form: str, **more: Any) -> Callable[[str], object]:
        name = case.periods[nth]["line"]
        return lambda told: begun.update({nth: office.join(form, told=told, line=added[name], **more)})

    def end(nth: int, on: str, withdrawn: bool) -> Callable[[str], object]:
        if withdrawn:
            return lambda told: office.withdraw(begun[nth], "solicited", told, requested_on=day(on))
        return lambda told: office.cancel(begun[nth], on, told=told)

    for facts in history.lines:
        if facts.moved_from is None:
            added[facts.id] = office.add_line(f"L-{facts.id}", opened=facts.opened.isoformat())
            Line.objects.filter(pk=added[facts.id].pk).update(free_window_used=facts.free_window_used)
        else:
            opened = facts.opened.isoformat()
            todo.append(((opened, 1), move(facts.moved_from, facts.id, opened)))
        if facts.closed is not None and not any(other.moved_from == facts.id for other in history.lines):
            on, name = facts.closed.isoformat(), facts.id
            todo.append(((on, 2), lambda told, on=on, name=name: office.close(on, told=told, line=added[name])))
        for rest in facts.suspensions:
            first, last, name = rest.first.isoformat(), rest.last.isoformat(), facts.id
            step = lambda told, a=first, b=last, n=name: office.suspend(a, b, told=told, line=added[n])  # noqa: E731
            todo.append(((first, 3), step))
    for nth, period in enumerate(case.periods):
        campaign = campaigns[period["campaign"]] if period.get("campaign") else None
        withdrawn = bool(period.get("withdrawn"))
        todo.append(((period["start"], 0, nth, 0), join(nth, period["start"], campaign=campaign, solicited=withdrawn)))
        if period["end"] is not None:
            todo.append(((period["end"], 0, nth, 1), end(nth, period["end"], withdrawn)))
    for order, step in sorted(todo, key=lambda each: each[0]):
        step(LATE if late else order[0])
    return added


@pytest.mark.parametrize("late", [False, True], ids=["on the day", "years later"])
@pytest.mark.parametrize("case", REPLAYED, ids=lambda case: case.name)
def test_what_the_office_enters_is_charged_as_the_calendar_says(office: Office, case: Case, late: bool) -> None:
    office.line.delete()
    added = steps(office, case, late)
    history = read(json.dumps({"lines": case.lines, "periods": case.periods} | case.rest))
    told = charged(office, history.policy, history.tariff)
    found = {name: {month: told[added[name].pk, month] for month in months} for name, months in case.expected.items()}
    assert found == case.expected


def joined(office: Office) -> Period:
    return office.join(JOIN)


JUNE_ON: Sequence[str] = ("2026-06", "2026-07", "2026-08", "2026-09")


def test_c03_half_past_midnight_in_may(office: Office) -> None:
    moment = datetime(2026, 4, 30, 15, 30, tzinfo=UTC)
    periods.join(line=office.line, form_on=day("2026-05-01"), terms_version="", by=office.provider.clerk, now=moment)
    assert yen(office, "2026-04", "2026-05", "2026-06", "2026-07") == [0, 0, 0, 550]


def test_c14_phoned_on_the_last_of_july_entered_in_august(office: Office) -> None:
    period = joined(office)
    before = queries.newest_event()
    endings.cancel(
        period=period,
        requested_on=day("2026-07-31"),
        by=office.provider.clerk,
        now=datetime(2026, 8, 3, 1, 0, tzinfo=UTC),
    )
    assert yen(office, *JUNE_ON) == [550, 550, 0, 0]
    assert queries.touched_holders(since_event=before) == [office.subscriber.pk]


def test_c15_cancelled_ten_past_midnight_in_july(office: Office) -> None:
    moment = datetime(2026, 6, 30, 15, 10, tzinfo=UTC)
    endings.cancel(period=joined(office), requested_on=day("2026-07-01"), by=office.provider.clerk, now=moment)
    assert yen(office, *JUNE_ON) == [550, 550, 0, 0]


def test_c08_withdrawn_before_use_leaves_the_first_time(office: Office) -> None:
    office.withdraw(office.join(JOIN, solicited=True), "solicited", "2026-04-17")
    office.join("2026-07-01")
    assert yen(office, "2026-04", "2026-07", "2026-08", "2026-09") == [0, 0, 0, 550]


def test_c24_c25_device_course_and_account_change_nothing(office: Office) -> None:
    joined(office)
    before = charged(office)
    for what in ("device", "course", "account"):
        lines.note_change(
            line=office.line, what=what, on=day("2026-07-05"), by=office.provider.clerk, now=noon("2026-07-15")
        )
    assert charged(office) == before


def test_c26_support_ends_with_the_line(office: Office) -> None:
    joined(office)
    office.close("2026-07-15")
    assert yen(office, *JUNE_ON) == [550, 550, 0, 0]
    assert [queries.is_active(office.line.pk, on=day(f"2026-07-{on}")) for on in (15, 16)] == [True, False]


def test_c28_a_move_is_charged_once_and_the_recontract_after_it_too(office: Office) -> None:
    period = joined(office)
    moved = office.move("L-2", "2026-07-15")
    assert yen(office, *JUNE_ON) == [550, 550, 0, 0]
    assert yen(office, *JUNE_ON, line=moved) == [0, 0, 550, 550]
    office.cancel(period, "2026-08-10")
    office.join("2026-08-10", line=moved)
    assert yen(office, *JUNE_ON, line=moved) == [0, 0, 550, 550]


def test_c31_the_spouse_inherits_no_new_window(office: Office) -> None:
    joined(office)
    spouse = office.provider.household("C-30003", "0847-55-6666")
    lines.inherit_line(
        line=office.line, to=spouse, on=day("2026-07-15"), by=office.provider.clerk, now=noon("2026-07-15")
    )
    assert yen(office, *JUNE_ON) == [550, 550, 550, 550]
    # The spouse's own first line still has its free months: the window was the first holder's.
    own = office.add_line("L-3", subscriber=spouse)
    office.join("2026-08-03", line=own)
    found = queries.histories(holders=[spouse.pk], scope="customer")
    assert [line.id for line in found.lines] == [str(own.pk)]


def test_c36_the_returners_campaign(office: Office) -> None:
    campaign = office.campaign((1, 1, 0), for_whom="returning")
    office.cancel(joined(office), "2026-07-10")
    office.join("2026-10-31", campaign=campaign)
    tariff = read(json.dumps({"lines": [], "periods": [], "campaigns": [{"id": "c", "terms": campaign.terms}]})).tariff
    told = charged(office, tariff=tariff)
    assert [told[office.line.pk, month] for month in ("2026-07", "2026-09", "2026-10", "2026-11")] == [550, 0, 0, 550]


def test_c41_without_a_line_of_ours_nothing_is_owed(office: Office) -> None:
    applications.apply(line=None, received_on=day(JOIN), by=office.provider.clerk, now=noon(JOIN))
    assert set(charged(office).values()) == {0}


def test_c42_a_second_application_changes_nothing(office: Office) -> None:
    joined(office)
    before = charged(office)
    assert office.apply("2026-05-01").state == "rejected"
    with pytest.raises(AlreadyActive):
        office.join("2026-05-01")
    assert charged(office) == before


def test_c43_an_imported_contract_has_no_free_months_until_staff_knows_better(office: Office) -> None:
    Line.objects.filter(pk=office.line.pk).update(free_window_used=True)
    joined(office)
    assert yen(office, "2026-04", "2026-05", "2026-06") == [550, 550, 550]
    lines.correct_free_window(line=office.line, used=False, by=office.provider.clerk, now=noon("2026-05-01"))
    assert yen(office, "2026-04", "2026-05", "2026-06") == [0, 0, 550]


def test_c44_a_reserved_end_taken_back(office: Office) -> None:
    period = office.cancel(joined(office), "2026-06-20", end="2026-08-31")
    assert yen(office, *JUNE_ON) == [550, 550, 550, 0]
    office.undo(period, "2026-08-10")
    assert yen(office, *JUNE_ON) == [550, 550, 550, 550]


def test_a_corrected_application_is_charged_from_its_right_day(office: Office) -> None:
    office.correct(joined(office), "2026-05-15", told="2026-05-20")
    assert yen(office, "2026-04", "2026-05", "2026-06", "2026-07") == [0, 0, 0, 550]
