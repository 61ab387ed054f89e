"""The accountant closes months part by part, hands out the file, decides prices, and finds entries and invoices."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from yorisoi_service.audit.models import Row
from yorisoi_service.billing import queries
from yorisoi_service.billing.models import Close, Entry, PolicyRow, PriceRow, TaxRow
from yorisoi_service.billing.services.month import close_month
from yorisoi_service.contracts.models import Campaign
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.front.drawing import bars
from yorisoi_service.front.office import pace
from yorisoi_service.front.office.views import months
from yorisoi_service.letters.models import Letter
from yorisoi_service.testing.browsers import browser, press
from yorisoi_service.testing.people import NOON, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon", "priced")]

OCTOBER = Month(2026, 10)
PAGE = "/office/months/2026-10"


def test_the_first_month_is_chosen_and_previewed_before_anything_is_booked(accountant: Client) -> None:
    shown = accountant.post(reverse("office:months"), {"month": "2026-10"}, follow=True).content.decode()
    assert "What closing it now would book" in shown
    assert "550 yen" in shown
    assert Entry.objects.count() == 0
    assert "Enter a month" in accountant.post(reverse("office:months"), {"month": "October"}).content.decode()


def test_closing_books_what_the_preview_showed_and_says_the_difference(accountant: Client) -> None:
    said = accountant.post(f"{PAGE}/close", follow=True).content.decode()
    assert "October 2026 is closed." in said
    assert [entry.amount for entry in Entry.objects.all()] == [550]
    shown = accountant.get(PAGE).content.decode()
    assert "What was booked" in shown
    assert Row.objects.filter(event="month.closed", by="staff:31").count() == 1
    ahead = accountant.get("/office/months/2026-11").content.decode()
    assert "±0 yen" in ahead
    assert "The month is not over" in ahead
    assert 'name="csrf' in ahead
    assert "close</button>" not in ahead


def test_a_month_out_of_order_or_not_over_is_refused_in_a_sentence(accountant: Client) -> None:
    accountant.post(f"{PAGE}/close")
    assert "2026-11" in accountant.get("/office/months/2026-12").content.decode()
    shown = accountant.post("/office/months/2026-11/close", follow=True).content.decode()
    assert "not over yet" in shown
    assert Close.objects.count() == 1
    assert accountant.get("/office/months/2026-13").status_code == 404


def test_a_first_month_of_long_ago_is_left_to_the_command(accountant: Client) -> None:
    for shown in (
        accountant.post(reverse("office:months"), {"month": "2026-07"}, follow=True).content.decode(),
        accountant.post("/office/months/2026-07/close", follow=True).content.decode(),
    ):
        assert "billing close-month 2026-07 --first" in shown
        assert "close</button>" not in shown
    assert Close.objects.count() == 0
    assert "What closing it now would book" in accountant.get("/office/months/2026-08").content.decode()


def test_a_long_run_goes_on_part_by_part(
    accountant: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        line = provider.add_line(provider.household(f"D-{n:05}", "0847-77-7777"), f"M-{n:05}")
        provider.period.pk, provider.period.line = None, line
        provider.period.form_line = line
        provider.period.save()
    monkeypatch.setattr(months, "PATIENCE_S", 0.0)
    monkeypatch.setattr(months, "close_month", lambda month, **more: close_month(month, chunk=2, **more))
    seen = []
    for _ in range(9):
        page = accountant.post(f"{PAGE}/close", follow=True).content.decode()
        seen.append(Entry.objects.count())
        if queries.running() is None:
            break
        assert "so far" in page
        assert 'id="go-on"' in page
        assert "is being closed" in accountant.get(reverse("office:months")).content.decode()
    assert seen == [2, 4, 6]


def test_a_preview_that_takes_too_long_names_the_command(
    accountant: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*args: Any, **more: Any) -> None:
        raise pace.OutOfTime

    monkeypatch.setattr(months, "preview", slow)
    assert "billing close-month 2026-10 --preview" in accountant.get(PAGE).content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_the_file_for_the_internet_bill(accountant: Client, encoding: str) -> None:
    assert "is not closed" in accountant.post(f"{PAGE}/export", {"encoding": encoding}, follow=True).content.decode()
    accountant.post(f"{PAGE}/close")
    answer = accountant.post(f"{PAGE}/export", {"encoding": encoding})
    assert "support-2026-10.csv" in answer["Content-Disposition"]
    assert answer.content.decode(encoding).splitlines()[1].startswith("C")
    assert answer.content == accountant.post(f"{PAGE}/export", {"encoding": encoding}).content
    assert Row.objects.filter(event="month.exported").count() == 2


def test_a_price_is_asked_about_entered_with_its_month_and_never_for_a_closed_one(accountant: Client) -> None:
    address = reverse("office:price")
    assert "Is this right?" in press(accountant, address, "check", since="2027-01", amount="660")
    assert PriceRow.objects.count() == 1
    shown = press(accountant, address, "do", since="2027-01", amount="660")
    assert "January 2027" in shown
    assert "31 Ito" in shown
    accountant.post(f"{PAGE}/close")
    assert "is closed" in press(accountant, address, "do", since="2026-10", amount="1")
    assert 'role="alert"' in press(accountant, address, "do", since="2027-02", amount="-1")
    assert PriceRow.objects.count() == 2


def test_tax_and_settings_are_rows_too(accountant: Client) -> None:
    press(accountant, reverse("office:tax"), "do", since="2027-04", percent="12")
    assert TaxRow.objects.latest("since").percent == 12
    chosen = {
        "since": "2027-04",
        "free_months": "1",
        "cancel_in_free_month": "charge",
        "rejoin_inside_window": "forfeit",
        "first_time_scope": "line",
        "start_not_before_line_open": "False",
        "line_suspension": "charge",
    }
    assert "that month is charged in full" in press(accountant, reverse("office:policy"), "check", **chosen)
    press(accountant, reverse("office:policy"), "do", **chosen)
    policy = PolicyRow.objects.latest("since").value()
    assert (policy.free_months, policy.first_time_scope, policy.start_not_before_line_open) == (1, "line", False)


def test_a_campaign_has_months_and_amounts_and_nothing_else(accountant: Client) -> None:
    fields = {"code": "half", "name_ja": "半額", "name_en": "Half", "for_whom": "first", "offered_from": "2026-12-01"}
    fields |= {"from_1": "1", "to_1": "2", "amount_1": "0", "from_2": "3"}
    assert "or none" in press(accountant, reverse("office:campaign"), "do", **fields)
    fields |= {"to_2": "8", "amount_2": "275"}
    assert "month 3 to 8: 275 yen" in press(accountant, reverse("office:campaign"), "do", **fields)
    assert Campaign.objects.get().terms[1] == {"from_month": 3, "to_month": 8, "amount": 275}
    assert "penalty" not in accountant.get(reverse("office:campaign")).content.decode()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, True),
        ({"first": "2026-10", "last": "2026-10", "least": "500", "most": "600", "counterparty": "C-10001"}, True),
        ({"counterparty": "佐藤"}, True),
        ({"first": "2026-11"}, False),
        ({"most": "549"}, False),
        ({"counterparty": "C-1"}, False),
    ],
)
def test_entries_are_found_by_month_amount_and_counterparty(
    accountant: Client, wanted: dict[str, str], found: bool
) -> None:
    accountant.post(f"{PAGE}/close")
    shown = accountant.post(reverse("office:ledger"), wanted).content.decode()
    assert ("佐藤 花子" in shown) is found
    assert ("Nothing found" in shown) is not found


def test_the_ledger_is_read_page_by_page(
    accountant: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in (8, 9, 10):
        close_month(Month(2026, month), by=provider.accountant, now=NOON)
    monkeypatch.setattr("yorisoi_service.front.office.views.ledger.SHOWN", 2)
    first = accountant.post(reverse("office:ledger"), {"least": "1"}).content.decode()
    assert "August 2026" in first
    assert "October 2026" not in first
    after = Entry.objects.order_by("pk")[1].pk
    assert f'name="after" value="{after}"' in first
    rest = accountant.post(reverse("office:ledger"), {"least": "1", "after": str(after)}).content.decode()
    assert "October 2026" in rest
    assert "August 2026" not in rest


def test_an_invoice_is_issued_once_for_a_closed_month_and_found_again(accountant: Client, provider: Provider) -> None:
    address = reverse("office:issue_invoice")
    fields = {"customer_number": "c-10001", "month": "2026-10", "recipient": "佐藤商店"}
    assert 'role="alert"' in accountant.post(address, fields).content.decode()
    accountant.post(f"{PAGE}/close")
    assert "The invoice is issued" in accountant.post(address, fields, follow=True).content.decode()
    assert 'role="alert"' in accountant.post(address, fields).content.decode()
    assert "Nobody has this" in accountant.post(address, fields | {"customer_number": "C-9"}).content.decode()
    letter = Letter.objects.get()
    for wanted, found in (
        ({"recipient": "佐藤商店"}, True),
        ({"least": "551"}, False),
        ({"last_on": "2026-09-30"}, False),
    ):
        shown = accountant.post(reverse("office:invoices"), wanted).content.decode()
        assert (letter.number in shown) is found
    accountant.post(reverse("office:deliver", args=[letter.pk]), {"way": "paper"})
    assert letter.deliveries.count() == 1


def test_the_drawing_stands_beside_its_figures(accountant: Client) -> None:
    accountant.post(f"{PAGE}/close")
    shown = accountant.get(reverse("office:chart")).content.decode()
    assert shown.count("<svg") == 2
    assert shown.count('class="bar') == 26
    assert "October 2026" in shown
    assert "not closed" in shown


def test_bars_stand_between_zero_and_a_round_top() -> None:
    drawn = bars(["a", "b", "c"], ["", "", ""], [0, 730, -5])
    assert [bar.height for bar in drawn.bars] == [0.0, 209.9, 0.0]
    assert [rule.value for rule in drawn.rules] == ["200", "400", "600", "800"]
    assert bars([], [], []).rules[-1].value == "1"


def test_a_clerk_closes_no_month(provider: Provider) -> None:
    assert browser(provider.clerk).post(f"{PAGE}/close").status_code == 403
    assert Close.objects.count() == 0


def test_an_offer_ends_and_is_no_longer_on_the_clerks_form(accountant: Client, provider: Provider) -> None:
    fields = {"code": "half", "name_ja": "半額", "name_en": "Half", "for_whom": "anybody", "offered_from": "2026-11-01"}
    press(accountant, reverse("office:campaign"), "do", **fields, from_1="1", to_1="2", amount_1="0")
    form = reverse("office:apply_known", args=[provider.subscriber.pk])
    assert "Half" in browser(provider.clerk).get(form).content.decode()
    stop = reverse("office:stop_campaign", args=[Campaign.objects.get().pk])
    press(accountant, stop, "do", until="2026-11-19")
    assert "Half" not in browser(provider.clerk).get(form).content.decode()


@pytest.mark.parametrize("month", ["0001-01", "1899-12", "9999-12", "2026-13"])
def test_a_month_nobody_lives_in_has_no_page(accountant: Client, month: str) -> None:
    assert accountant.get(f"/office/months/{month}").status_code == 404
    assert accountant.post(f"/office/months/{month}/close").status_code == 404
