"""Invoices over several months, and one that takes the place of another."""

import pytest
from django.test import Client
from django.urls import reverse
from yorisoi_service.billing.services.month import close_month
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.letters.models import Letter
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon", "priced")]

OF_SEPTEMBER = {"customer_number": "C-10001", "month": "2026-09"}
ISSUED = "The invoice is issued"


@pytest.fixture
def closed(priced: Provider) -> Provider:
    """The provider after the runs of September and October."""
    for month in (9, 10):
        close_month(Month(2026, month), by=priced.accountant, now=NOON)
    return priced


def issued(accountant: Client, **fields: str) -> str:
    """Send the form for September with these fields; the page that follows."""
    return accountant.post(reverse("office:issue_invoice"), OF_SEPTEMBER | fields, follow=True).content.decode()


@pytest.mark.usefixtures("closed")
def test_two_months_stand_on_one_invoice(accountant: Client) -> None:
    assert ISSUED in issued(accountant, until="2026-10")
    letter = Letter.objects.get()
    assert (str(letter.first_on), str(letter.last_on), letter.amount) == ("2026-09-01", "2026-10-31", 1_100)
    assert f"Invoice {letter.number} stands for these months" in issued(accountant, month="2026-10")


@pytest.mark.usefixtures("closed")
def test_without_a_last_month_it_is_for_one(accountant: Client) -> None:
    assert ISSUED in issued(accountant, until="", corrects=" ")
    letter = Letter.objects.get()
    assert (str(letter.last_on), letter.amount, letter.corrects) == ("2026-09-30", 550, None)


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("until", ["2026-08", "2028-09", "9999-12"])
def test_a_last_month_before_the_first_or_too_far_is_refused(accountant: Client, until: str) -> None:
    shown = issued(accountant, until=until)
    assert "at most 24 months" in shown or "Enter a month" in shown
    assert f'value="{until}"' in shown
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("closed")
def test_a_last_month_that_is_open_is_refused(accountant: Client) -> None:
    assert "is not closed yet" in issued(accountant, until="2026-11")
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("closed")
def test_a_correction_names_the_one_it_takes_the_place_of(accountant: Client) -> None:
    issued(accountant, recipient="みほん商会")
    old = Letter.objects.get()
    refusal = issued(accountant, recipient="みほん商店")
    assert "or issue one that corrects it" in refusal
    assert "Corrects invoice" in refusal
    assert ISSUED in issued(accountant, recipient="みほん商店", corrects=f" {old.number.lower()} ")
    new = Letter.objects.exclude(pk=old.pk).get()
    assert (new.corrects, new.values["corrects"], new.recipient) == (old, old.number, "みほん商店")
    assert new.number in issued(accountant, corrects=old.number)  # which may be corrected in its turn
    assert Letter.objects.count() == 2


def test_a_wrong_number_is_refused_and_stays_in_its_field(accountant: Client, closed: Provider) -> None:
    assert "No invoice has this number" in issued(accountant, corrects="I-2026-99999")
    shown = browser(closed.accountant, language="ja").post(
        reverse("office:issue_invoice"), OF_SEPTEMBER | {"corrects": "I-2026-99999"}
    )
    assert "この番号の請求書はありません" in shown.content.decode()
    assert 'value="I-2026-99999"' in shown.content.decode()
    assert not Letter.objects.exists()


def test_the_invoice_of_somebody_else_is_not_corrected(accountant: Client, closed: Provider) -> None:
    closed.household("C-10002", "0847-22-2222")
    issued(accountant)
    old = Letter.objects.get()
    assert "no invoice of this subscriber" in issued(accountant, customer_number="C-10002", corrects=old.number)
    assert Letter.objects.count() == 1
