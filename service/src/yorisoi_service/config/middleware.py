"""What every request passes: an id, health, the one origin, and the headers that keep pages in their place."""

import logging
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yorisoi_service import clock
from yorisoi_service.config.logs import REQUEST_ID

log = logging.getLogger("yorisoi.http")

Next = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: Next) -> Next:
    """Give every request an id; it stands in each of its log lines and in the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = REQUEST_ID.set(clock.draw(8).hex())
        began = clock.monotonic_s()
        try:
            response = get_response(request)
            response["X-Request-ID"] = REQUEST_ID.get()
            log.info(
                "request",
                extra={
                    "method": request.method if request.method in METHODS else "other",
                    "path": route(request),
                    "status": response.status_code,
                    "duration_ms": round((clock.monotonic_s() - began) * 1_000),
                },
            )
            return response
        finally:
            REQUEST_ID.reset(token)

    return middleware


METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")


def route(request: HttpRequest) -> str:
    """The pattern a request matched, never its text: whatever somebody types into an address stays out of the log."""
    match = request.resolver_match
    return "-" if match is None else f"/{match.route}"


def health(get_response: Next) -> Next:
    """`/healthz` and `/readyz` answer on every address, unlogged, without looking at host or sign-in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return _plain("alive\n", 200)
        if request.path == "/readyz":
            reason = unready()
            return _plain("ready\n", 200) if reason is None else _plain(f"{reason}\n", 503)
        return get_response(request)

    return middleware


def unready() -> str | None:
    """Why this process should get no requests now, as a code; None when it may."""
    try:
        if not _is_migrated():
            return "migrations_missing"
    except DatabaseError:
        return "database_away"
    for check in settings.YORISOI_READINESS:
        reason = check()
        if reason is not None:
            return str(reason)
    return None


_migrated = False  # once true it stays: reading every migration takes longer than the rest of the answer


def _is_migrated() -> bool:
    global _migrated
    if _migrated:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    executor = MigrationExecutor(connection)
    _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def canonical_origin(get_response: Next) -> Next:
    """Pages live under one origin: passkeys and the key exchange are bound to it. Whoever comes by another name is
    sent there; whoever sends a form by another name is refused."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # The header itself, not get_host(): that one refuses unknown names where we want to lead on.
        here = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}".lower()
        if here == settings.ORIGIN or here in settings.VIEWER_ORIGINS:
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return _plain(f"Use {settings.ORIGIN}\n", 421)
        there = settings.ORIGIN + quote(request.path, safe="/%~!$&'()*+,;=:@")
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{there}?{query}" if query else there)

    return middleware


def page_headers(get_response: Next) -> Next:
    """Headers that depend on where a page stands. Pages of the desk are framed by the viewer, others by nobody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), display-capture=()"
        )
        if request.path.startswith("/desk/"):
            response.xframe_options_exempt = True
            response._csp_replace = {"frame-ancestors": ["'self'", *settings.VIEWER_ORIGINS]}
        return response

    return middleware


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(
        text, status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )
