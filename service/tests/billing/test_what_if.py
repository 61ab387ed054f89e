"""What a line costs and would cost, told to the clerk and in the letter; nothing is written."""

from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.utils import translation
from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import NoTariff
from yorisoi_service.billing.models import Entry, PolicyRow, PriceRow
from yorisoi_service.billing.services import tariff
from yorisoi_service.billing.services.what_if import explain_joining, explain_line
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import campaigns
from yorisoi_service.contracts.services.lines import move_line

from .conftest import Office, day, noon

APRIL, JULY = Month(2026, 4), Month(2026, 7)


def told(line_id: int, **asked: object) -> list[tuple[str, int, str]]:
    found = explain_line(line_id, APRIL, JULY, **asked)  # type: ignore[arg-type]
    return [(str(month), charge.amount, str(charge.reason)) for month, charge, _ in found]


def test_a_line_without_a_contract_is_told_what_joining_would_cost(office: Office) -> None:
    one = office.line()
    assert {row[2] for row in told(one.pk)} == {"NOT_SUBSCRIBED"}
    assert told(one.pk, joined_on=day("2026-04-15")) == [
        ("2026-04", 0, "FREE"),
        ("2026-05", 0, "FREE"),
        ("2026-06", 550, "MONTHLY"),
        ("2026-07", 550, "MONTHLY"),
    ]
    assert not Entry.objects.exists()


def test_joining_again_is_told_without_free_months(office: Office) -> None:
    one = office.line()
    office.cancel(office.join(one, "2025-04-15"), "2025-07-10")
    assert [row[1] for row in told(one.pk, joined_on=day("2026-05-15"))] == [0, 550, 550, 550]


def test_the_customers_other_line_counts(office: Office) -> None:
    office.join(office.line("L-1"), "2026-03-20")
    second = office.line("L-2")
    assert [row[1] for row in told(second.pk, joined_on=day("2026-04-15"))] == [0, 550, 550, 550]


def test_a_campaign_is_told_under_its_name(office: Office) -> None:
    campaigns.add_campaign(
        code="half",
        name={"ja": "半額", "en": "Half price"},
        terms=[{"from_month": 1, "to_month": 3, "amount": 275}],
        offered_from=day("2026-01-01"),
        for_whom="anybody",
        by=office.accountant,
        now=noon("2026-01-06"),
    )
    one = office.line()
    with translation.override("en"):
        found = explain_line(one.pk, APRIL, JULY, joined_on=day("2026-04-15"), campaign="half")
        assert [charge.amount for _, charge, _ in found] == [275, 275, 275, 550]
        assert queries.said(found[0][2]) == "275 yen: month 1 of the contract under the campaign “Half price”."
    with translation.override("ja"):
        assert "「半額」" in queries.said(
            explain_line(one.pk, APRIL, APRIL, joined_on=day("2026-04-15"), campaign="half")[0][2]
        )


def test_without_a_price_the_next_step_is_told(office: Office) -> None:
    PriceRow.objects.all().delete()
    with pytest.raises(NoTariff):
        told(office.line().pk, joined_on=day("2026-01-15"))


def test_the_number_of_questions_does_not_grow(office: Office, django_assert_num_queries: object) -> None:
    one = office.line("L-1")
    for number in range(2, 6):
        office.join(office.line(f"L-{number}"), "2026-03-20")
    with django_assert_num_queries(10):  # type: ignore[operator]
        told(one.pk, joined_on=day("2026-04-15"))


def test_without_settings_the_next_step_is_told_too(office: Office) -> None:
    one = office.line()
    PolicyRow.objects.all().delete()
    with pytest.raises(NoTariff):
        told(one.pk, joined_on=day("2026-01-15"))


def test_what_a_contract_cost_is_told_over_its_moves(office: Office) -> None:
    old = office.line()
    office.join(old, "2026-02-10")
    new = move_line(
        line=old, number="L-2", address="別の所", opened_on=day("2026-05-12"), by=office.clerk, now=noon("2026-05-12")
    )
    assert told(new.pk)[0] == ("2026-04", 0, "MOVED")
    whole = [("2026-04", 550, "MONTHLY"), ("2026-05", 550, "MONTHLY"), ("2026-06", 550, "MONTHLY")]
    assert told(new.pk, over_moves=True)[:3] == whole
    assert told(old.pk, over_moves=True) == told(new.pk, over_moves=True)
    assert len(told(new.pk, over_moves=True)) == 4


def test_explanations_round_the_tax_as_the_invoice_does(office: Office, settings: LazySettings) -> None:
    """12 % are 58.9 yen of 550: floor and half up differ. An entry keeps what held when it was booked."""
    one = office.line()
    tariff.add_tax(since=Month(2026, 7), percent=12, by=office.accountant, now=noon("2026-01-06"))
    office.join(one, "2026-04-15")
    half_up = replace(settings.PROVIDER, issuer=replace(settings.PROVIDER.issuer, rounding="half_up"))
    floor, settings.PROVIDER = settings.PROVIDER, half_up

    def tax_told() -> tuple[object, object]:
        line, joining = explain_line(one.pk, JULY, JULY), explain_joining(day("2026-04-15"), JULY)
        return line[0][2].values["tax"], joining[-1][2].values["tax"]

    assert tax_told() == (59, 59)
    office.close_all("2026-06", "2026-07")
    settings.PROVIDER = floor
    assert tax_told() == (58, 58)
    office.close("2026-08")
    assert [each.facts.get("rounding") for each in queries.entries_of(one.pk)] == ["half_up", "half_up", None]
    assert [queries.explanation(each)[0].values["tax"] for each in queries.entries_of(one.pk)] == [50, 59, 58]
