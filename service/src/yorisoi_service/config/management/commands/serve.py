"""Starts the service: one process, pages and sockets together."""

import fcntl
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from yorisoi_protocol.limits import MAX_SIGNAL_BYTES

from yorisoi_service.config.logs import warn_in_json
from yorisoi_service.config.middleware import unready


class Command(BaseCommand):
    help = (
        "Serve pages and sockets. Listens on this machine only, unless told otherwise; a reverse proxy stands in front."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--fd", type=int, default=None, help="listen on this inherited descriptor instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fd"] is None and not 1 <= options["port"] <= 65_535:
            raise CommandError(f"{options['port']} is no port; one is a whole number from 1 to 65535.", returncode=2)
        reason = unready()
        if reason == "migrations_missing":
            raise CommandError("The database's tables are not up to date. Next step: run the command migrate.")
        if reason == "database_away":
            raise CommandError("The database does not answer. Next step: check YORISOI_DATABASE_URL.")
        warn_in_json()
        with _alone():
            self._run(options)

    def _run(self, options: dict[str, Any]) -> None:
        uvicorn.run(
            settings.ASGI_APPLICATION.replace(".application", ":application"),
            host=options["host"],
            port=options["port"],
            fd=options["fd"],
            # config.asgi reads forwarded addresses, from our own proxies only; uvicorn must leave them alone.
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_config=None,
            ws="websockets-sansio",
            ws_max_size=MAX_SIGNAL_BYTES,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=10,
            lifespan="on",
        )


@contextmanager
def _alone() -> Iterator[None]:
    """There is one serving process: sockets of a second one would never meet those of the first."""
    with (settings.DATA / "serving").open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)  # gone with the process, however it ends
        except BlockingIOError:
            raise CommandError(
                f"Another process serves from {settings.DATA} already. Next step: stop it, or name another YORISOI_DATA."
            ) from None
        yield
