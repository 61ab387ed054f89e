"""The page on which subscribers receive the program, and the file itself (R29, D11)."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yorisoi_service.front.portal.public.systems import NAMES, system_of
from yorisoi_service.remote import programs
from yorisoi_service.remote.programs import PIECE_BYTES, SYSTEMS

log = logging.getLogger("yorisoi.downloads")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """For each system the file, or that control is not yet possible there. This device's own system comes first."""
    ready = {program.system: program for program in programs.newest() if programs.is_whole(program)}
    mine = system_of(request.headers.get("User-Agent", ""))
    order = sorted(SYSTEMS, key=lambda system: (system != mine, SYSTEMS.index(system)))
    return render(
        request,
        "portal/public/download.html",
        {
            "mine": NAMES.get(mine, ""),
            "systems": [
                {"name": NAMES[system], "program": ready.get(system), "is_mine": system == mine} for system in order
            ],
            "any": bool(ready),
            "address": f"{settings.ORIGIN}{reverse('portal:download')}".removeprefix("https://"),
            "origin": settings.ORIGIN,
        },
    )


@require_safe
def file(request: HttpRequest, file: str) -> HttpResponseBase:
    """The file, as long as it is the one that was entered. 404 for any other name, 503 when it was changed."""
    program = programs.named(file)
    if program is None:
        raise Http404(_("There is no such file. The page with the program lists what there is."))
    if not programs.is_whole(program):
        log.error("download_refused", extra={"file": program.file})
        return render(request, "portal/public/download_refused.html", status=503)
    path = settings.DOWNLOADS / file
    size = path.stat().st_size
    kind = "application/octet-stream" if file == program.file else "text/plain; charset=utf-8"
    headers = {
        "Content-Type": kind,
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="{file}"',
        "Cache-Control": "no-cache",
        "X-Robots-Tag": "noindex",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    pieces = _pieces_async(path) if isinstance(request, ASGIRequest) else _pieces(path)
    return StreamingHttpResponse(pieces, headers=headers)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while piece := opened.read(PIECE_BYTES):
            yield piece


async def _pieces_async(path: Path) -> AsyncIterator[bytes]:
    """The same without holding up every other request of this process."""
    opened = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(opened.read, PIECE_BYTES):
            yield piece
    finally:
        opened.close()


@require_safe
def moved(request: HttpRequest, name: str) -> HttpResponse:
    """The page under the name it had on the provider's older site leads here for good."""
    if f"/{name}" not in settings.PROVIDER.old_download_pages:
        raise Http404(_("There is nothing here."))
    return HttpResponsePermanentRedirect(reverse("portal:download"))
