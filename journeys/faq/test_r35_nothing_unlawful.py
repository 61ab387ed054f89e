"""R35: what may break the law is refused with fixed words, opens no session, and what was asked for is kept nowhere."""

import sqlite3
from contextlib import closing

import pytest

from journeys.enquiry import Desk
from journeys.office import DATABASE, Household, Office

pytestmark = pytest.mark.timeout(300)

ASKED = "無料で映画を落とせる裏口サイト八咫烏"


def kept(office: Office, words: str) -> list[str]:
    """The tables in which these words stand."""
    with closing(sqlite3.connect(f"file:{office.data / DATABASE}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            table
            for table in tables
            if any(words in str(value) for row in database.execute(f'SELECT * FROM "{table}"') for value in row)
        ]


@pytest.mark.parametrize("where", ["office", "elsewhere"])
def test_it_is_refused_and_forgotten(where: str, request: pytest.FixtureRequest) -> None:
    office: Office = request.getfixturevalue(where)
    home: Household = request.getfixturevalue("helped" if where == "office" else "helped_elsewhere")
    desk = Desk(office, home)
    assert desk.decide(ASKED).decision == "desk_lead"  # taken for something that is only not on the list
    assert kept(office, ASKED)
    told = desk.decide("", "illegal")
    assert (told.decision, told.code, told.open) == ("refuse", "illegal", False)
    assert len(told.said) > 10
    assert kept(office, ASKED) == []
    assert ASKED not in desk.look().locator("main").inner_text()


def test_lawful_ways_to_the_same_thing_are_helped_with(call: Desk) -> None:
    assert not call.decide("メディアプレイヤー", "illegal").open
    assert call.decide("メディアプレイヤー").open


def test_a_word_alone_refuses_nothing_and_its_own_choice_does(call: Desk) -> None:
    page = call.look()
    page.fill("[name=thing]", "映画")
    assert call.send("scope").status == 200  # asked, nothing is decided
    assert page.locator("[data-decision]").count() == 0
    assert page.locator("[name=choice]:checked").count() == 0
    page.check("[name=choice][value=illegal]")
    call.send("scope")
    assert call.decided().code == "illegal"
