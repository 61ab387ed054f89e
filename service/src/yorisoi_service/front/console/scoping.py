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
from yorisoi_service.desk.rules.catalogue import Entry, Group, Published, find, plain
from yorisoi_service.desk.rules.triage import CLAIMING, Box, Decision, Fact
from yorisoi_service.desk.services.scope import BY_LEAD
from yorisoi_service.desk.words import DECISIONS, DEVICES, FACTS, NEEDS, PLACES, WORDINGS, Words
from yorisoi_service.front.console import words
from yorisoi_service.front.console.glance import filled

# Words of callers, separated by commas.
ALSO_CALLED: dict[Fact, Words] = {Fact.DELETED_DATA: _("deleted photographs,photos,lost files,undelete")}
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
    wording, policy, today = WORDINGS[decided.code], settings.PROVIDER.desk, clock.business_day(now)
    places = (
        referrals.directory(today=today, months=policy.referral_months, place=decided.place) if decided.place else []
    )
    return ScopeShown(
        decided=decided,
        decision=DECISIONS[decided.decision],
        why=wording.why,
        say=filled(wording.say, now=now),
        steps=[filled(step, now=now) for step in wording.steps],
        name=_name(decided, held, language),
        grounds=[FACTS[fact] for fact in decided.facts] or [NEEDS[decided.need], DEVICES[decided.device]],
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


def facts_called(text: str) -> tuple[Fact, ...]:
    """What may be meant instead of a thing: no internet, deleted data, a false warning."""
    wanted = plain(text)
    labels = {Fact(fact): plain(str(label)) for fact, label in FACTS.items()}
    exactly = tuple(fact for fact, label in labels.items() if wanted and label == wanted)
    return exactly or tuple(fact for fact, label in labels.items() if wanted and wanted in label)


def facts_hinted(text: str) -> tuple[Fact, ...]:
    """What callers may mean who use other words for it: asked about, never decided by the word alone."""
    wanted = plain(text)
    said = {Fact(fact): [plain(word) for word in str(called).split(",")] for fact, called in ALSO_CALLED.items()}
    return tuple(fact for fact, names in said.items() if wanted and any(n in wanted or wanted in n for n in names))


def things_called(held: Published | None, text: str) -> tuple[Entry, ...]:
    """Which things on the list may be meant."""
    return find(held.of(*THINGS), text) if held else ()


def models_called(held: Published | None, text: str) -> tuple[Entry, ...]:
    """Which exceptions may be meant."""
    return find(held.of(Group.MODEL), text) if held else ()


def _name(decided: Decided, held: Published | None, language: str) -> str | Promise:
    if decided.item_id is None:
        return decided.what
    on_list = held.entries if held else ()
    entry = next((one for one in on_list if one.item == decided.item_id), None) or catalogue.entry(decided.item_id)
    return entry.name_in(language) if entry else ""
