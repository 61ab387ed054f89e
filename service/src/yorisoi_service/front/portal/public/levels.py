"""How far we help with an entry of the list today: a phone or tablet is seen only where a program of ours runs on it (R16)."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from yorisoi_service.desk.rules.catalogue import Entry, Group, Kind, Level
from yorisoi_service.desk.rules.triage import System, with_program
from yorisoi_service.desk.words import LEVELS
from yorisoi_service.front.portal.public.systems import NAMES


def levels(entry: Entry, programs: Collection[str]) -> tuple[Level, ...]:
    """The levels that hold: for some phones one, for others another, as long as not all of them can show their screen."""
    is_pocket = entry.group is not Group.MODEL and entry.kind in (Kind.PHONE, Kind.TABLET)
    if not is_pocket or entry.level is Level.INSTALL_ONLY:
        return (entry.level,)
    seen = with_program(programs)
    if not seen:
        return (Level.GUIDE_ONLY,)
    return (Level.VIEW_ONLY,) if len(seen) == len(System) else (Level.VIEW_ONLY, Level.GUIDE_ONLY)


def how_far(entry: Entry, programs: Collection[str]) -> str:
    """The same in words; which of them are seen, where not all are."""
    held = levels(entry, programs)
    if len(held) == 1:
        return str(LEVELS[held[0]])
    names = " / ".join(str(NAMES[system]) for system in with_program(programs))
    return _("%(systems)s: %(seen)s; others: %(told)s") % {
        "systems": names,
        "seen": LEVELS[Level.VIEW_ONLY],
        "told": LEVELS[Level.GUIDE_ONLY],
    }
