"""The list of what we help with, as it was published, and what changed from the list before (R14, R23)."""

from collections.abc import Collection
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yorisoi_service import clock
from yorisoi_service.desk.queries import catalogue
from yorisoi_service.desk.rules.catalogue import Entry, Group, Level, Published
from yorisoi_service.desk.words import GROUPS, KINDS, LEVELS
from yorisoi_service.front.portal.public.levels import how_far, levels
from yorisoi_service.remote import programs

FIELDS: dict[str, str | Promise] = {
    "kind": gettext_lazy("kind"),
    "level": gettext_lazy("how far we help"),
    "names": gettext_lazy("name"),
    "aliases": gettext_lazy("other names"),
    "vendor": gettext_lazy("maker"),
    "versions": gettext_lazy("versions"),
    "note": gettext_lazy("note"),
}
MEANINGS: dict[Level, str | Promise] = {
    Level.FULL: gettext_lazy("We help to set it up, and show how it is used."),
    Level.INSTALL_ONLY: gettext_lazy(
        "We help until it is installed and has started once. Not with how to work with it."
    ),
    Level.VIEW_ONLY: gettext_lazy("We look at the screen and tell you what to do. You work the device yourself."),
    Level.GUIDE_ONLY: gettext_lazy("We cannot see the screen. We explain by telephone."),
    Level.UNSUPPORTED: gettext_lazy("We cannot help with it."),
}


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The list that holds today."""
    return _page(request, catalogue.published(_today()))


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One list as it was. Lists of days to come are nobody's business yet."""
    found = catalogue.list_of(number) if number < 1 << 31 else None
    if found is None or found.on > _today():
        raise Http404(_("There is no such list."))
    return _page(request, found)


def _today() -> date:
    return clock.business_day(clock.now())


def _page(request: HttpRequest, shown: Published | None) -> HttpResponse:
    language = get_language() or "ja"
    lists = [row for row in catalogue.versions() if row.published_on is not None and row.published_on <= _today()]
    page: dict[str, object] = {"list": shown, "lists": lists, "newest": lists[0].number if lists else None}
    if shown is not None:
        ours = programs.systems()
        changes = catalogue.difference(shown.number - 1, shown.number)
        groups = [(GROUPS[group], shown.of(group)) for group in Group]
        remarks = any(entry.vendor or entry.versions or entry.note for entry in shown.entries)
        page |= {
            "has_remarks": remarks,
            "groups": [(name, [_row(each, language, ours) for each in entries]) for name, entries in groups if entries],
            "levels": [
                (LEVELS[level], MEANINGS[level])
                for level in Level
                if any(level in levels(entry, ours) for entry in shown.entries)
            ],
            "before": shown.number - 1 if any(row.number == shown.number - 1 for row in lists) else None,
            "added": [entry.name_in(language) for entry in changes.added],
            "removed": [entry.name_in(language) for entry in changes.removed],
            "changed": [
                (
                    change.after.name_in(language),
                    pgettext("between the words of a list", ", ").join(str(FIELDS[name]) for name in change.fields),
                )
                for change in changes.changed
            ],
        }
    return render(request, "portal/public/software.html", page)


def _row(entry: Entry, language: str, ours: Collection[str]) -> dict[str, object]:
    return {
        "entry": entry,
        "name": entry.name_in(language),
        "kind": KINDS[entry.kind],
        "level": how_far(entry, ours),
    }
