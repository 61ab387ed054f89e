"""R25: the month of a first contract and the next are free; a campaign has terms of its own."""

import json

import pytest

from journeys.office import Office, day, month, refusal

pytestmark = pytest.mark.timeout(300)

MONTHS = [month(ago) for ago in (5, 4, 3, 2, 1)]


def test_first_contract_and_campaign(office: Office) -> None:
    _first_and_campaign(office, first=[0, 0, 550, 550, 550], campaign=[0, 0, 275, 275, 275])


def test_another_providers_free_month_and_campaign(elsewhere: Office) -> None:
    _first_and_campaign(elsewhere, first=[0, 660, 660, 660, 660], campaign=[0, 0, 330, 330, 330])


def _first_and_campaign(office: Office, *, first: list[int], campaign: list[int]) -> None:
    plain, half = office.household(), office.household()
    told = office.join(plain, day(5, 15))
    assert [told[each] for each in MONTHS[: len(told)]] == first[: len(told)]
    told = office.join(half, day(5, 15), campaign="HALF-8")
    assert (told[MONTHS[0]], told[MONTHS[2]], told[month(-3)]) == (0, campaign[2], office.price)  # the ninth month
    books = office.close_months(5)
    assert books.yen(plain.line) == dict(zip(MONTHS, first, strict=True))
    assert books.yen(half.line) == dict(zip(MONTHS, campaign, strict=True))


def test_campaign_for_first_contracts_is_refused_to_those_who_come_back(office: Office) -> None:
    home = office.household()
    office.join(home, day(5, 15))
    office.cancel(home.line_pk, day(3, 10))
    page = office.take_application(home, day(2, 10), campaign="HALF-8")
    refusal(page)
    assert len(office.story(home.line_pk)) == 2


def test_what_if_asks_no_database(office: Office) -> None:
    history = office.folder / "history.json"
    lines = [{"id": "L1", "customer": "C1", "opened": "2020-01-01"}]
    history.write_text(json.dumps({"lines": lines, "periods": [{"line": "L1", "start": "2026-04-15"}]}))
    asked = [
        "charges",
        "explain",
        "--history",
        str(history),
        "--from",
        "2026-04",
        "--to",
        "2026-07",
        "--format",
        "json",
    ]
    rows = json.loads(office.manage(*asked, data=office.folder / "nothing"))
    assert [(row["line"], row["month"], row["amount"]) for row in rows] == [
        ("L1", "2026-04", 0),
        ("L1", "2026-05", 0),
        ("L1", "2026-06", 550),
        ("L1", "2026-07", 550),
    ]
    assert not (office.folder / "nothing" / "yorisoi.sqlite3").exists()
