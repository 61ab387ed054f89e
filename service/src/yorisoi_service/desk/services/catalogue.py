"""Keeping the lists of what we help with. Every change goes into a draft; publishing makes it the list, from a day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service import clock
from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadEntry
from yorisoi_service.desk.models.catalogue import Item, Name, Thing, Version
from yorisoi_service.desk.queries import catalogue as queries
from yorisoi_service.desk.rules.catalogue import KINDS, LEVELS, Group
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.staff.services import require

LANGUAGES = ("ja", "en")
MOST_NAMES = 12


@dataclass(frozen=True)
class Said:
    """What a list is to say of a thing. `names` are by language; the first is the name, further ones what callers say."""

    kind: str
    level: str
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    vendor: str = ""
    versions: str = ""
    note: str = ""


@transaction.atomic
def add_entry(*, group: str, said: Said, by: StaffMember, now: datetime) -> Item:
    """Put a further thing on the list (R14)."""
    require(by, Deed.EDIT_CATALOGUE)
    if group not in {str(known) for known in Group}:
        raise BadEntry(_("Choose the part of the list."))
    checked = _checked(Group(group), said)
    return _say(Thing.objects.create(group=group), checked, since=_draft(), by=by, now=now)


@transaction.atomic
def change_entry(*, item: Item, said: Said, by: StaffMember, now: datetime) -> Item:
    """Let the next list say something else of a thing. The lists before keep what they said."""
    require(by, Deed.EDIT_CATALOGUE)
    draft, item = _draft(), _newest(item)
    checked = _checked(Group(item.thing.group), said)
    _end(item, draft)
    return _say(item.thing, checked, since=draft, by=by, now=now)


@transaction.atomic
def remove_entry(*, item: Item, by: StaffMember, now: datetime) -> None:
    """Leave a thing out of the next list."""
    require(by, Deed.EDIT_CATALOGUE)
    draft, item = _draft(), _newest(item)
    facts: dict[str, Fact] = {"item": item.pk, "thing": item.thing_id}
    _end(item, draft)
    if not item.thing.items.exists():
        item.thing.delete()  # it was never on any list
    record(event="catalogue.removed", by=by.actor, about=draft.topic, facts=facts, now=now)


@transaction.atomic
def discard_draft(*, by: StaffMember, now: datetime) -> None:
    """Forget every change since the last published list."""
    require(by, Deed.EDIT_CATALOGUE)
    _lock()
    draft = queries.draft()
    if draft is None:
        return
    Item.objects.filter(since=draft).delete()
    Item.objects.filter(until=draft).update(until=None)
    Thing.objects.filter(items=None).delete()
    record(event="catalogue.discarded", by=by.actor, about=draft.topic, now=now)
    draft.delete()


@transaction.atomic
def publish(*, on: date, note: str = "", by: StaffMember, now: datetime) -> Version:
    """Make the draft the list from this day on, today or later, and never before the list it follows."""
    require(by, Deed.EDIT_CATALOGUE)
    _lock()
    draft = queries.draft()
    if draft is None or queries.draft_difference().is_empty:
        raise BadEntry(_("Nothing was changed since the last list."))
    earliest = clock.business_day(now)
    last = Version.objects.exclude(published_on=None).order_by("-number").first()
    if last is not None and last.published_on is not None:
        earliest = max(earliest, last.published_on)
    if on < earliest:
        raise BadEntry(_("A list holds from %(day)s on at the earliest.") % {"day": earliest.isoformat()})
    if note and (len(note) > 200 or not is_name(note)):
        raise BadEntry(_("Write the note as one line of at most 200 characters."))
    draft.published_on, draft.published_at, draft.published_by, draft.note = on, now, by, note.strip()
    draft.save()
    facts: dict[str, Fact] = {"on": on.isoformat(), "begun": draft.begun.count(), "ended": draft.ended.count()}
    record(event="catalogue.published", by=by.actor, about=draft.topic, facts=facts, now=now)
    return draft


def _lock() -> None:
    """Whoever changes the lists waits here for whoever else does; ours until the transaction ends."""
    Version.objects.select_for_update().filter(number=1).first()


def _draft() -> Version:
    """The draft, and with it the lock; begun after the newest list when there is none."""
    _lock()
    newest = Version.objects.order_by("-number").first()
    if newest is not None and newest.published_on is None:
        return newest
    return Version.objects.create(number=1 if newest is None else newest.number + 1)


def _newest(item: Item) -> Item:
    fresh = Item.objects.select_related("thing").filter(pk=item.pk, until=None).first()
    if fresh is None:
        raise BadEntry(_("Somebody changed this entry meanwhile. Open it again from the list."))
    return fresh


def _end(item: Item, draft: Version) -> None:
    """A published row ends with the draft; one of the draft itself was never read by anybody and goes."""
    if item.since_id == draft.pk:
        item.delete()
    else:
        Item.objects.filter(pk=item.pk).update(until=draft)


def _say(thing: Thing, said: Said, *, since: Version, by: StaffMember, now: datetime) -> Item:
    item = Item.objects.create(
        thing=thing,
        since=since,
        kind=said.kind,
        level=said.level,
        vendor=said.vendor,
        versions=said.versions,
        note=said.note,
        by=by,
        at=now,
    )
    _name(item, said.names)
    facts: dict[str, Fact] = {"item": item.pk, "thing": thing.pk, "level": said.level}
    record(event="catalogue.changed", by=by.actor, about=since.topic, facts=facts, now=now)
    return item


def _name(item: Item, names: Mapping[str, Sequence[str]]) -> None:
    Name.objects.bulk_create(
        Name(item=item, language=language, text=text, place=place)
        for language, words in names.items()
        for place, text in enumerate(words)
    )


def _checked(group: Group, said: Said) -> Said:
    """The same, tidied. Raises BadEntry for what cannot stand on the list."""
    if said.kind not in KINDS[group]:
        raise BadEntry(_("Choose what sort of thing it is."))
    if said.level not in LEVELS[group]:
        raise BadEntry(_("Choose how far we help with it."))
    names = {
        language: tuple(dict.fromkeys(word.strip() for word in said.names.get(language, ()) if word.strip()))
        for language in LANGUAGES
    }
    if not all(names.values()):
        raise BadEntry(_("Enter the name in Japanese and in English."))
    words = [word for language in LANGUAGES for word in names[language]]
    texts = [text.strip() for text in (said.vendor, said.versions)]
    if len(words) > 2 * MOST_NAMES or not all(is_name(word) and len(word) <= 80 for word in words):
        raise BadEntry(_("A name has at most 80 visible characters, and there are at most 12 of them."))
    if not all(len(text) <= 80 and (not text or is_name(text)) for text in texts):
        raise BadEntry(_("Maker and versions have at most 80 visible characters."))
    note = said.note.strip()
    if note and (len(note) > 200 or not is_name(note)):
        raise BadEntry(_("Write the note as one line of at most 200 characters."))
    return Said(said.kind, said.level, names, texts[0], texts[1], note)
