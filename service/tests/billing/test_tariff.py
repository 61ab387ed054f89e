"""What a month costs, by date: seeded once, changed for months to come only, by a named person."""

import pytest
from yorisoi_service.audit import queries as audit
from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import BadTariff
from yorisoi_service.billing.models import PriceRow
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.billing.services import tariff
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.errors import NotAllowed

from .conftest import Office, booked, noon

THEN = noon("2026-06-10")


def test_the_provider_file_seeds_an_empty_database_once(office: Office) -> None:
    assert tariff.seed(monthly_yen=9, tax_percent=1, policy=Policy(free_months=0), now=THEN) is False
    assert queries.plan().policies == ((tariff.BEGINNING, Policy()),)
    found = queries.tariff()
    assert (found.price_at(Month(2026, 7)).amount, found.tax_at(Month(2026, 7)).percent) == (550, 10)
    assert [link.event for link in audit.links()] == ["tariff.seeded"]


def test_a_new_price_holds_from_its_month_on(office: Office) -> None:
    one = office.line()
    office.join(one, "2026-04-15")
    tariff.add_price(since=Month(2026, 8), amount=660, by=office.accountant, now=THEN)
    office.close_all("2026-07", "2026-08")
    assert [told[2] for told in booked(one)] == [550, 660]


def test_a_mistyped_price_is_corrected_by_a_newer_row(office: Office) -> None:
    tariff.add_price(since=Month(2026, 8), amount=6600, by=office.accountant, now=THEN)
    tariff.add_price(since=Month(2026, 8), amount=660, by=office.accountant, now=THEN)
    assert queries.tariff().price_at(Month(2026, 8)).amount == 660
    assert PriceRow.objects.count() == 3


def test_no_change_reaches_a_closed_month(office: Office) -> None:
    office.close("2026-07")
    for since in (Month(2026, 7), Month(2026, 1)):
        with pytest.raises(BadTariff, match=r"is closed"):
            tariff.add_price(since=since, amount=660, by=office.accountant, now=THEN)
        with pytest.raises(BadTariff):
            tariff.add_tax(since=since, percent=12, by=office.accountant, now=THEN)
        with pytest.raises(BadTariff):
            tariff.add_policy(since=since, policy=Policy(), by=office.accountant, now=THEN)
    tariff.add_price(since=Month(2026, 8), amount=660, by=office.accountant, now=THEN)


@pytest.mark.parametrize("amount", [-1, 100_001])
def test_a_price_that_cannot_be_is_refused(office: Office, amount: int) -> None:
    with pytest.raises(BadTariff):
        tariff.add_price(since=Month(2026, 8), amount=amount, by=office.accountant, now=THEN)


def test_every_change_has_its_person_in_the_trail_and_clerks_make_none(office: Office) -> None:
    tariff.add_price(since=Month(2026, 8), amount=660, by=office.accountant, now=THEN)
    tariff.add_tax(since=Month(2026, 8), percent=12, by=office.accountant, now=THEN)
    tariff.add_policy(since=Month(2026, 8), policy=Policy(free_months=1), by=office.accountant, now=THEN)
    with pytest.raises(NotAllowed):
        tariff.add_price(since=Month(2026, 8), amount=660, by=office.clerk, now=THEN)
    trail = list(audit.links())[1:]
    assert [(link.event, link.by) for link in trail] == [
        ("tariff.price_set", "staff:31"),
        ("tariff.tax_set", "staff:31"),
        ("tariff.settings_set", "staff:31"),
    ]


def test_who_joined_before_keeps_the_free_months_promised_then(office: Office) -> None:
    early, late = office.line("L-1"), office.line("L-2", "C-10002")
    office.join(early, "2026-07-10")
    tariff.add_policy(since=Month(2026, 8), policy=Policy(free_months=1), by=office.accountant, now=noon("2026-07-20"))
    office.join(late, "2026-08-10")
    office.close_all("2026-07", "2026-09")
    assert [told[2] for told in booked(early)] == [0, 0, 550]
    assert [told[2] for told in booked(late)] == [0, 550]
