"""The request of a ticket as the page shows it: what can be typed, what was decided, whom to name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yorisoi_service import clock
from yorisoi_service.desk.models.scope import Decided
from yorisoi_service.desk.models.tickets import Answer, Kind
from yorisoi_service.desk.queries import catalogue, referrals
from yorisoi_service.desk.queries.referrals import Listed
from yorisoi_service.desk.rules import facts
from yorisoi_service.desk.rules.catalogue import Entry, Group, Published, find, is_begun, is_called, spoken_of
from yorisoi_service.desk.rules.triage import CLAIMING, Box, Decision, Device, Fact, System, with_program
from yorisoi_service.desk.services.scope import BY_LEAD, device_of
from yorisoi_service.desk.words import DECISIONS, DEVICES, FACTS, NEEDS, PLACES, SYSTEMS, Words, wording_of
from yorisoi_service.front.console import words
from yorisoi_service.front.console.glance import filled
from yorisoi_service.remote import programs

# What to ask the caller before one of these is chosen.
QUESTIONS: dict[Fact, Words] = {
    Fact.FAKE_ALERT: _("Does a warning fill the screen, or did somebody ask for money?"),
    Fact.FOREIGN_TOOL: _("Did a stranger have something installed, or work the computer?"),
    Fact.NOT_CONNECTED: _("Does no device in the house get through?"),
    Fact.REPAIR: _("Is it surely broken? Where it may be a setting, look at the settings first."),
    Fact.RENTED_REPAIR: _(
        "Is it surely broken, and rented from us? Where it may be a setting, look at the settings first."
    ),
    Fact.CORPORATE: _("Is it something that only a company uses?"),
    Fact.ILLEGAL: _("Everything noted about the request is then deleted, and a running session ends."),
}
THINGS = (Group.DEVICE, Group.SOFTWARE, Group.SERVICE)


@dataclass(frozen=True)
class ScopeShown:
    """The newest decision. `places` are those of the directory that fit; `waits` for a desk lead's word."""

    decided: Decided
    decision: Words
    why: Words
    say: str
    steps: list[str]
    name: str
    grounds: list[Words]
    allowed: list[Words]
    minutes: int
    place: Words
    places: list[Listed]
    is_claiming: bool
    is_safety: bool
    has_old_place: bool
    waits: bool


def newest_of(given: Iterable[Answer]) -> Decided | None:
    """The decision that binds, from a ticket's answers in order."""
    last = next((answer for answer in reversed(list(given)) if answer.kind == Kind.SCOPE), None)
    return None if last is None else getattr(last, "decided", None)


def shown(decided: Decided | None, *, held: Published | None, now: datetime, language: str) -> ScopeShown | None:
    """What the page says of a decision."""
    if decided is None:
        return None
    wording = wording_of(decided.code, decided.decision)
    policy, today = settings.PROVIDER.desk, clock.business_day(now)
    places = (
        referrals.directory(today=today, months=policy.referral_months, place=decided.place) if decided.place else []
    )
    return ScopeShown(
        decided=decided,
        decision=DECISIONS[decided.decision],
        why=wording.why,
        say=filled(wording.say, now=now, code=decided.code),
        steps=[filled(step, now=now) for step in wording.steps],
        name=_name(decided, held, language),
        grounds=[FACTS[fact] for fact in decided.facts]
        or [NEEDS[decided.need], SYSTEMS[decided.system] if decided.system else DEVICES[decided.device]],
        allowed=[words.PERMISSIONS[permission] for permission in decided.allowed],
        minutes=policy.box_s(Box(decided.box)) // 60,
        place=PLACES.get(decided.place, ""),
        places=places,
        is_claiming=decided.decision in CLAIMING,
        has_old_place=any(one.is_old for one in places),
        is_safety=decided.decision == Decision.SAFETY_SCRIPT,
        waits=decided.code in BY_LEAD or bool(decided.agreed),
    )


def suggestions(held: Published | None, language: str) -> list[str]:
    """What the field offers while somebody types: names, what callers say instead, and what else may be so."""
    names: list[str] = []
    for entry in held.of(*THINGS) if held else ():
        names += [entry.name_in(language), *entry.aliases.get(language, ())]
    return list(dict.fromkeys([*names, *(str(label) for label in FACTS.values())]))


def models(held: Published | None, language: str) -> list[str]:
    """The models of phones and tablets with which less is possible."""
    return [entry.name_in(language) for entry in held.of(Group.MODEL)] if held else []


def clearly(held: Published | None, text: str) -> int | Fact | None:
    """What these letters alone decide: the one thing that is called so, whole or by how its name begins, or the fact whose
    whole label they are. None where several are, and wherever a fact may be meant that nobody has said."""
    things = find(held.of(*THINGS), text) if held else ()
    if len(things) == 1 and not facts.is_everyday(text):
        called_so = is_called(things[0], text)
        if called_so or (is_begun(things[0], text) and not facts.touched(text, _labels())):
            return things[0].thing
    return None if things else facts.named(text, _labels())


def facts_meant(text: str) -> tuple[Fact, ...]:
    """What may be meant instead of a thing, or beside it: asked about, never decided by the words alone."""
    return facts.touched(text, _labels())


def things_called(held: Published | None, text: str) -> tuple[Entry, ...]:
    """Which things on the list may be meant; a sentence is looked through for their names."""
    listed = held.of(*THINGS) if held else ()
    return find(listed, text) or spoken_of(listed, text)


def system_said(chosen: str, text: str) -> System | None:
    """On what a phone or tablet runs: as it was chosen, or as what was typed names it."""
    return System(chosen) if chosen in set(System) else facts.system_of(text)


def asks_system(held: Published | None, thing: int | None, device: Device) -> bool:
    """Whether it matters on which system this runs: a phone or tablet, and there is a program for some of them only."""
    entry = next((one for one in held.of(*THINGS) if one.thing == thing), None) if held else None
    at = device if entry is None else device_of(entry, device)
    return at is not Device.COMPUTER and 0 < len(with_program(programs.systems())) < len(System)


def models_called(held: Published | None, text: str) -> tuple[Entry, ...]:
    """Which exceptions may be meant."""
    return find(held.of(Group.MODEL), text) if held else ()


def _labels() -> dict[Fact, str]:
    return {Fact(fact): str(label) for fact, label in FACTS.items()}


def _name(decided: Decided, held: Published | None, language: str) -> str | Promise:
    if decided.item_id is None:
        return decided.what
    on_list = held.entries if held else ()
    entry = next((one for one in on_list if one.item == decided.item_id), None) or catalogue.entry(decided.item_id)
    return entry.name_in(language) if entry else ""
