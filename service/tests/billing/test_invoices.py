"""Qualified invoices from the ledger: each month on one, whatever was credited later on the next."""

from dataclasses import replace

import pytest
from django.conf import settings
from yorisoi_service.billing.errors import BadMonth
from yorisoi_service.billing.rules.issuer import Rounding
from yorisoi_service.billing.services import tariff
from yorisoi_service.billing.services.invoices import issue_invoice
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.letters.errors import BadLetter
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.codec import from_json
from yorisoi_service.letters.rules.invoice import Invoice, Item, RateSum
from yorisoi_service.letters.services import delivering
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role

from .conftest import Office, day, noon

JUNE, JULY, AUGUST = Month(2026, 6), Month(2026, 7), Month(2026, 8)
PROVIDER = replace(
    settings.PROVIDER, issuer=replace(settings.PROVIDER.issuer, registration_number="T8000099000001", rounding="ceil")
)


def invoiced(office: Office, month: Month, until: Month | None = None, **more: object) -> Letter:
    return issue_invoice(
        subscriber=office.people["C-10001"],
        month=month,
        until=until,
        provider=PROVIDER,
        by=office.clerk,
        now=noon("2026-12-01"),
        **more,  # type: ignore[arg-type]
    )


def values(letter: Letter) -> Invoice:
    return from_json(Invoice, letter.values)


@pytest.fixture
def closed(office: Office) -> Office:
    """Two lines; the second one's cancellation of 20 June becomes known after July was closed."""
    office.join(office.line("L-1"), "2026-04-15")
    second = office.join(office.line("L-2"), "2026-05-03")
    office.close_all("2026-04", "2026-07")
    office.cancel(second, "2026-06-20", entered="2026-08-05")
    office.close_all("2026-08", "2026-08")
    return office


def test_an_invoice_over_several_months_sums_once(closed: Office) -> None:
    letter = invoiced(closed, JUNE, JULY)
    found = values(letter)
    assert found.items == (
        Item(day("2026-06-01"), "L-1", 550, 10),
        Item(day("2026-06-01"), "L-2", 550, 10),
        Item(day("2026-07-01"), "L-1", 550, 10),
        Item(day("2026-07-01"), "L-2", 550, 10),
    )
    assert found.sums == (RateSum(10, 2_200, 200),)
    assert (letter.number, letter.amount, letter.recipient) == ("I-2026-00001", 2_200, "佐藤 花子")
    assert (letter.first_on, letter.last_on) == (day("2026-06-01"), day("2026-07-31"))
    assert not found.is_company


def test_what_was_credited_later_is_a_negative_line_of_the_later_run(closed: Office) -> None:
    found = values(invoiced(closed, AUGUST))
    assert found.items == (
        Item(day("2026-07-01"), "L-2", -550, 10, is_adjustment=True),
        Item(day("2026-08-01"), "L-1", 550, 10),
    )
    assert found.sums == (RateSum(10, 0, 0),)


def test_a_month_is_invoiced_once_and_corrected_by_a_new_invoice(closed: Office) -> None:
    old = invoiced(closed, JUNE, JULY)
    for months in ((JUNE,), (JULY, AUGUST)):
        with pytest.raises(BadLetter, match="I-2026-00001"):
            invoiced(closed, *months)
    new = invoiced(closed, JUNE, JULY, corrects=old, recipient="みほん商店")
    assert (new.corrects, values(new).corrects, values(new).recipient) == (old, "I-2026-00001", "みほん商店")
    assert values(new).is_company
    assert "みほん商店 御中" in delivering.text(new)
    with pytest.raises(BadLetter):
        invoiced(closed, JUNE, JULY, corrects=old)
    assert invoiced(closed, AUGUST).number == "I-2026-00003"


def test_a_correction_does_not_spread_over_another_invoice(closed: Office) -> None:
    june, _july = invoiced(closed, JUNE), invoiced(closed, JULY)
    with pytest.raises(BadLetter, match="I-2026-00002"):
        invoiced(closed, JUNE, JULY, corrects=june)


def test_a_correction_leaves_no_month_without_an_invoice(closed: Office) -> None:
    old = invoiced(closed, JUNE, JULY)
    for months in ((JUNE,), (JULY, AUGUST)):
        with pytest.raises(BadLetter, match="covers every month"):
            invoiced(closed, *months, corrects=old)
    assert invoiced(closed, JUNE, AUGUST, corrects=old).corrects == old


def test_a_month_that_is_not_closed_or_not_in_order_is_refused(closed: Office) -> None:
    for months in ((Month(2026, 9),), (AUGUST, Month(2026, 9)), (JULY, JUNE), (Month(2026, 3), JULY)):
        with pytest.raises(BadMonth):
            invoiced(closed, *months)
    with pytest.raises(BadMonth):
        invoiced(closed, Month(2024, 1), JULY)


def test_free_months_are_nothing_to_invoice(closed: Office) -> None:
    with pytest.raises(BadLetter):
        invoiced(closed, Month(2026, 4), Month(2026, 5))
    assert values(invoiced(closed, Month(2026, 4), JUNE)).amount == 1_100


def test_an_invoice_corrects_only_an_invoice_of_the_same_subscriber(closed: Office) -> None:
    other = closed.subscriber("C-20002")
    foreign = invoiced(closed, JUNE)
    with pytest.raises(BadLetter):
        issue_invoice(
            subscriber=other, month=JUNE, corrects=foreign, provider=PROVIDER, by=closed.clerk, now=noon("2026-12-01")
        )


def test_only_who_sees_money_and_prints_letters_invoices(closed: Office) -> None:
    with pytest.raises(NotAllowed):
        issue_invoice(
            subscriber=closed.people["C-10001"],
            month=JUNE,
            provider=PROVIDER,
            by=communicator(),
            now=noon("2026-12-01"),
        )


def test_no_invoice_holds_a_dedicated_number(closed: Office) -> None:
    """R31."""
    letter = invoiced(closed, JUNE)
    everything = f"{letter.values}{letter.content}{delivering.text(letter)}"
    for number in (PROVIDER.phones.desk_landline, PROVIDER.phones.desk_mobile):
        assert number not in everything


@pytest.mark.parametrize(("rounding", "tax"), [("floor", 49), ("ceil", 50), ("half_up", 50)])
def test_the_issuers_rounding_is_used(office: Office, rounding: Rounding, tax: int) -> None:
    """549 yen hold 49.9 yen of tax."""
    tariff.add_price(since=JUNE, amount=549, by=office.accountant, now=noon("2026-01-06"))
    office.join(office.line(), "2026-04-15")
    office.close_all("2026-04", "2026-06")
    letter = issue_invoice(
        subscriber=office.people["C-10001"],
        month=JUNE,
        provider=replace(PROVIDER, issuer=replace(PROVIDER.issuer, rounding=rounding)),
        by=office.clerk,
        now=noon("2026-12-01"),
    )
    assert values(letter).sums == (RateSum(10, 549, tax),)


def communicator() -> StaffMember:
    return StaffMember.objects.create(
        username="yamada", number="12", display_name="Yamada", role=Role.COMMUNICATOR, joined_at=noon("2026-01-05")
    )
