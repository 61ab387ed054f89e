"""The clerk names people of a household, prints codes, and answers what subscribers ask about their own data."""

import pytest
from django.test import Client
from django.urls import reverse
from yorisoi_service.audit.models import Row
from yorisoi_service.subscribers.models import AccessKey, HouseholdMember, Look, Subscriber, Wish
from yorisoi_service.subscribers.services import wishes
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.own_page import at_home
from yorisoi_service.testing.people import NOON, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

HOSTILE = "<script>alert(1)</script>"


def page(clerk: Client, provider: Provider) -> str:
    return clerk.get(reverse("office:subscriber", args=[provider.subscriber.pk])).content.decode()


def test_somebody_is_named_and_removed_again(clerk: Client, provider: Provider) -> None:
    add = reverse("office:add_member", args=[provider.subscriber.pk])
    clerk.post(add, {"name": "佐藤 一郎", "relation": HOSTILE})
    assert "佐藤 一郎" in page(clerk, provider)
    assert HOSTILE not in page(clerk, provider)
    who = HouseholdMember.objects.get()
    other = provider.household("C-10002", "0847-11-3333")
    assert clerk.post(reverse("office:remove_member", args=[other.pk, who.pk])).status_code == 404
    clerk.post(reverse("office:remove_member", args=[provider.subscriber.pk, who.pk]))
    assert not HouseholdMember.objects.exists()


@pytest.mark.parametrize("name", ["", "\u202ebad", "x" * 121])
def test_a_name_nobody_can_read_is_refused_in_words(clerk: Client, provider: Provider, name: str) -> None:
    add = reverse("office:add_member", args=[provider.subscriber.pk])
    assert 'class="error"' in clerk.post(add, {"name": name, "relation": "夫"}, follow=True).content.decode()
    assert not HouseholdMember.objects.exists()


def test_a_code_is_printed_logged_and_shown_to_nobody_again(clerk: Client, provider: Provider) -> None:
    answer = clerk.post(reverse("office:code", args=[provider.subscriber.pk]))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Cache-Control"] == "no-store"
    assert provider.subscriber.name not in answer["Content-Disposition"]
    assert AccessKey.objects.get().made_by == provider.clerk
    assert Row.objects.filter(event="access.made", by=provider.clerk.actor).exists()
    assert "staff 21" in page(clerk, provider)
    assert clerk.get(reverse("office:code", args=[provider.subscriber.pk])).status_code == 405


def test_a_printed_code_is_ended_only_by_who_was_asked(clerk: Client, provider: Provider) -> None:
    address, asks = (
        reverse("office:code", args=[provider.subscriber.pk]),
        "The code that was printed before opens nothing",
    )
    assert asks not in page(clerk, provider)
    clerk.post(address, {"before": ""})
    first = AccessKey.objects.get()
    again = clerk.post(address, {"before": ""}, follow=True)  # the same button pressed twice
    assert "A code was printed since" in again.content.decode()
    assert AccessKey.objects.get() == first
    shown = page(clerk, provider)
    assert (
        shown.index("<summary>Print a new code") < shown.index(asks) < shown.index(f'name="before" value="{first.pk}"')
    )
    assert clerk.post(address, {"before": str(first.pk)}).content[:5] == b"%PDF-"
    assert AccessKey.objects.exclude(pk=first.pk).exists()


def test_a_correction_is_answered_and_its_owner_reads_it(clerk: Client, provider: Provider) -> None:
    wish = wishes.ask_correction(subscriber=provider.subscriber, text=HOSTILE, now=NOON)
    assert "C-10001" in clerk.get(reverse("office:wishes")).content.decode()
    address = reverse("office:wish", args=[wish.pk])
    assert HOSTILE not in clerk.get(address).content.decode()
    assert clerk.post(address, {"answer": " "}).status_code == 200
    clerk.post(address, {"answer": "住所を直しました。"})
    assert "住所を直しました。" in at_home(provider).get("/my/data").content.decode()
    assert "settled already" in clerk.post(address, {"answer": "again"}).content.decode()


def test_a_correction_whose_words_time_took_is_told_as_such(clerk: Client, provider: Provider) -> None:
    wish = wishes.ask_correction(subscriber=provider.subscriber, text="I moved", now=NOON)
    address, told = reverse("office:wish", args=[wish.pk]), "Deleted, as nobody answered in time"
    assert told not in clerk.get(address).content.decode()
    Wish.objects.filter(pk=wish.pk).update(text="")
    assert told in clerk.get(address).content.decode()


def test_nothing_is_deleted_while_a_contract_runs(clerk: Client, provider: Provider) -> None:
    wish = wishes.ask_deletion(subscriber=provider.subscriber, now=NOON)
    told = clerk.get(reverse("office:wish", args=[wish.pk])).content.decode()
    assert "cannot be deleted yet" in told
    assert "Ask the subscriber, then cancel it." in told
    assert reverse("office:subscriber", args=[provider.subscriber.pk]) + '">To the lines' in told
    clerk.post(reverse("office:forget", args=[wish.pk]), {"sure": "on"})
    wish.refresh_from_db()
    assert wish.done_at is None
    assert Subscriber.objects.get(pk=provider.subscriber.pk).phone == "0847-11-2222"


def test_a_deletion_is_carried_out_once_nothing_stands_against_it(clerk: Client, provider: Provider) -> None:
    gone = provider.household("C-10002", "0847-11-3333")
    HouseholdMember.objects.create(subscriber=gone, name="佐藤 次郎", relation="夫", added_at=NOON)
    wish = wishes.ask_deletion(subscriber=gone, now=NOON)
    address = reverse("office:forget", args=[wish.pk])
    clerk.post(address)
    assert Wish.objects.get().done_at is None
    clerk.post(address, {"sure": "on"})
    assert Wish.objects.get().done_by == provider.clerk
    assert not HouseholdMember.objects.exists()
    assert not Subscriber.objects.filter(phone="0847-11-3333").exists()


def test_who_opens_a_request_is_written_down(clerk: Client, provider: Provider) -> None:
    wish = wishes.ask_correction(subscriber=provider.subscriber, text="x", now=NOON)
    clerk.get(reverse("office:wish", args=[wish.pk]))
    assert Look.objects.get().by == provider.clerk


@pytest.mark.parametrize("who", ["communicator", "lead", "accountant", "administrator"])
def test_nobody_else_answers(provider: Provider, who: str) -> None:
    wish = wishes.ask_deletion(subscriber=provider.subscriber, now=NOON)
    client = browser(getattr(provider, who))
    for name in ("wish", "forget"):
        assert client.post(reverse(f"office:{name}", args=[wish.pk]), {"sure": "on"}).status_code == 403
