"""An application entered on the wrong line, for the wrong subscriber or twice is taken back while its months are open."""

import pytest
from yorisoi_service.audit.models import Row
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import MonthClosed, NoRight, NotNow
from yorisoi_service.staff.errors import NotAllowed

from .conftest import Office, day, noon
from .test_cases_through_services import charged, yen

MONTHS = ("2026-10", "2026-11", "2026-12", "2027-01")


def test_an_entry_on_the_wrong_line_counts_for_nothing_and_stays_in_the_story(office: Office) -> None:
    wrong, right = office.line, office.add_line("L-2")
    period = office.join("2026-10-28", told="2026-11-02", line=wrong)
    office.mistaken(period, "2026-11-05", open_from="2026-10")
    period.refresh_from_db()
    assert (period.void, period.void_on) == ("corrected", day("2026-11-05"))
    assert sum(charged(office).values()) == 0
    told = queries.story(wrong.pk)[-1]
    assert (told.kind, told.facts["what"], told.facts["mistake"]) == ("corrected", "entry", "wrong_line")
    assert Row.objects.filter(event="contract.corrected", about=f"line:{wrong.pk}").count() == 1
    # Where it belongs, it is the first contract with all of its free months; and the wrong line may still have one.
    office.join("2026-10-28", told="2026-11-05", line=right)
    assert yen(office, *MONTHS, line=right) == [0, 0, 550, 550]
    office.join("2026-11-20", told="2026-11-20", line=wrong)
    assert yen(office, *MONTHS, line=wrong) == [0, 0, 550, 550]


def test_the_first_time_of_a_wrong_subscriber_is_not_used_up(office: Office) -> None:
    office.mistaken(office.join("2026-04-15"), "2026-04-20", mistake="wrong_person")
    office.join("2026-11-20")
    assert yen(office, "2026-04", "2026-11", "2026-12", "2027-01") == [0, 0, 0, 550]


def test_a_recontract_entered_by_mistake_leaves_the_contract_before_it(office: Office) -> None:
    first = office.join("2026-04-15")
    office.cancel(first, "2026-07-10")
    again = office.join("2026-10-31")
    with pytest.raises(NotNow):
        office.mistaken(first, "2026-11-01")
    office.mistaken(again, "2026-11-01", open_from="2026-10")
    assert list(queries.counting(office.line.pk)) == [first]
    assert yen(office, "2026-07", "2026-10", "2026-11") == [550, 0, 0]
    with pytest.raises(NotNow):
        office.mistaken(again, "2026-11-01")


def test_also_one_that_was_cancelled_in_alarm_first(office: Office) -> None:
    period = office.join("2026-11-02")
    office.cancel(period, "2026-11-02")
    office.mistaken(period, "2026-11-03", mistake="no_form")
    assert not queries.counting(office.line.pk).exists()


def test_a_contract_that_was_used_or_whose_month_is_closed_is_no_longer_taken_back(office: Office) -> None:
    period = office.join("2026-10-28")
    with pytest.raises(NoRight):
        office.mistaken(period, "2026-11-05", held=1)
    with pytest.raises(MonthClosed):
        office.mistaken(period, "2026-11-05", open_from="2026-11")
    with pytest.raises(ValueError, match="typo"):
        office.mistaken(period, "2026-11-05", mistake="typo")
    period.refresh_from_db()
    assert period.void == ""
    assert office.told() == ["joined"]
    office.provider.clerk = office.provider.communicator
    with pytest.raises(NotAllowed):
        office.mistaken(period, "2026-11-05")


def test_an_application_that_had_waited_waits_again(office: Office) -> None:
    application = office.apply("2026-11-01")
    period = office.join("2026-11-02")
    office.mistaken(period, "2026-11-03", mistake="wrong_person")
    application.refresh_from_db()
    assert (application.state, application.period) == ("applied", None)
    mine = office.join("2026-11-04")
    application.refresh_from_db()
    assert (application.state, application.period) == ("active", mine)


def test_after_a_move_it_waits_on_the_line_that_is_in_service(office: Office) -> None:
    application = office.apply("2026-07-01")
    period = office.join("2026-07-02")
    moved = office.move("L-2", "2026-07-05")
    office.mistaken(period, "2026-07-06", mistake="no_form")
    assert queries.waiting_application(moved.pk) == application
    mine = office.join("2026-07-08", line=moved)
    application.refresh_from_db()
    assert (application.state, application.period) == ("active", mine)


def test_beside_another_that_waits_it_is_settled(office: Office) -> None:
    application = office.apply("2026-11-01")
    period = office.join("2026-11-02")
    office.cancel(period, "2026-11-02")
    later = office.apply("2026-11-03")
    office.mistaken(period, "2026-11-03")
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert queries.waiting_application(office.line.pk) == later
    assert later.entered_at == noon("2026-11-03")
