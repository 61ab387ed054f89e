"""Lists are published once and never change; what a ticket was decided on stays readable."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.errors import BadEntry
from yorisoi_service.desk.models.catalogue import Item, Thing, Version
from yorisoi_service.desk.queries import catalogue as queries
from yorisoi_service.desk.rules.catalogue import Group, Level
from yorisoi_service.desk.rules.seeds import FIRST_LIST_ON, LISTS
from yorisoi_service.desk.services import catalogue
from yorisoi_service.desk.services.catalogue import Said
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.testing.people import NOON, Provider, later

TODAY = date(2026, 11, 20)
CHAT = Said(
    "application", "install_only", {"ja": ["チャット", "ビデオ通話"], "en": ["Chat"]}, "見本社", "3", "家庭用のみ"
)


def called(name: str) -> Item:
    return Item.objects.get(names__text=name, names__language="en", names__place=0, until=None)


def names(number: int) -> set[str]:
    found = queries.list_of(number)
    assert found is not None
    return {entry.names["en"] for entry in found.entries}


@pytest.mark.django_db
def test_a_new_service_begins_with_the_faqs_lists() -> None:
    first = queries.published(FIRST_LIST_ON)
    assert first is not None
    assert (first.number, first.on) == (1, FIRST_LIST_ON)
    told = [(entry.group, entry.kind, entry.level, entry.names["ja"], entry.aliases["en"]) for entry in first.entries]
    assert told == [
        (group, seed.kind, seed.level, seed.ja[0], seed.en[1:]) for group, seeds in LISTS.items() for seed in seeds
    ]
    assert queries.published(date(2026, 3, 31)) is None


def test_what_is_published_is_never_changed(provider: Provider) -> None:
    by, before = provider.lead, queries.list_of(1)
    catalogue.add_entry(group="software", said=CHAT, by=by, now=NOON)
    browser = called("Browser")
    catalogue.change_entry(
        item=browser, said=Said("browser", "view_only", {"ja": ["ブラウザ"], "en": ["Browser"]}), by=by, now=NOON
    )
    catalogue.remove_entry(item=called("LAN card"), by=by, now=NOON)
    catalogue.publish(on=TODAY, note="秋の見直し", by=by, now=NOON)
    after = queries.list_of(1)
    assert before is not None
    assert after is not None
    assert [(one.item, one.level) for one in after.entries] == [(one.item, one.level) for one in before.entries]
    assert names(2) == (names(1) | {"Chat"}) - {"LAN card"}
    told = queries.difference(1, 2)
    assert [one.names["en"] for one in told.added] == ["Chat"]
    assert [one.names["en"] for one in told.removed] == ["LAN card"]
    assert [(one.after.names["en"], one.fields) for one in told.changed] == [("Browser", ("level", "aliases"))]
    back = queries.difference(2, 1)
    assert ([one.names["en"] for one in back.added], [one.names["en"] for one in back.removed]) == (
        ["LAN card"], ["Chat"]
    )  # fmt: skip
    old = next(one for one in after.entries if one.names["en"] == "LAN card")
    assert (old.since, old.until) == (FIRST_LIST_ON, TODAY)


def test_a_list_holds_from_its_day_on_and_never_before_the_one_it_follows(provider: Provider) -> None:
    by = provider.lead
    catalogue.add_entry(group="software", said=CHAT, by=by, now=NOON)
    with pytest.raises(BadEntry):
        catalogue.publish(on=date(2026, 11, 19), by=by, now=NOON)
    catalogue.publish(on=date(2026, 12, 1), by=by, now=NOON)
    assert [getattr(queries.published(day), "number", 0) for day in (TODAY, date(2026, 12, 1))] == [1, 2]
    catalogue.remove_entry(item=called("Chat"), by=by, now=NOON)
    with pytest.raises(BadEntry):
        catalogue.publish(on=date(2026, 11, 30), by=by, now=NOON)
    catalogue.publish(on=date(2026, 12, 1), by=by, now=NOON)
    found = queries.published(date(2026, 12, 1))
    assert found is not None
    assert found.number == 3


def test_nothing_new_is_not_published(provider: Provider) -> None:
    by = provider.lead
    with pytest.raises(BadEntry):
        catalogue.publish(on=TODAY, by=by, now=NOON)
    item = catalogue.add_entry(group="software", said=CHAT, by=by, now=NOON)
    catalogue.remove_entry(item=item, by=by, now=NOON)
    assert Thing.objects.count() == sum(len(seeds) for seeds in LISTS.values())
    with pytest.raises(BadEntry):
        catalogue.publish(on=TODAY, by=by, now=NOON)


def test_a_change_of_a_change_leaves_one_row_and_discarding_leaves_none(provider: Provider) -> None:
    by = provider.lead
    for versions in ("1", "2", "3"):
        said = Said("browser", "full", {"ja": ["ブラウザ"], "en": ["Browser"]}, versions=versions)
        catalogue.change_entry(item=called("Browser"), said=said, by=by, now=NOON)
    assert [item.versions for item in called("Browser").thing.items.order_by("pk")] == ["", "3"]
    catalogue.discard_draft(by=by, now=NOON)
    assert [item.versions for item in called("Browser").thing.items.all()] == [""]
    assert Version.objects.count() == 1
    assert names(1) == {seed.en[0] for seeds in LISTS.values() for seed in seeds}


def test_what_left_and_came_back_is_told_as_it_is(provider: Provider) -> None:
    by = provider.lead
    catalogue.remove_entry(item=called("Hub"), by=by, now=NOON)
    catalogue.publish(on=TODAY, by=by, now=NOON)
    catalogue.add_entry(group="device", said=Said("device", "full", {"ja": ["HUB"], "en": ["Hub"]}), by=by, now=NOON)
    catalogue.publish(on=TODAY, by=by, now=later(minutes=1))
    assert [one.names["en"] for one in queries.difference(2, 3).added] == ["Hub"]
    assert "Hub" not in names(2)


def test_only_a_desk_lead_changes_lists_and_each_change_is_audited(provider: Provider) -> None:
    item = called("Browser")
    for by in (provider.communicator, provider.clerk, provider.administrator):
        for act in (
            lambda by=by: catalogue.add_entry(group="software", said=CHAT, by=by, now=NOON),
            lambda by=by: catalogue.change_entry(item=item, said=CHAT, by=by, now=NOON),
            lambda by=by: catalogue.remove_entry(item=item, by=by, now=NOON),
            lambda by=by: catalogue.publish(on=TODAY, by=by, now=NOON),
            lambda by=by: catalogue.discard_draft(by=by, now=NOON),
        ):
            with pytest.raises(NotAllowed):
                act()
    catalogue.add_entry(group="software", said=CHAT, by=provider.lead, now=NOON)
    catalogue.remove_entry(item=item, by=provider.lead, now=NOON)
    catalogue.publish(on=TODAY, by=provider.lead, now=NOON)
    told = list(Row.objects.filter(about="catalogue:2").order_by("n").values_list("event", "by"))
    assert [event for event, _ in told] == ["catalogue.changed", "catalogue.removed", "catalogue.published"]
    assert {by for _, by in told} == {provider.lead.actor}


def test_what_a_list_cannot_say_is_refused(provider: Provider) -> None:
    wrong = [
        ("kitchen", CHAT),
        ("device", CHAT),
        ("model", Said("phone", "full", CHAT.names)),
        ("software", Said("application", "guide_only", CHAT.names)),
        ("software", Said("application", "full", {"ja": ["あ"], "en": []})),
        ("software", Said("application", "full", {"ja": [f"い{n}" for n in range(30)], "en": ["a"]})),
    ]
    for group, said in wrong:
        with pytest.raises(BadEntry):
            catalogue.add_entry(group=group, said=said, by=provider.lead, now=NOON)
    assert queries.draft() is None


def test_reading_a_list_costs_the_same_however_long(provider: Provider) -> None:
    seen = []
    for count in (1, 5):
        for n in range(count):
            said = Said("application", str(Level.FULL), {"ja": [f"あ{count}{n}"], "en": [f"a{count}{n}"]})
            catalogue.add_entry(group=str(Group.SOFTWARE), said=said, by=provider.lead, now=NOON)
        catalogue.publish(on=TODAY, by=provider.lead, now=NOON)
        with CaptureQueriesContext(connection) as asked:
            queries.published(TODAY)
        seen.append(len(asked))
    assert seen == [3, 3]
