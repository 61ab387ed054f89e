"""A subscriber's data to take along: one ZIP with a page to read and a file for programs, written as rows are read."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from yorisoi_service import clock
from yorisoi_service.front.portal.me.held import Row
from yorisoi_service.front.portal.me.holdings import HOLDINGS, rows_of
from yorisoi_service.front.portal.me.labels import label_of
from yorisoi_service.front.portal.me.meanings import said
from yorisoi_service.staff.rules.words import paragraph
from yorisoi_service.subscribers.models import Subscriber

VERSION = 1
IN_MEMORY = 2_000_000  # bytes; more goes to a file that vanishes by itself
LONGEST_IN_PAGE = 4_000  # characters of one cell; the other file has everything


def packed(subscriber: Subscriber, *, now: datetime) -> IO[bytes]:
    """The ZIP, at its beginning. Holds `data.html` and `data.json`; whoever reads it closes it."""
    found: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    moment = clock.local(now)
    with ZipFile(found, "w", ZIP_DEFLATED) as archive:
        for name, pieces in (("data.json", _json(subscriber, moment)), ("data.html", _html(subscriber, moment))):
            entry = ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            with archive.open(entry, "w") as out:
                for piece in pieces:
                    out.write(piece.encode())
    found.seek(0)
    return found


def _json(subscriber: Subscriber, moment: datetime) -> Iterator[str]:
    head = {"version": VERSION, "written_at": moment.isoformat(timespec="seconds")}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "tables": {'
    for nth, holding in enumerate(HOLDINGS):
        yield f"{',' if nth else ''}\n{json.dumps(holding.name)}: ["
        for count, row in enumerate(rows_of(holding, subscriber)):
            yield f"{',' if count else ''}\n  {json.dumps(row, ensure_ascii=False, default=_plain)}"
        yield "]"
    yield "\n}}\n"


def _html(subscriber: Subscriber, moment: datetime) -> Iterator[str]:
    language = get_language() or settings.LANGUAGE_CODE
    head = {"language": language, "moment": moment, "provider_name": settings.PROVIDER.name_in(language)}
    yield render_to_string("portal/me/export_head.html", head)
    for holding in HOLDINGS:
        rows = rows_of(holding, subscriber)
        first = next(rows, None)
        yield render_to_string("portal/me/export_table.html", {"holding": holding, "is_empty": first is None})
        if first is None:
            continue
        yield render_to_string("portal/me/export_names.html", {"names": [label_of(name) for name in first]})
        for row in _from(first, rows):
            cells = [_cell(value) for value in said(holding.name, row).values()]
            yield render_to_string("portal/me/export_row.html", {"cells": cells})
        yield "</tbody></table></div></section>\n"
    yield "</main></body></html>\n"


def _from(first: Row, others: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from others


def _cell(value: Any) -> str:
    """A value as somebody reads it; nothing in it is hidden or turns the writing around."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, dict | list):
        value = "\n".join(_texts(value))
    return paragraph(str(value))[:LONGEST_IN_PAGE]


def _texts(value: Any) -> Iterator[str]:
    """The words inside a letter's structure, in order."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in ("is", "language", "honorific", "copy"):
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str) and value:
        yield value


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in an export")
