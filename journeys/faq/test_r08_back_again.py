"""R08: after cancelling, somebody may come back, as often as they like and on the very day."""

import pytest

from journeys.office import Office, day, month, refusal, today

pytestmark = pytest.mark.timeout(300)


def test_back_on_the_day_of_cancelling_and_three_times(office: Office) -> None:
    home = office.household()
    office.join(home, day(5, 3))
    for number in (6, 11, 20):
        office.cancel(home.line_pk, day(2, number))
        office.join(home, day(2, number))
    told = office.story(home.line_pk)
    assert len(told) == 7  # nothing of it is forgotten
    assert office.runs(home.line_pk)
    assert any("4" in fact for fact in office.facts(home.line_pk)[:1])  # the fourth contract of this line
    assert office.close_months(5).yen(home.line) == dict(
        zip((month(ago) for ago in (5, 4, 3, 2, 1)), (0, 0, 550, 550, 550), strict=True)
    )


def test_coming_back_brings_no_new_free_months(office: Office) -> None:
    home = office.household()
    office.join(home, day(6, 15))
    office.cancel(home.line_pk, day(4, 10))
    told = office.join(home, day(2, 0))
    assert told[month(2)] == 550  # said before it was sure
    assert office.close_months(6).yen(home.line) == {
        month(6): 0,
        month(5): 0,
        month(4): 550,
        month(2): 550,
        month(1): 550,
    }


def test_while_a_contract_runs_there_is_no_coming_back(office: Office) -> None:
    home = office.household()
    office.join(home, day(3, 5))
    assert "1回線につき1契約" in refusal(office.take_application(home, today()))


def test_inside_the_first_free_months_the_readings_differ(office: Office, elsewhere: Office) -> None:
    home = office.household()
    office.join(home, day(3, 5))
    office.cancel(home.line_pk, day(3, 20))
    assert office.join(home, day(2, 3))[month(2)] == 0  # promised once, and kept
    home = elsewhere.household()
    elsewhere.join(home, day(3, 5))
    elsewhere.cancel(home.line_pk, day(3, 9))
    assert elsewhere.join(home, day(3, 20))[month(3)] == 660  # forfeited
