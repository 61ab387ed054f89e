"""The lists of what we help with, as they were published."""

from collections import defaultdict
from datetime import date

from django.db.models import F, Q

from yorisoi_service.desk.models.catalogue import Item, Name, Version
from yorisoi_service.desk.rules import catalogue as rules
from yorisoi_service.desk.rules.catalogue import Difference, Entry, Group, Kind, Level, Published

_ORDER = {group: place for place, group in enumerate(Group)}


def published(on: date) -> Published | None:
    """The list that holds on this day; None before the first one. Three questions, whatever its length."""
    version = Version.objects.filter(published_on__lte=on).order_by("-number").first()
    return None if version is None else _list(version)


def list_of(number: int) -> Published | None:
    """The list of this number, if it was ever published."""
    version = Version.objects.exclude(published_on=None).filter(number=number).first()
    return None if version is None else _list(version)


def versions() -> list[Version]:
    """Every published list, the newest first."""
    found = Version.objects.exclude(published_on=None).select_related("published_by")
    return list(found.order_by("-number"))


def difference(before: int, after: int) -> Difference:
    """What changed from one list to another; a number that was never published counts as an empty list."""
    return rules.difference(_entries_of(before), _entries_of(after))


def draft() -> Version | None:
    """The changes that wait to be published, if there are any."""
    return Version.objects.filter(published_on=None).first()


def draft_entries() -> tuple[Entry, ...]:
    """What the next list would say: the newest list with every change since."""
    return _entries(Q(until=None))


def draft_difference() -> Difference:
    """What publishing would change."""
    newest = Version.objects.exclude(published_on=None).order_by("-number").first()
    return rules.difference(() if newest is None else _list(newest).entries, draft_entries())


def entry(item: int) -> Entry | None:
    """One entry as it was put on a list, which may be an old one."""
    return next(iter(_entries(Q(pk=item))), None)


def _list(version: Version) -> Published:
    assert version.published_on is not None
    held = Q(since__number__lte=version.number) & (Q(until=None) | Q(until__number__gt=version.number))
    return Published(version.number, version.published_on, version.note, _entries(held))


def _entries_of(number: int) -> tuple[Entry, ...]:
    found = list_of(number)
    return () if found is None else found.entries


def _entries(wanted: Q) -> tuple[Entry, ...]:
    items = list(
        Item.objects.filter(wanted)
        .select_related("thing")
        .annotate(since_on=F("since__published_on"), until_on=F("until__published_on"))
        .order_by("thing_id")
    )
    words: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in Name.objects.filter(item__in=items).order_by("item", "language", "place"):
        words[name.item_id][name.language].append(name.text)
    entries = (
        Entry(
            thing=item.thing_id,
            item=item.pk,
            group=Group(item.thing.group),
            kind=Kind(item.kind),
            level=Level(item.level),
            names={language: said[0] for language, said in words[item.pk].items()},
            aliases={language: tuple(said[1:]) for language, said in words[item.pk].items()},
            vendor=item.vendor,
            versions=item.versions,
            note=item.note,
            since=item.since_on,
            until=item.until_on,
        )
        for item in items
    )
    return tuple(sorted(entries, key=lambda one: (_ORDER[one.group], one.thing)))
