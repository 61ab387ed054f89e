"""R01: help can be had from the day on which the form was filled in."""

from datetime import timedelta

import pytest

from journeys.office import Office, refusal, today

pytestmark = pytest.mark.timeout(300)


def test_form_of_today_opens_the_desk_today(office: Office) -> None:
    home = office.household()
    assert office.gates(home.line_pk)["契約"] is False
    office.join(home, today())
    assert office.runs(home.line_pk)
    assert office.gates(home.line_pk)["契約"] is True


def test_form_that_came_late_counts_from_its_own_day(office: Office) -> None:
    home, on = office.household(), today() - timedelta(days=9)
    office.join(home, on)
    assert office.days(home.line_pk) == [on.isoformat()]


def test_form_of_a_day_to_come_is_refused(office: Office) -> None:
    home = office.household()
    page = office.take_application(home, today() + timedelta(days=1))
    assert "先の日" in refusal(page)
    assert office.story(home.line_pk) == []


def test_contract_waits_for_a_line_that_is_not_open_yet(office: Office) -> None:
    opens = today() + timedelta(days=40)
    home = office.household(opened=opens)
    told = office.join(home, today())
    assert min(told) == f"{opens:%Y-%m}"
    assert not office.runs(home.line_pk)
    assert office.days(home.line_pk) == [opens.isoformat()]
    assert office.gates(home.line_pk)["契約"] is False


def test_another_provider_begins_on_the_same_day_with_its_own_free_months(elsewhere: Office) -> None:
    home = elsewhere.household()
    told = elsewhere.join(home, today())
    assert list(told.values())[:3] == [0, 660, 660]
    assert elsewhere.gates(home.line_pk)["契約"] is True
