"""What holds on every public page: a word against deceivers, nobody else's files, one heading, told to search engines."""

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_service import clock
from yorisoi_service.audit.rules.keeping import PERIODS, Periods
from yorisoi_service.contracts.services.terms import seed_terms
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.services import catalogue, hours
from yorisoi_service.desk.words import WORDINGS
from yorisoi_service.front.portal.public.robots import CLOSED, PAGES
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def page(name: str, language: str = "ja") -> str:
    return browser(language=language).get(reverse(f"portal:{name}")).content.decode()


def words(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_public_page(name: str, language: str, settings: LazySettings) -> None:
    text = page(name, language)
    assert f'<html lang="{language}">' in text
    assert text.count("<h1") == 1
    assert '<meta name="robots" content="all">' in text
    assert ("けっして" if language == "ja" else "never") in words(page("really_us", language))
    beware = re.search(r'<aside class="beware".*?</aside>', text, re.DOTALL)
    assert beware, "no word against deceivers"
    assert reverse("portal:really_us") in beware.group()
    assert settings.PROVIDER.phones.office in text
    assert re.findall(r"<script", text) == []
    for address in re.findall(r'(?:src|href|action)="([^"]+)"', text):
        assert re.match(r"/(?!/)|#|tel:|data:,", address), address


@pytest.mark.parametrize("address", ["/accounts/login/", "/my/", "/desk/", "/nothing-here", "/office/subscribers"])
def test_other_pages_are_kept_from_search_engines(address: str) -> None:
    assert '<meta name="robots" content="noindex">' in browser().get(address).content.decode()


def test_search_engines_are_told_every_public_page_and_no_other(settings: LazySettings) -> None:
    robots = browser().get("/robots.txt").content.decode()
    assert {line.removeprefix("Disallow: ") for line in robots.splitlines() if line.startswith("Dis")} == set(CLOSED)
    site = ElementTree.fromstring(browser().get("/sitemap.xml").content)
    told = [place.text or "" for place in site.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert told == [settings.ORIGIN + reverse(f"portal:{name}") for name in PAGES]
    for address in told:
        assert browser().get(address.removeprefix(settings.ORIGIN)).status_code == 200
        assert not address.removeprefix(settings.ORIGIN).startswith(CLOSED)


def test_where_to_apply_stands_no_hour() -> None:
    """Nobody told us when the office is open (R03)."""
    for language in ("ja", "en"):
        assert re.search(r"\d+[:時]|a\.m\.|p\.m\.", words(page("apply", language))) is None
        office = page("contact", language).split("<section")[1]
        assert re.search(r"\d+[:時]|a\.m\.|p\.m\.", office) is None


def test_the_page_about_calls_has_the_desks_own_steps_and_places(provider: Provider) -> None:
    text = words(page("really_us", "en"))
    assert all(str(step) in text for step in WORDINGS["foreign_tool"].steps)
    for number in ("188", "#9110", "03-5978-7509"):
        assert number in text
    assert "advice about contracts and money" in text
    assert "契約やお金の相談" not in text
    assert "契約やお金の相談" in words(page("really_us"))
    Referral.objects.create(name="市の相談窓口", contact="0847-00-0000", place="safety")
    assert "市の相談窓口" in words(page("really_us"))


def test_the_three_things_to_have_ready_are_those_of_the_answer() -> None:
    ready = re.findall(r"<li>(.*?)</li>", page("prepare").split("<main")[1])[:3]
    answer = page("faq").split('id="R33"')[1].split("</article>")[0]
    assert re.findall(r"<li>(.*?)</li>", answer) == ready


def test_the_terms_are_those_in_force_with_the_ones_before(provider: Provider, settings: LazySettings) -> None:
    liability = {"ja": "前の版。当社に故意または重大な過失がある場合を除きます。軽過失は1か月分までです。"}
    old = replace(settings.PROVIDER.terms, version="2025-04", liability=liability)
    since = NOON.date().replace(year=2025)
    seed_terms(version=old.version, in_force_since=since, liability=old.liability, now=NOON)
    text = page("terms")
    assert settings.PROVIDER.terms.liability["ja"] in text
    assert settings.PROVIDER.terms.version in text
    assert "2025-04" in text.split("前の版")[1]


@pytest.mark.parametrize("period", PERIODS)
def test_periods_are_those_the_purge_goes_by(settings: LazySettings, period: str) -> None:
    assert "77" not in words(page("privacy"))
    changed: dict[str, Any] = {period: 77}
    settings.PROVIDER = replace(settings.PROVIDER, retention=Periods(**changed))
    assert words(page("privacy")).count("77") >= 1


@pytest.mark.parametrize(
    ("language", "recorded", "denied"), [("ja", "録音", "録音はしません"), ("en", "record", "not recorded")]
)
def test_calls_are_told_to_be_recorded_exactly_where_the_greeting_says_it(
    settings: LazySettings, language: str, recorded: str, denied: str
) -> None:
    asked_who = "ご本人の確認でのお答え" if language == "ja" else "What you say when we ask who you are"
    usual = words(page("privacy", language))
    assert usual.count(recorded) == usual.count(denied) == 1
    assert asked_who in usual
    desk = replace(settings.PROVIDER.desk, recording_notice=True)
    settings.PROVIDER = replace(settings.PROVIDER, desk=desk)
    recording = words(page("privacy", language))
    assert denied not in recording
    assert recording.count(recorded) == 2  # that it is done, and whom to ask how long it is kept
    assert asked_who not in recording  # a recording holds it


@pytest.mark.parametrize("name", PAGES)
def test_the_providers_own_word_against_deceivers_stands_in_the_languages_it_is_worded_in(
    name: str, settings: LazySettings
) -> None:
    settings.PROVIDER = replace(settings.PROVIDER, texts={"scam_warning": {"ja": "<b>電話</b>しません"}})
    japanese, english = (
        page(name, language).split('<aside class="beware"')[1].split("</aside>")[0] for language in ("ja", "en")
    )
    assert "&lt;b&gt;電話&lt;/b&gt;しません" in japanese
    assert "We never call you to ask for a number, for money" in english
    assert all(reverse("portal:really_us") in each for each in (japanese, english))


@pytest.mark.parametrize("name", ["start", "contact"])
def test_the_providers_own_words_stand_beside_the_hours_while_the_desk_is_closed(
    name: str, provider: Provider, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PROVIDER = replace(
        settings.PROVIDER, texts={"after_hours": {"ja": "<i>お休みです。{opens}から、窓口は{office}"}}
    )
    own = f"&lt;i&gt;お休みです。09:00から、窓口は{settings.PROVIDER.phones.office}"
    assert own not in page(name)
    monkeypatch.setattr(clock, "now", lambda: later(hours=10))
    assert own in page(name)
    assert "お休みです" not in page(name, "en")
    tomorrow = later(days=1).date()
    hours.close_day(day=tomorrow, note="", by=provider.lead, policy=settings.PROVIDER.desk, now=NOON)
    assert own not in page(name)  # it does not open at nine tomorrow


def test_the_list_says_what_changed_and_keeps_older_ones(provider: Provider) -> None:
    before = words(page("software"))
    assert "第1版" in before
    names = {"ja": ["スキャナー<b>"], "en": ["Scanner"]}
    said = catalogue.Said(kind="device", level="view_only", names=names, vendor="見本社", note="見るだけ")
    catalogue.add_entry(group="device", said=said, by=provider.lead, now=NOON)
    assert words(page("software")) == before
    catalogue.publish(on=NOON.date(), note="新しい機器", by=provider.lead, now=NOON)
    now = page("software")
    for told in ("第2版", "新しい機器", "スキャナー&lt;b&gt;", "見本社", "新しく入ったもの", "第1版から変わったところ"):
        assert told in now
    older = browser(language="ja").get("/software/1")
    assert "これは古い一覧です" in older.content.decode()
    assert "スキャナー" not in older.content.decode()
    assert 'content="noindex"' in older.content.decode()
    for number in (0, 3, 99_999_999_999_999_999):
        assert browser().get(f"/software/{number}").status_code == 404


def test_a_list_of_days_to_come_is_not_shown_yet(provider: Provider) -> None:
    said = catalogue.Said(kind="device", level="full", names={"ja": ["スキャナー"], "en": ["Scanner"]})
    catalogue.add_entry(group="device", said=said, by=provider.lead, now=NOON)
    catalogue.publish(on=NOON.date().replace(month=12), by=provider.lead, now=NOON)
    assert "スキャナー" not in page("software")
    assert browser().get("/software/2").status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_asks_the_database_little(name: str) -> None:
    page(name)
    with CaptureQueriesContext(connection) as asked:
        page(name)
    assert len(asked) <= 12
