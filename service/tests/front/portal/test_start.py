"""The start page: public, with the office's number; the way in for each role."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import PASSWORD, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_the_public_page_says_what_this_is_and_how_not_to_be_deceived() -> None:
    shown = browser(language="ja").get("/").content.decode()
    for words in (settings.PROVIDER.phones.office, "550円（税込）", "午前9時から午後9時まで", "188", "#9110", "詐欺"):
        assert words in shown


@pytest.mark.parametrize(("language", "whose"), [("ja", "サポートセンター"), ("en", "support desk")])
def test_the_hours_stand_under_whose_they_are_since_the_office_has_others(language: str, whose: str) -> None:
    shown = browser(language=language).get("/").content.decode()
    label, hours = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", shown)[-1]
    assert re.search("午前9時" if language == "ja" else "9", hours)
    assert whose in label


@pytest.mark.parametrize(
    ("who", "doors"),
    [
        ("clerk", {"office:subscribers"}),
        ("communicator", {"viewer"}),
        ("lead", {"viewer"}),
        ("administrator", {"office:staff"}),
        ("accountant", set()),
    ],
)
def test_each_role_finds_its_door(provider: Provider, who: str, doors: set[str]) -> None:
    shown = browser(getattr(provider, who)).get("/").content.decode()
    addresses = {"viewer": "/viewer/", **{name: reverse(name) for name in ("office:subscribers", "office:staff")}}
    assert {name for name, address in addresses.items() if f'class="button" href="{address}"' in shown} == doors


def test_the_language_can_be_changed() -> None:
    client = browser(language="ja")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert "Beware of deceivers" in client.get("/").content.decode()


def test_signing_in_leads_back_inside_and_never_outside(provider: Provider) -> None:
    for target, location in (("/viewer/", "/viewer/"), ("https://evil.example/", "/"), ("//evil.example", "/")):
        answer = browser().post(reverse("account_login"), {"login": "yamada", "password": PASSWORD, "next": target})
        assert answer["Location"] == location
