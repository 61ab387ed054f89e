"""The lists of what we help with: read by everybody at the desk, changed and published by the desk lead."""

import re
from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.desk.errors import DeskError
from yorisoi_service.desk.models.catalogue import Item
from yorisoi_service.desk.queries import catalogue as lists
from yorisoi_service.desk.rules.catalogue import KINDS, LEVELS, Entry, Group
from yorisoi_service.desk.services import catalogue
from yorisoi_service.desk.services.catalogue import LANGUAGES, Said
from yorisoi_service.desk.words import GROUPS
from yorisoi_service.desk.words import KINDS as KIND_WORDS
from yorisoi_service.desk.words import LEVELS as LEVEL_WORDS
from yorisoi_service.front.console import listing
from yorisoi_service.front.entrance import desk_frame, member, staff_only
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed

BETWEEN_NAMES = re.compile("[,、，;\n]+")


@require_GET
@staff_only(Deed.WORK_TICKETS)
def page(request: HttpRequest) -> HttpResponse:
    """The list in force; for the desk lead the next one, with what publishing it would change."""
    today, may_edit = clock.business_day(clock.now()), member(request).may(Deed.EDIT_CATALOGUE)
    held, language = lists.published(today), request.LANGUAGE_CODE
    entries = lists.draft_entries() if may_edit else (held.entries if held else ())
    return render(
        request,
        "console/catalogue.html",
        {
            **desk_frame(request),
            "held": held,
            "groups": listing.grouped(entries, language),
            "may_edit": may_edit,
            "has_draft": may_edit and lists.draft() is not None,
            "difference": listing.told(lists.draft_difference(), language) if may_edit else None,
            "versions": lists.versions(),
            "today": today.isoformat(),
            "choices": _choices(),
        },
    )


@require_GET
@staff_only(Deed.WORK_TICKETS)
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One published list, and what changed from the one before."""
    found, language = lists.list_of(number), request.LANGUAGE_CODE
    if found is None:
        raise Http404
    return render(
        request,
        "console/catalogue_version.html",
        {
            **desk_frame(request),
            "list": found,
            "groups": listing.grouped(found.entries, language),
            "difference": listing.told(lists.difference(number - 1, number), language) if number > 1 else None,
        },
    )


@require_GET
@staff_only(Deed.EDIT_CATALOGUE)
def entry(request: HttpRequest, item: int) -> HttpResponse:
    """One entry, to be changed or left out."""
    found = lists.entry(_item_or_404(item).pk)
    assert found is not None
    return render(
        request,
        "console/catalogue_entry.html",
        {
            **desk_frame(request),
            "entry": found,
            "name": found.name_in(request.LANGUAGE_CODE),
            "words": {language: _words(found, language) for language in LANGUAGES},
            "kinds": [(str(kind), KIND_WORDS[kind]) for kind in KINDS[found.group]],
            "levels": [(str(level), LEVEL_WORDS[level]) for level in LEVELS[found.group]],
        },
    )


@require_POST
@staff_only(Deed.EDIT_CATALOGUE)
def add(request: HttpRequest) -> HttpResponse:
    """A further thing for the next list. Its kind says in which part it stands."""
    group, _colon, kind = request.POST.get("sort", "").partition(":")
    return _do(
        request,
        lambda by: catalogue.add_entry(group=group, said=_said(request, kind), by=by, now=clock.now()),
        said=_("Added to the next list."),
    )


@require_POST
@staff_only(Deed.EDIT_CATALOGUE)
def change(request: HttpRequest, item: int) -> HttpResponse:
    """Let the next list say something else of a thing."""
    row = _item_or_404(item)
    said = _said(request, request.POST.get("kind", ""))
    return _do(
        request,
        lambda by: catalogue.change_entry(item=row, said=said, by=by, now=clock.now()),
        said=_("Changed on the next list."),
    )


@require_POST
@staff_only(Deed.EDIT_CATALOGUE)
def remove(request: HttpRequest, item: int) -> HttpResponse:
    """Leave a thing out of the next list."""
    row = _item_or_404(item)
    return _do(
        request,
        lambda by: catalogue.remove_entry(item=row, by=by, now=clock.now()),
        said=_("Left out of the next list."),
    )


@require_POST
@staff_only(Deed.EDIT_CATALOGUE)
def publish(request: HttpRequest) -> HttpResponse:
    """Make the next list the one that holds, from a day on."""
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        messages.error(request, _("Enter the day on which the list begins to hold."))
        return _back()
    note = request.POST.get("note", "")
    return _do(
        request,
        lambda by: catalogue.publish(on=on, note=note, by=by, now=clock.now()),
        said=_("The list is published."),
    )


@require_POST
@staff_only(Deed.EDIT_CATALOGUE)
def discard(request: HttpRequest) -> HttpResponse:
    """Forget what was changed since the last list."""
    return _do(
        request,
        lambda by: catalogue.discard_draft(by=by, now=clock.now()),
        said=_("The changes are forgotten."),
    )


def _do(request: HttpRequest, act: Callable[[StaffMember], object], *, said: str | Promise) -> HttpResponse:
    try:
        act(member(request))
    except DeskError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:catalogue"))


def _item_or_404(item: int) -> Item:
    found = Item.objects.filter(pk=item, until=None).first()
    if found is None:
        raise Http404
    return found


def _said(request: HttpRequest, kind: str) -> Said:
    def typed(name: str) -> str:
        return request.POST.get(name, "")[:1_000]

    return Said(
        kind=kind,
        level=typed("level"),
        names={language: BETWEEN_NAMES.split(typed(f"names_{language}")) for language in LANGUAGES},
        vendor=typed("vendor"),
        versions=typed("versions"),
        note=typed("note"),
    )


def _words(found: Entry, language: str) -> str:
    return "、".join([found.names.get(language, ""), *found.aliases.get(language, ())])


def _choices() -> dict[str, object]:
    kinds = [(GROUPS[group], [(f"{group}:{kind}", KIND_WORDS[kind]) for kind in KINDS[group]]) for group in Group]
    return {"kinds": kinds, "levels": list(LEVEL_WORDS.items())}
