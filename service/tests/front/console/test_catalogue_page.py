"""The desk lead's pages: what we help with, list by list, and where callers are sent on."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_service.desk.models.catalogue import Item, Version
from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

CHAT = {
    "sort": "software:application", "level": "install_only", "names_ja": "チャット、ビデオ通話", "names_en": "Chat, video call",
    "vendor": "見本社", "versions": "3 以降", "note": "家庭用のみ",
}  # fmt: skip


@pytest.fixture
def lead(provider: Provider) -> Client:
    return browser(provider.lead)


def page(client: Client, name: str = "desk:catalogue", *args: int) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, address: str, /, *args: int, **data: str) -> str:
    answer = client.post(reverse(address, args=args), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_at_the_desk_reads_the_list_and_the_lead_alone_changes_it(provider: Provider, lead: Client) -> None:
    read = page(browser(provider.communicator))
    assert "Wireless LAN" in read
    assert reverse("desk:catalogue_add") not in read
    assert reverse("desk:catalogue_add") in page(lead)


def test_a_change_waits_as_a_draft_and_is_published_with_a_readable_difference(
    provider: Provider, lead: Client
) -> None:
    assert "Added to the next list" in do(lead, "desk:catalogue_add", **CHAT)
    browsers_item = Item.objects.get(names__text="Browser", until=None)
    fields = {"kind": "browser", "level": "view_only", "names_ja": "ブラウザ", "names_en": "Browser"}
    do(lead, "desk:catalogue_change", browsers_item.pk, **fields)
    gone = Item.objects.get(names__text="LAN card", until=None)
    do(lead, "desk:catalogue_remove", gone.pk)
    shown = page(lead)
    assert re.findall(r'tag (?:open|shut)?"?>?(?:new|gone)', shown)
    assert "<del>Setup and use</del> → <ins>Explained while we see the screen</ins>" in shown
    other = browser(provider.communicator)
    assert "LAN card" in page(other), "what is not published does not hold"
    assert "at the earliest" in do(lead, "desk:catalogue_publish", on="2026-11-19")
    assert "Enter the day" in do(lead, "desk:catalogue_publish", on="tomorrow")
    do(lead, "desk:catalogue_publish", on="2026-11-20", note="チャットを追加")
    shown = page(other)
    assert "LAN card" not in shown
    assert "チャットを追加" in shown
    told = page(other, "desk:catalogue_version", 2).split("The whole list")[0]
    assert [told.count(word) for word in (">new<", ">gone<", ">changed<")] == [1, 1, 1]
    assert "LAN card" in page(other, "desk:catalogue_version", 1)
    assert other.get(reverse("desk:catalogue_version", args=[3])).status_code == 404


def test_a_draft_can_be_forgotten(lead: Client) -> None:
    do(lead, "desk:catalogue_add", **CHAT)
    assert "The changes are forgotten" in do(lead, "desk:catalogue_discard")
    assert "Chat" not in page(lead)
    assert Version.objects.count() == 1


def test_what_cannot_stand_on_a_list_is_refused_in_words(lead: Client) -> None:
    wrong = [
        {"sort": ""},
        {"sort": "software:phone"},
        {"sort": "model:phone"},
        {"level": "unsupported"},
        {"names_en": " , "},
        {"names_ja": "\u202eevil"},
        {"names_ja": "あ" * 81},
        {"note": "x" * 201},
        {"vendor": "\u0000"},
    ]
    for fields in wrong:
        assert '<li class="error">' in do(lead, "desk:catalogue_add", **{**CHAT, **fields}), fields
    assert Item.objects.filter(since__number=2).count() == 0


def test_an_entry_somebody_changed_meanwhile_is_not_changed_twice(lead: Client) -> None:
    item = Item.objects.get(names__text="Hub", until=None)
    assert "Hub" in page(lead, "desk:catalogue_entry", item.pk)
    do(lead, "desk:catalogue_remove", item.pk)
    assert lead.post(reverse("desk:catalogue_remove", args=[item.pk])).status_code == 404


def test_the_list_costs_the_same_however_long(lead: Client) -> None:
    seen = []
    for names in (("一",), ("二", "三")):
        for name in names:
            do(lead, "desk:catalogue_add", **{**CHAT, "names_ja": name, "names_en": name})
        with CaptureQueriesContext(connection) as queries:
            page(lead)
        seen.append(len(queries))
    assert seen[0] == seen[1]


PLACE = {"name": "見本電機", "contact": "0120-000-111", "what_for": "プリンタ", "place": "maker"}


def test_the_directory_is_kept_by_the_lead_and_old_places_are_marked(provider: Provider, lead: Client) -> None:
    assert "Never checked, or not for 6 months: 3" in page(lead, "desk:referrals"), (
        "the seeded places nobody checked yet"
    )
    assert "Added to the directory" in do(lead, "desk:referral_add", **PLACE)
    row = Referral.objects.get(name="見本電機")
    assert (row.checked_on, row.checked_by) == (date(2026, 11, 20), provider.lead)
    Referral.objects.filter(pk=row.pk).update(checked_on=date(2026, 1, 1))
    assert "months: 4" in page(lead, "desk:referrals")
    do(lead, "desk:referral_check", row.pk)
    assert "months: 3" in page(browser(provider.communicator), "desk:referrals")
    do(lead, "desk:referral_change", row.pk, **{**PLACE, "contact": "0120-000-999"})
    assert "0120-000-999" in page(lead, "desk:referral_entry", row.pk)
    do(lead, "desk:referral_retire", row.pk)
    assert "見本電機" not in page(lead, "desk:referrals")
    assert lead.post(reverse("desk:referral_check", args=[row.pk])).status_code == 404


def test_what_the_directory_cannot_hold_is_refused_in_words(lead: Client) -> None:
    for wrong in ({"name": ""}, {"contact": " "}, {"place": "moon"}, {"name": "x" * 121}, {"what_for": "\u202e"}):
        assert '<li class="error">' in do(lead, "desk:referral_add", **{**PLACE, **wrong}), wrong
    assert Referral.objects.count() == 3


HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"


def test_hostile_words_stay_words_on_every_page_of_the_lead(lead: Client) -> None:
    fields = {"names_ja": HOSTILE, "names_en": HOSTILE, "note": HOSTILE}
    do(lead, "desk:catalogue_add", **{**CHAT, **fields, "vendor": "<b>", "versions": "<i>"})
    item = Item.objects.get(since__number=2)
    shown = [page(lead), page(lead, "desk:catalogue_entry", item.pk)]
    do(lead, "desk:catalogue_publish", on="2026-11-20", note=HOSTILE)
    do(lead, "desk:referral_add", **{**PLACE, "name": HOSTILE, "contact": HOSTILE, "what_for": HOSTILE})
    row = Referral.objects.latest("pk")
    shown += [page(lead, "desk:catalogue_version", 2), page(lead, "desk:referrals"), page(lead)]
    shown.append(page(lead, "desk:referral_entry", row.pk))
    for text in shown:
        assert "<script>alert" not in text
        assert "<img" not in text
        assert ">14" not in text
        assert "<b>" not in text.split("<main")[1]
