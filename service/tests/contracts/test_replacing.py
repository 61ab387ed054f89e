"""Case 28 entered the wrong way round: a line registered on its own that had taken the place of another is joined to it."""

from datetime import date

import pytest
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import AlreadyActive, BadDay, ContractError, MonthClosed, NotEligible, NotNow
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.period import Days
from yorisoi_service.contracts.rules.replacing import first_changed, may_replace
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.models import Line

from .conftest import Office, day
from .test_cases_through_services import charged

MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09")


def sums(office: Office) -> list[int]:
    """What all lines of the subscriber cost together, month by month."""
    told = charged(office)
    return [sum(yen for (_line, month), yen in told.items() if month == wanted) for wanted in MONTHS]


@pytest.mark.parametrize(
    "closed", ["", "2026-07-15", "2026-07-20"], ids=["still open", "closed before", "closed after"]
)
@pytest.mark.parametrize("form", ["", "2026-07-18"], ids=["no new contract", "a new contract"])
def test_c28_joined_afterwards_the_month_of_the_move_is_charged_once(office: Office, closed: str, form: str) -> None:
    contract = office.join("2026-04-15")
    new = office.add_line("L-2", opened="2026-07-18")
    if form:
        office.join(form, line=new)
    if closed:
        office.close(closed)
    assert (sums(office) == [550, 550, 550, 550]) is not bool(form or closed)
    office.replaced(office.line, new, "2026-07-25", open_from="2026-07")
    assert sums(office) == [550, 550, 550, 550]
    assert list(queries.counting(new.pk)) == [contract]
    assert queries.active_period(new.pk, on=day("2026-07-25")) == contract
    assert not queries.counting(office.line.pk).exists()
    new.refresh_from_db()
    old = Line.objects.get(pk=office.line.pk)
    assert (new.moved_from, old.closed_on) == (old, day(closed or "2026-07-18"))
    told = queries.story(new.pk)[-1]
    assert (told.kind, told.facts.get("dropped_form_on", "")) == ("line_moved", form)


def test_after_a_cancellation_the_new_contract_is_the_recontract(office: Office) -> None:
    first = office.cancel(office.join("2026-04-15"), "2026-07-10")
    office.close("2026-07-15")
    new = office.add_line("L-2", opened="2026-07-18")
    again = office.join("2026-07-20", line=new)
    office.replaced(office.line, new, "2026-07-25", open_from="2026-07")
    assert [(each.pk, each.sequence) for each in queries.counting(new.pk)] == [(first.pk, 1), (again.pk, 2)]
    assert sums(office) == [550, 550, 550, 550]


def test_a_last_day_asked_for_before_the_line_ended_stands_again(office: Office) -> None:
    period = office.cancel(office.join("2026-04-15"), "2026-07-01", end="2026-08-31")
    office.close("2026-07-15")
    new = office.add_line("L-2", opened="2026-07-18")
    with pytest.raises(MonthClosed):
        office.replaced(office.line, new, "2026-09-05", open_from="2026-09")
    period.refresh_from_db()
    assert (period.end_on, period.end_cause) == (day("2026-07-15"), "line_closed")
    again = office.join("2026-07-20", line=new)
    with pytest.raises(AlreadyActive):
        office.replaced(office.line, new, "2026-07-25")
    office.mistaken(again, "2026-07-25")
    office.replaced(office.line, new, "2026-07-25", open_from="2026-07")
    period.refresh_from_db()
    assert (period.line, period.end_on, period.end_cause) == (new, day("2026-08-31"), "request")
    assert sums(office) == [550, 550, 550, 0]
    office.undo(period, told="2026-07-26")
    assert sums(office) == [550, 550, 550, 550]


def test_what_was_to_end_before_the_new_line_opened_does_not_go_on(office: Office) -> None:
    office.cancel(office.join("2026-04-15"), "2026-07-01", end="2026-08-10")
    office.close("2026-07-15")
    with pytest.raises(NotNow, match="回線"):
        office.replaced(office.line, office.add_line("L-2", opened="2026-08-20"), "2026-08-25")


@pytest.mark.parametrize(("ledger", "error"), [("is_booked", MonthClosed), ("is_closing", NotNow)])
def test_a_new_line_of_another_first_holder_has_nothing_in_the_ledger(
    office: Office, ledger: str, error: type[ContractError]
) -> None:
    heir = office.provider.household("C-30003", "0847-55-6666")
    office.join("2026-04-15")
    beside = office.add_line("L-3", opened="2026-07-18")
    office.replaced(office.line, beside, "2026-07-25", **{ledger: True})  # of one first holder: nothing moves in it
    Line.objects.filter(pk=beside.pk).update(subscriber=heir)
    new = office.add_line("L-2", opened="2026-07-28", subscriber=heir)
    with pytest.raises(error):
        office.replaced(beside, new, "2026-08-05", **{ledger: True})
    office.replaced(beside, new, "2026-08-05")


def test_a_first_holder_keeps_the_free_months(office: Office) -> None:
    heir = office.provider.household("C-30003", "0847-55-6666")
    office.join("2026-04-15")
    Line.objects.filter(pk=office.line.pk).update(subscriber=heir)
    new = office.add_line("L-2", opened="2026-07-18", subscriber=heir)
    office.replaced(office.line, new, "2026-07-25")
    assert Line.objects.get(pk=new.pk).first_holder == office.subscriber
    assert sums(office) == [550, 550, 550, 550]


def test_a_closed_month_that_would_cost_something_else_stands_against_it(office: Office) -> None:
    contract = office.join("2026-04-15")
    new = office.add_line("L-2", opened="2026-07-18")
    own = office.join("2026-07-18", line=new)
    office.close("2026-07-15")
    with pytest.raises(MonthClosed):
        office.replaced(office.line, new, "2026-08-05", open_from="2026-08")
    assert {each.void for each in Period.objects.all()} == {""}
    office.mistaken(own, "2026-07-25")
    # July is charged once whatever the new line is, so a closed July says nothing against it.
    office.replaced(office.line, new, "2026-08-05", open_from="2026-08")
    contract.refresh_from_db()
    assert (contract.line, contract.end_on, contract.end_cause) == (new, None, "")
    assert sums(office) == [550, 550, 550, 550]


def test_what_cannot_be_one_line_stays_two(office: Office) -> None:
    def refused(error: type[ContractError], new: Line, told: str = "2026-11-20", old: Line | None = None) -> None:
        before = list(Period.objects.order_by("pk").values())
        with pytest.raises(error):
            office.replaced(old or office.line, new, told)
        assert list(Period.objects.order_by("pk").values()) == before
        assert Line.objects.filter(moved_from__isnull=False).count() == moved

    moved = 0
    office.join("2026-04-15")
    stranger = office.add_line("L-9", "2026-07-18", office.provider.household("C-30003", "0847-55-6666"))
    refused(NotEligible, stranger)
    refused(BadDay, office.add_line("L-3", "2019-01-01"))
    refused(BadDay, office.add_line("L-4", "2026-11-21"))
    shut = office.add_line("L-5", "2026-07-01")
    office.close("2026-07-31", line=shut)
    refused(NotEligible, shut)
    ended = office.add_line("L-6", "2026-07-01")
    office.cancel(office.join("2026-07-02", line=ended), "2026-08-02")
    refused(NotNow, ended)
    waiting = office.add_line("L-7", "2026-07-01")
    office.apply("2026-07-02", line=waiting)
    office.cancel(queries.counting(office.line.pk).get(), "2026-08-05", told="2026-08-05")
    early = office.add_line("L-11", "2026-08-05")
    office.join("2026-08-01", line=early, told="2026-08-05")
    refused(NotNow, early)
    overlapping = office.add_line("L-8", "2026-07-01")
    office.join("2026-08-01", line=overlapping)
    refused(AlreadyActive, overlapping)
    office.apply("2026-11-01")
    refused(NotNow, waiting)
    gone = office.move("L-10", "2026-09-01", line=overlapping)
    moved = 1
    refused(NotEligible, gone)
    refused(NotEligible, overlapping)


def test_a_line_that_closed_long_before_was_not_replaced(office: Office) -> None:
    office.join("2026-04-15")
    office.close("2026-07-15")
    with pytest.raises(BadDay):
        office.replaced(office.line, office.add_line("L-2", "2026-09-01"), "2026-09-05")
    office.replaced(office.line, office.add_line("L-3", "2026-08-31"), "2026-09-05")


def test_only_the_office_joins_lines(office: Office) -> None:
    new = office.add_line("L-2", "2026-07-18")
    office.provider.clerk = office.provider.communicator
    with pytest.raises(NotAllowed):
        office.replaced(office.line, new, "2026-07-20")


@pytest.mark.parametrize(
    ("closed", "opened", "may"),
    [
        (None, "2026-11-20", True),
        ("2026-07-15", "2026-07-15", True),
        ("2026-07-15", "2026-07-01", True),
        ("2026-07-15", "2026-08-31", True),
        ("2026-07-15", "2026-09-01", False),
        ("2026-12-15", "2027-01-31", True),
        (None, "2020-01-01", False),
    ],
)
def test_which_line_may_follow_which(closed: str | None, opened: str, may: bool) -> None:
    closed_on = None if closed is None else day(closed)
    assert may_replace(opened_on=day("2020-01-01"), closed_on=closed_on, new_opened_on=day(opened)) is may


OPENED = date(2026, 7, 18)


@pytest.mark.parametrize(
    ("end", "goes_on", "own", "first"),
    [
        (None, True, None, "2026-08"),  # from August on under the new number
        ("2026-07-15", True, None, "2026-08"),  # goes on after July
        ("2026-07-15", True, "2026-07-20", "2026-07"),
        ("2026-09-15", True, None, "2026-08"),
        ("2026-06-30", True, None, "2026-07"),
        ("2026-06-30", False, None, ""),  # cancelled before: nothing goes on
        ("2026-06-30", False, "2026-10-01", "2026-10"),
    ],
)
def test_the_first_month_that_costs_something_else(end: str | None, goes_on: bool, own: str | None, first: str) -> None:
    old = Days(date(2026, 4, 15), day(end) if end else None)
    found = first_changed(old=old, goes_on=goes_on, opened_on=OPENED, own_start=day(own) if own else None)
    assert found == (Month.parse(first) if first else None)
    assert first_changed(old=None, goes_on=False, opened_on=OPENED, own_start=None) is None


@pytest.mark.parametrize(
    ("cut", "asked", "first"),
    [
        ("2026-06-30", "2026-08-31", "2026-07"),  # July had nothing
        ("2026-07-15", "2026-09-30", "2026-08"),
        ("2026-07-15", "2026-07-31", ""),
        ("2026-08-31", "2026-07-31", "2026-08"),  # closed again for a later day
    ],
)
def test_the_first_month_when_a_last_day_stands_again(cut: str, asked: str, first: str) -> None:
    old = Days(date(2026, 4, 15), day(asked))
    found = first_changed(old=old, goes_on=False, opened_on=OPENED, own_start=None, cut_on=day(cut))
    assert found == (Month.parse(first) if first else None)
