"""R27: the provider bills, from the account that pays the internet; nobody names another one for support."""

import csv

import pytest
from yorisoi_service.debits.rules.calendar import bank_day_from

from journeys.office import Office, day, fill, month

pytestmark = pytest.mark.timeout(300)

RECORD = 120


def test_fee_stands_on_the_internets_bill_and_follows_it(office: Office) -> None:
    home = office.household()
    office.join(home, day(4, 12))
    page = office.clerk
    page.goto(f"/office/subscribers/{home.pk}/contact")
    assert page.input_value("[name=billing_account]") == home.number
    page.fill("[name=billing_account]", f"NET-{home.number}")  # another account pays the internet from now on
    page.locator("main form").get_by_role("button").first.click()
    page.wait_for_url(f"**/office/subscribers/{home.pk}")
    books = office.close_months(4)
    assert {row["billing_account"] for row in books.of(home.line)} == {f"NET-{home.number}"}
    assert books.yen(home.line)[month(1)] == office.price
    assert "closed already" in office.manage("billing", "close-month", month(1), data=books.data)  # and never twice
    office.manage(
        *("billing", "export", month(1), "--out", str(books.data / "windows.csv"), "--encoding", "cp932"),
        data=books.data,
    )
    with (books.data / "windows.csv").open(encoding="cp932", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row for row in rows if row["line"] == home.line] == [books.of(home.line)[-1]]


def test_nobody_asks_for_a_bank_account(office: Office) -> None:
    home = office.household()
    for address in (
        f"/office/subscribers/{home.pk}/apply",
        f"/office/subscribers/{home.pk}/contact",
        "/office/applications/new",
    ):
        office.clerk.goto(address)
        names = office.clerk.locator("main form [name]").evaluate_all("fields => fields.map(field => field.name)")
        assert [name for name in names if "bank" in name or "branch" in name or "holder" in name] == []
    office.clerk.goto(f"/office/subscribers/{home.pk}")
    assert office.clerk.locator("main a[href*='mandate']").count() == 0
    answer = office.clerk.goto(f"/office/subscribers/{home.pk}/mandate")
    assert answer is not None
    assert answer.status == 404
    refused = office.try_command("debits", "export", month(1), "--out", str(office.folder / "no.txt"))
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)  # this provider debits through that bill


def test_another_provider_debits_two_lines_from_one_account_at_once(elsewhere: Office) -> None:
    home = elsewhere.household(lines=2)
    elsewhere.join(home, day(4, 12))
    elsewhere.join(home, day(4, 12), at=1)
    reference = f"{home.pk + 900_000:020d}"
    page = elsewhere.clerk
    page.goto(f"/office/subscribers/{home.pk}")
    page.click("main a[href*='mandate']")
    account = {"bank_code": "9999", "branch_code": "001", "account_type": "1", "account_number": "7654321"}
    fill(page, account | {"holder": "タビジ タロウ", "customer_ref": reference, "received_on": day(4, 12).isoformat()})
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/office/subscribers/{home.pk}")
    assert "7654321" not in page.content()  # sealed, and shown to nobody
    books = elsewhere.close_months(1)
    file = books.data / "debits.txt"
    twice = elsewhere.try_command("billing", "export", month(1), "--out", str(books.data / "no.csv"), data=books.data)
    assert (twice.returncode, "debits export" in twice.stderr) == (2, True)  # no bill beside the debits
    day_to_come = bank_day_from(day(-1, 20)).isoformat()  # late in a month the usual one is gone
    elsewhere.manage(*("debits", "export", month(1), "--out", str(file), "--debit-date", day_to_come), data=books.data)
    text = file.read_bytes()
    assert len(text) % RECORD == 0
    records = [text[at : at + RECORD].decode("cp932") for at in range(0, len(text), RECORD)]
    mine = [record for record in records if record[0] == "2" and record[91:111] == reference]
    assert [(record[43:50], record[80:90]) for record in mine] == [("7654321", f"{2 * 660:010d}")]
