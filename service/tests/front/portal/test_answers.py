"""Our answers to all 37 questions: each is made of what the program itself decides by, so each changes with it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import translation
from yorisoi_service.billing.rules.policy import Policy, Scope
from yorisoi_service.billing.services import tariff
from yorisoi_service.config import provider as files
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.story import ForWhom
from yorisoi_service.contracts.services.campaigns import add_campaign
from yorisoi_service.desk.models.catalogue import Item
from yorisoi_service.desk.queries import catalogue as lists
from yorisoi_service.desk.rules.triage import Code
from yorisoi_service.desk.services import catalogue
from yorisoi_service.desk.services.hours import close_day
from yorisoi_service.front.portal.public.answers.book import Answer, Phone, Way
from yorisoi_service.front.portal.public.answers.every import every, titles
from yorisoi_service.front.portal.public.answers.scope import explanation
from yorisoi_service.front.portal.public.facts import gather
from yorisoi_service.remote.rules.networks import Networks
from yorisoi_service.remote.rules.networks import Policy as NetworkPolicy
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider

pytestmark = pytest.mark.django_db

INVENTED = Path(__file__).parents[4] / "providers" / "hidamari-net.toml"
JULY = Month(2027, 7)


def answer(rule: str, language: str = "ja") -> str:
    return answers(language)[rule].text


def answers(language: str = "ja") -> dict[str, Answer]:
    with translation.override(language):
        return {each.rule: each for part in every(gather(now=NOON)).values() for each in part}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_there_are_37_answers_in_five_parts(language: str) -> None:
    with translation.override(language):
        book = every(gather(now=NOON))
        assert list(titles()) == list(book)
    assert [len(part) for part in book.values()] == [12, 11, 4, 8, 2]
    assert list(answers(language)) == [f"R{number:02}" for number in range(1, 38)]
    assert len({each.question for each in answers(language).values()}) == 37
    assert all(each.said for each in answers(language).values())


def test_every_ruling_of_the_desk_has_words_for_readers() -> None:
    assert all(explanation(code) for code in Code)


@pytest.mark.parametrize("rule", ["R17", "R22"])
def test_guidance_without_the_internet_is_promised_where_the_desk_gives_it(rule: str, settings: LazySettings) -> None:
    """T10."""
    assert "お電話で、ランプや線を" in answer(rule)
    desk = replace(settings.PROVIDER.desk, phone_guidance_when_offline=False)
    settings.PROVIDER = replace(settings.PROVIDER, desk=desk)
    assert "ランプ" not in answer(rule)
    assert "回線の故障窓口へ" in answer(rule)


def test_the_price_is_the_tables_and_a_later_one_is_told(provider: Provider) -> None:
    seed()
    assert "550円（税込）" in answer("R24")
    assert "50円" in answer("R24")
    tariff.add_price(since=Month(2026, 11), amount=770, by=provider.accountant, now=NOON)
    tariff.add_price(since=JULY, amount=880, by=provider.accountant, now=NOON)
    assert "毎月770円（税込）です。うち消費税は70円" in answer("R24")
    assert "2027年7月分からは880円（税込）" in answer("R24")
    assert "770円（税込）" in answer("R07")
    assert "2027年1月分から：毎月770円（税込）" in answer("R25")
    assert "550円" not in " ".join(each.text for each in answers().values())


def test_free_months_are_those_of_who_applies_today(provider: Provider) -> None:
    seed()
    assert "2か月無料" in answer("R25")
    assert "2か月無料" in answer("R02")
    tariff.add_policy(since=Month(2026, 11), policy=Policy(free_months=3), by=provider.accountant, now=NOON)
    assert "3か月無料" in answer("R25")
    assert "2027年2月分から：毎月550円（税込）" in answer("R25")
    tariff.add_policy(since=Month(2026, 11), policy=Policy(free_months=0), by=provider.accountant, now=NOON)
    assert "お申し込みの月からかかります" in answer("R25")
    assert "2026年11月分から：毎月550円（税込）" in answer("R25")
    assert "お申し込みの月から1か月分、550円（税込）" in answer("R02")
    assert "無料" not in answer("R07") + answer("R08")


def test_one_free_month_is_said_in_both_languages(provider: Provider) -> None:
    seed(Policy(free_months=1))
    assert "1か月無料" in answer("R25")
    assert "1 month is free" in answer("R25", "en")


@pytest.mark.parametrize(
    ("scope", "whose", "again"),
    [
        ("customer", "はじめてのご契約は2か月無料", "2度目からは無料の月はありません。もう一度"),
        ("line", "その回線ではじめてのご契約は2か月無料", "同じ回線では、2度目からは"),
        ("household", "ご家族ではじめてのご契約は2か月無料", "ご家族のほかの方が前に契約していたときも、ありません"),
    ],
)
def test_whose_first_time_counts_is_said(provider: Provider, scope: Scope, whose: str, again: str) -> None:
    seed(Policy(first_time_scope=scope))
    assert whose in answer("R02")
    assert whose.partition("2か月")[0] in answer("R25")
    assert again in answer("R08")


def test_readings_of_the_terms_stand_as_they_are_set(provider: Provider) -> None:
    seed()
    assert "無料の月にやめた場合、その月は無料のままです" in answer("R07")
    assert "その終わりまで無料です" in answer("R08")
    assert "開通の日から" in answer("R01")
    strict = Policy(cancel_in_free_month="charge", rejoin_inside_window="forfeit", start_not_before_line_open=False)
    tariff.add_policy(since=Month(2026, 11), policy=strict, by=provider.accountant, now=NOON)
    assert "無料の月にやめた場合も、その月は1か月分" in answer("R07")
    assert "引き継がれません" in answer("R08")
    assert "開通の日から" not in answer("R01")


def test_a_campaign_is_named_while_it_is_offered(provider: Provider) -> None:
    assert "秋のキャンペーン" not in answer("R25")
    add_campaign(
        code="autumn",
        name={"ja": "秋のキャンペーン", "en": "Autumn"},
        terms=[{"from_month": 1, "to_month": 6, "amount": 330}],
        offered_from=date(2026, 11, 1),
        offered_until=date(2026, 11, 30),
        for_whom=ForWhom.FIRST,
        by=provider.accountant,
        now=NOON,
    )
    assert "秋のキャンペーン" in answer("R25")
    assert "Autumn" in answer("R25", "en")


def test_hours_are_those_the_desk_goes_by(provider: Provider, settings: LazySettings) -> None:
    assert "毎日午前9時から午後9時まで" in answer("R34")
    assert "30分まで" in answer("R34")
    assert "30分をめやす" in answer("R26")
    close_day(day=date(2026, 12, 31), note="年末", by=provider.lead, policy=settings.PROVIDER.desk, now=NOON)
    assert "お休みの日：2026年12月31日" in answer("R34")
    assert "毎日" not in answer("R34")
    other = replace(settings.PROVIDER.desk.hours, opens=time(10, 30), may_finish_min=0)
    settings.PROVIDER = replace(settings.PROVIDER, desk=replace(settings.PROVIDER.desk, hours=other, time_box_s=1_200))
    assert "20分をめやす" in answer("R26")
    assert "午前10時30分から午後9時まで" in answer("R34")
    assert "分まで続けられます" not in answer("R34")


def test_the_lists_are_the_published_ones(provider: Provider) -> None:
    scanner = catalogue.Said(kind="device", level="full", names={"ja": ["スキャナー"], "en": ["Scanner"]})
    catalogue.add_entry(group="device", said=scanner, by=provider.lead, now=NOON)
    assert "スキャナー" not in answer("R14")  # a draft is nobody's business
    catalogue.publish(on=NOON.date(), by=provider.lead, now=NOON)
    assert "スキャナー" in answer("R14")
    assert "Scanner" in answer("R14", "en")


def test_bought_software_is_answered_by_its_level(provider: Provider) -> None:
    assert "使い方は、ソフトの会社" in answer("R15")
    change(provider, "application", level="full")
    assert "使い方は、ソフトの会社" not in answer("R15")
    assert "設定も使い方も、お手伝いできます" in answer("R15")
    remove(provider, "application")
    assert "責任者が判断します" in answer("R15")


# Which programs were entered before, and what follows: phones are seen, and others are told by telephone.
WORLDS = [((), False, True), (("linux",), False, True), (("android",), True, True), (("ios",), True, False)]


def test_phones_are_answered_by_the_list_and_by_what_was_built(
    provider: Provider, hand_out: Callable[..., None]
) -> None:
    """As the desk decides: by telephone, by looking, or the one for some and the other for the rest."""
    for programs, seen, told in WORLDS:
        hand_out(*programs)
        assert ("画面を見ながら" in answer("R16")) is seen, programs
        by_telephone = ("まだできません", "ほかの機器は、お電話で")
        assert any(words in answer("R16") for words in by_telephone) is told, programs
        for shown in (answer("R14"), browser(language="ja").get("/software").content.decode()):
            assert ("画面を見ながらの説明" in shown) is seen, programs
            assert ("電話での説明" in shown) is told, programs
    model = catalogue.Said(kind="phone", level="unsupported", names={"ja": ["古い電話"], "en": ["Old phone"]})
    catalogue.add_entry(group="model", said=model, by=provider.lead, now=NOON)
    catalogue.publish(on=NOON.date(), by=provider.lead, now=NOON)
    assert "古い電話：" in answer("R16").replace(": ", "：")


def test_networks_household_and_bill_follow_the_provider_file(settings: LazySettings) -> None:
    said = {rule: answer(rule) for rule in ("R04", "R13", "R27")}
    settings.PROVIDER = replace(
        settings.PROVIDER,
        networks=Networks((), NetworkPolicy.REFUSE),
        desk=replace(settings.PROVIDER.desk, household_support=False),
        collection=replace(settings.PROVIDER.collection, mode="own_debit", debit_day=26),
    )
    assert "おつなぎできません" in answer("R13")
    assert "ご契約者さまからお願いします" in answer("R04")
    assert "次の月の26日" in answer("R27")
    assert all(answer(rule) != text for rule, text in said.items())


def test_an_invented_provider_gets_answers_of_its_own(settings: LazySettings) -> None:
    first = {rule: each.text for rule, each in answers().items()}
    settings.PROVIDER = files.load(INVENTED)
    other = {rule: each.text for rule, each in answers().items()}
    told = " ".join(other.values())
    for words in (
        "660円（税込）",
        "1か月無料",
        "099-200-0100",
        "午前10時から午後6時30分",
        "2027年1月1日",
        "ひだまりネット",
        "第3版",
    ):
        assert words in told, words
    for words in ("550円", "0847", "午後9時", "ケーブル・ジョイ"):
        assert words not in told, words
    changed = {rule for rule in first if first[rule] != other[rule]}
    assert {"R03", "R05", "R07", "R08", "R11", "R13", "R24", "R25", "R27", "R34"} <= changed


def test_only_the_offices_number_and_pages_that_exist_are_named(settings: LazySettings) -> None:
    for each in answers().values():
        for part in each.said:
            if isinstance(part, Phone):
                assert part.number == settings.PROVIDER.phones.office
            if isinstance(part, Way):
                assert part.page.startswith("portal:")
    assert re.search(r"\d{2,4}-\d{2,4}-\d{3,4}", answer("R31") + answer("R32")) is None
    assert "無料" not in answer("R32")  # nobody told us that calls from a landline cost nothing


@pytest.mark.usefixtures("at_noon")
def test_the_page_shows_each_answer_under_its_number() -> None:
    shown = browser(language="ja").get("/faq").content.decode()
    assert re.findall(r'<article class="qa" id="(R\d\d)">', shown) == [f"R{number:02}" for number in range(1, 38)]


def seed(policy: Policy | None = None) -> None:
    tariff.seed(monthly_yen=550, tax_percent=10, policy=policy or Policy(), now=NOON)


def change(provider: Provider, kind: str, *, level: str) -> None:
    entry = next(each for each in lists.draft_entries() if each.kind == kind)
    said = catalogue.Said(kind=kind, level=level, names={language: [name] for language, name in entry.names.items()})
    catalogue.change_entry(item=Item.objects.get(pk=entry.item), said=said, by=provider.lead, now=NOON)
    catalogue.publish(on=NOON.date(), by=provider.lead, now=NOON)


def remove(provider: Provider, kind: str) -> None:
    entry = next(each for each in lists.draft_entries() if each.kind == kind)
    catalogue.remove_entry(item=Item.objects.get(pk=entry.item), by=provider.lead, now=NOON)
    catalogue.publish(on=NOON.date(), by=provider.lead, now=NOON)
