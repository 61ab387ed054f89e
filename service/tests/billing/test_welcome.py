"""From a contract to its letter: what was decided stands in it, to the month and the yen."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.conf import settings
from yorisoi_service.billing.services import tariff
from yorisoi_service.billing.services.welcome import contract_number, issue_welcome
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import periods, terms
from yorisoi_service.contracts.services.campaigns import add_campaign
from yorisoi_service.letters import queries as letters
from yorisoi_service.letters.errors import BadLetter
from yorisoi_service.letters.rules.codec import from_json
from yorisoi_service.letters.rules.welcome import Stage, Welcome
from yorisoi_service.letters.services import delivering
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role

from .conftest import Office, day, noon

DESK = replace(
    settings.PROVIDER.phones, office="099-200-0100", desk_landline="099-200-0111", desk_mobile="099-200-0112"
)
PROVIDER = replace(
    settings.PROVIDER,
    phones=DESK,
    issuer=replace(settings.PROVIDER.issuer, registration_number="T8000099000001"),
    hours=replace(settings.PROVIDER.hours, closures=frozenset({date(2027, 1, 2), date(2027, 1, 1), date(2020, 1, 1)})),
)


def told(office: Office, period: Period, language: str = "ja", on: str = "2026-11-20", **changed: object) -> Welcome:
    letter = issue_welcome(
        period=period,
        provider=replace(PROVIDER, **changed),  # type: ignore[arg-type]
        language=language,
        by=office.clerk,
        now=noon(on),
    )
    assert letter.about == f"period:{period.pk}"
    return from_json(Welcome, letter.values)


def test_a_first_contract_tells_two_free_months_and_then_the_fee(office: Office) -> None:
    """R25: joined on 15 April, the first fee is June's."""
    values = told(office, office.join(office.line(), "2026-04-15"))
    assert values.stages == (
        Stage(day("2026-04-01"), day("2026-05-01"), 0, "free"),
        Stage(day("2026-06-01"), None, 550, "monthly"),
    )
    assert values.first_paid == Stage(day("2026-06-01"), None, 550, "monthly")
    assert (values.price, values.tax, values.tax_percent) == (550, 50, 10)
    assert (values.contract_number, values.line_number, values.holder) == ("L-1-1", "L-1", "佐藤 花子")
    assert values.start_on == day("2026-04-15")
    assert not values.is_again
    assert not values.has_placeholders
    assert values.withdrawal_days == 0
    assert values.desk.landline == "099-200-0111"
    assert values.desk.mobile == "099-200-0112"
    assert (values.desk.opens, values.desk.closes) == ("09:00", "21:00")
    assert values.desk.closures == (date(2027, 1, 1), date(2027, 1, 2))
    assert values.liability == settings.PROVIDER.terms.liability["ja"]


def test_a_recontract_has_no_free_months_and_its_final_month_once(office: Office) -> None:
    """R08; cancelled on 10 July, joined again on the 20th: July is charged once."""
    line = office.line()
    first = office.join(line, "2026-04-15")
    office.cancel(first, "2026-07-10")
    values = told(office, office.join(line, "2026-07-20"))
    assert values.is_again
    assert values.stages == (Stage(day("2026-07-01"), None, 550, "monthly"),)
    assert values.contract_number == "L-1-2"
    assert values.free == ()


def test_a_campaign_is_told_with_its_months(office: Office) -> None:
    half = add_campaign(
        code="half",
        name={"ja": "半額キャンペーン", "en": "Half price"},
        terms=[{"from_month": 1, "to_month": 2, "amount": 0}, {"from_month": 3, "to_month": 8, "amount": 275}],
        offered_from=day("2026-01-01"),
        offered_until=None,
        for_whom="anybody",
        by=office.accountant,
        now=noon("2026-01-05"),
    )
    period = office.join(office.line(), "2026-04-15", campaign=half)
    values = told(office, period)
    assert values.campaign == "半額キャンペーン"
    assert values.stages == (
        Stage(day("2026-04-01"), day("2026-05-01"), 0, "campaign"),
        Stage(day("2026-06-01"), day("2026-11-01"), 275, "campaign"),
        Stage(day("2026-12-01"), None, 550, "monthly"),
    )
    assert told(office, period, "en").campaign == "Half price"


def test_a_price_that_is_known_to_come_is_told(office: Office) -> None:
    tariff.add_price(since=Month(2027, 1), amount=660, by=office.accountant, now=noon("2026-01-06"))
    values = told(office, office.join(office.line(), "2026-04-15"))
    assert values.stages[-2:] == (
        Stage(day("2026-06-01"), day("2026-12-01"), 550, "monthly"),
        Stage(day("2027-01-01"), None, 660, "monthly"),
    )
    assert values.price == 550


def test_whom_we_called_may_withdraw_and_the_letter_says_so(office: Office) -> None:
    values = told(office, office.join(office.line(), "2026-04-15", solicited=True), withdrawal_days=10)
    assert values.withdrawal_days == 10


def test_the_liability_of_the_accepted_terms_is_printed(office: Office) -> None:
    """R11: terms may have changed since."""
    old = "故意または重大な過失を除き、責任を負いません。(旧)"
    terms.seed_terms(version="2025-01", in_force_since=day("2025-01-01"), liability={"ja": old}, now=noon("2026-01-05"))
    period = office.join(office.line(), "2026-04-15")
    assert told(office, period).terms_version == settings.PROVIDER.terms.version
    terms.accept(period=period, version="2025-01", on=day("2026-04-15"), by=office.clerk, now=noon("2026-04-15"))
    values = told(office, period)
    assert (values.terms_version, values.liability) == ("2025-01", old)


def test_terms_in_force_are_printed_as_they_were_kept(office: Office) -> None:
    """R11: the file's words may have changed under the same version."""
    kept, version = "故意または重大な過失を除き、責任を負いません。(そのまま)", settings.PROVIDER.terms.version
    terms.seed_terms(version=version, in_force_since=day("2025-01-01"), liability={"ja": kept}, now=noon("2026-01-05"))
    values = told(office, office.join(office.line(), "2026-04-15"))
    assert (values.terms_version, values.liability) == (version, kept)


def test_the_letter_follows_the_providers_readings(office: Office) -> None:
    values = told(
        office,
        office.join(office.line(), "2026-04-15"),
        collection=replace(settings.PROVIDER.collection, mode="own_debit", debit_day=26),
        hours=replace(settings.PROVIDER.hours, opens=time(10), closes=time(18, 30)),
    )
    assert (values.with_internet_bill, values.debit_day) == (False, 26)
    assert (values.desk.opens, values.desk.closes) == ("10:00", "18:30")
    assert values.desk.software_list == ""


def test_the_list_of_supported_software_is_named_where_it_is_published(office: Office) -> None:
    """R23."""
    page = "https://support.example.jp/software"
    period = office.join(office.line(), "2026-04-15")
    assert told(office, period, software_list_page=page).desk.software_list == page
    letter = issue_welcome(
        period=period,
        provider=replace(PROVIDER, software_list_page=page),
        language="ja",
        by=office.clerk,
        now=noon("2026-04-15"),
    )
    assert f"対象ソフトの一覧: {page}" in delivering.text(letter)


@pytest.mark.parametrize(
    ("wanted", "offered", "written"),
    [("en", ("ja", "en"), "en"), ("en-gb", ("ja", "en"), "en"), ("en", ("ja",), "ja"), ("fr", ("ja", "en"), "ja")],
)
def test_the_letter_is_written_in_a_language_the_provider_offers(
    office: Office, wanted: str, offered: tuple[str, ...], written: str
) -> None:
    values = told(office, office.join(office.line(), "2026-04-15"), wanted, languages=offered)
    assert values.language == written


def test_placeholders_make_the_letter_a_sample(office: Office) -> None:
    period = office.join(office.line(), "2026-04-15")
    missing = replace(DESK, desk_mobile="000-000-0002")
    assert told(office, period, phones=missing).has_placeholders


def test_a_void_contract_gets_no_letter(office: Office) -> None:
    period = office.join(office.line(), "2026-04-15", solicited=True)
    void = periods.withdraw(
        period=period,
        ground="solicited",
        sessions_held=0,
        by=office.clerk,
        now=noon("2026-04-17"),
        withdrawal_days=8,
    )
    with pytest.raises(BadLetter):
        issue_welcome(period=void, provider=PROVIDER, language="ja", by=office.clerk, now=noon("2026-04-18"))


def test_only_who_may_print_letters_issues_one(office: Office) -> None:
    period = office.join(office.line(), "2026-04-15")
    with pytest.raises(NotAllowed):
        issue_welcome(period=period, provider=PROVIDER, language="ja", by=communicator(), now=noon("2026-04-15"))
    assert letters.letters_of(period.line.subscriber) == []


def test_the_text_of_the_letter_holds_both_numbers(office: Office) -> None:
    """R28, R31, R32."""
    period = office.join(office.line(), "2026-04-15")
    letter = issue_welcome(period=period, provider=PROVIDER, language="ja", by=office.clerk, now=noon("2026-04-15"))
    said = delivering.text(letter)
    assert "固定電話から: 099-200-0111" in said
    assert "携帯電話から: 099-200-0112 (携帯電話からの通話料は、お客様のご負担です。)" in said
    assert contract_number(period) in said


def communicator() -> StaffMember:
    return StaffMember.objects.create(
        username="yamada", number="12", display_name="Yamada", role=Role.COMMUNICATOR, joined_at=noon("2026-01-05")
    )
