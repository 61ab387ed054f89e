"""The join calculator: the rule that charges, asked for a day of one's own; wrong days are refused with a sentence."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.conf import LazySettings
from yorisoi_service.billing.rules.policy import Policy, Scope
from yorisoi_service.billing.services import tariff
from yorisoi_service.billing.services.what_if import explain_line
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.story import ForWhom
from yorisoi_service.contracts.services.campaigns import add_campaign
from yorisoi_service.contracts.services.endings import cancel
from yorisoi_service.front.portal.public.prices import read_day
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

TODAY = date(2026, 11, 20)


def shown(**asked: str) -> str:
    return browser(language="ja").get("/prices", asked).content.decode()


def course(**asked: str) -> list[tuple[str, str]]:
    return re.findall(r"<li>(\d{4}年\d+月) <b>([^<]+)</b>", shown(**asked))


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-15", "2026-12-31"])
def test_every_day_of_a_month_costs_the_same(day: str) -> None:
    free = [("2026年12月", "0円"), ("2027年1月", "0円"), ("2027年2月", "550円")]
    assert course(day=day, who="first") == free


def test_who_was_here_before_pays_at_once() -> None:
    assert course(day="2026-12-01", who="again")[0] == ("2026年12月", "550円")
    assert "2026年12月分から、毎月550円（税込）です" in shown(day="2026-12-01", who="again")
    assert "再契約" in shown(day="2026-12-01", who="again")


def test_a_price_of_months_to_come_is_reckoned(provider: Provider) -> None:
    tariff.seed(monthly_yen=550, tax_percent=10, policy=Policy(), now=NOON)
    tariff.add_price(since=Month(2027, 3), amount=660, by=provider.accountant, now=NOON)
    assert course(day="2026-12-01", who="first")[-2:] == [("2027年2月", "550円"), ("2027年3月", "660円")]


def test_a_campaign_counts_for_whom_it_is_offered(provider: Provider) -> None:
    tariff.seed(monthly_yen=550, tax_percent=10, policy=Policy(), now=NOON)
    add_campaign(
        code="autumn",
        name={"ja": "秋の会", "en": "Autumn"},
        terms=[{"from_month": 3, "to_month": 3, "amount": 330}],
        offered_from=date(2026, 11, 1),
        offered_until=date(2026, 12, 31),
        for_whom=ForWhom.FIRST,
        by=provider.accountant,
        now=NOON,
    )
    asked = {"day": "2026-12-01", "campaign": "autumn"}
    assert [yen for _, yen in course(who="first", **asked)] == ["0円", "0円", "330円", "550円"]
    assert "秋の会" in shown(who="first", **asked)
    for wrong in (
        {"day": "2026-12-01", "who": "again", "campaign": "autumn"},
        {"day": "2027-01-01", "who": "first", "campaign": "autumn"},
        {"day": "2026-12-01", "who": "first", "campaign": "other"},
    ):
        assert "このキャンペーンはお使いになれません" in shown(**wrong), wrong
        assert course(**wrong) == []


def test_a_link_to_a_campaign_that_ended_is_answered_also_where_none_is_offered() -> None:
    ended = {"day": "2026-12-01", "who": "first", "campaign": "summer"}
    assert "このキャンペーンはお使いになれません" in shown(**ended)
    assert course(**ended) == []
    assert course(**{**ended, "campaign": ""}) != []


def test_settings_of_the_provider_are_told(settings: LazySettings) -> None:
    assert "無料の月にやめた場合は0円です" in shown(day="2026-12-01", who="first")
    strict = replace(settings.PROVIDER.charge, cancel_in_free_month="charge", free_months=0)
    settings.PROVIDER = replace(settings.PROVIDER, charge=strict)
    assert course(day="2026-12-01", who="first")[0] == ("2026年12月", "550円")
    assert "無料の月にやめた場合も同じです" in shown(day="2026-12-01", who="first")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("２０２６／１２／１", date(2026, 12, 1)),
        ("2026年12月1日", date(2026, 12, 1)),
        ("令和8年12月1日", date(2026, 12, 1)),
        ("R8.12.1", date(2026, 12, 1)),
        ("12月1日", date(2026, 12, 1)),
        ("1/5", date(2027, 1, 5)),
        ("11/20", TODAY),
        ("2/29", date(2028, 2, 29)),  # no year before has one
        ("2/30", None),
        ("2026-13-01", None),
        ("2026-02-30", None),
        ("0000-01-01", None),
        ("12", None),
        ("tomorrow", None),
        ("", None),
        ("令和99年1月1日", date(2117, 1, 1)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-10-19", "過ぎた日にち"),
        ("2028-11-22", "先のことなので"),
        ("9999-12-31", "先のことなので"),
        ("2027-02-30", "その日にちはありません"),
        ("<b>", "その日にちはありません"),
        ("", "日にちを選んでください"),
        ("9" * 10_000, "2026-12-01 のように"),
    ],
)
def test_a_wrong_day_is_refused_with_a_sentence(day: str, sentence: str) -> None:
    text = shown(day=day, who="first")
    assert sentence in text
    assert "<b>2" not in text
    assert 'class="months"' not in text


def test_the_choice_has_to_be_one_of_those_offered() -> None:
    for who in ("", "z", "<script>"):
        assert "どれか一つを選んでください" in shown(day="2026-12-01", who=who)


SCOPES: tuple[Scope, ...] = ("customer", "line", "household")


@pytest.mark.parametrize("scope", SCOPES)
def test_what_is_said_is_what_the_rule_charges_whosever_first_time_counts(provider: Provider, scope: Scope) -> None:
    tariff.seed(monthly_yen=660, tax_percent=10, policy=Policy(free_months=1, first_time_scope=scope), now=NOON)
    mine, wife = provider.subscriber, provider.household("C-20000", "0847-33-4444")
    stranger = provider.household("C-30000", "0847-55-6666")
    Subscriber.objects.filter(pk__in=(mine.pk, wife.pk)).update(household="H1")
    cancel(period=provider.period, requested_on=date(2026, 8, 1), by=provider.clerk, now=NOON)
    lines = {  # the contract that is over was the first of `mine`, on the first line, in the household H1
        "first": provider.add_line(stranger, "L-3"),
        "other_line": provider.add_line(mine, "L-2"),
        "household": provider.add_line(wife, "L-4"),
        "again": provider.line,
    }
    asked = re.findall(r'name="who" value="(\w+)"', shown())
    assert {"first", "again"} < set(asked) or scope == "customer"
    assert len(asked) == (2 if scope == "customer" else 3)
    if scope == "customer":
        lines["again"] = lines["other_line"]  # whichever line it was on
    for who in asked:
        charged = explain_line(lines[who].pk, Month(2026, 11), Month(2026, 12), joined_on=TODAY)
        told = [yen for _month, yen in course(day=TODAY.isoformat(), who=who)]
        told += told[-1:] * (len(charged) - len(told))
        assert told == [f"{charge.amount}円" for _month, charge, _why in charged], who
    assert ("家族" in shown(), "回線" in shown()) == (scope == "household", scope == "line")


def test_a_campaign_for_newcomers_looks_at_the_person_and_not_at_the_household(provider: Provider) -> None:
    tariff.seed(monthly_yen=550, tax_percent=10, policy=Policy(first_time_scope="household"), now=NOON)
    add_campaign(
        code="autumn",
        name={"ja": "秋の会", "en": "Autumn"},
        terms=[{"from_month": 1, "to_month": 1, "amount": 330}],
        offered_from=date(2026, 11, 1),
        offered_until=date(2026, 12, 31),
        for_whom=ForWhom.FIRST,
        by=provider.accountant,
        now=NOON,
    )
    assert [yen for _, yen in course(day="2026-12-01", campaign="autumn", who="household")][:2] == ["330円", "550円"]
