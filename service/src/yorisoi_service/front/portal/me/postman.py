"""Mails links to the own page while nobody waits for it: in a thread of its own, never while a page is made."""

import threading

from django.db import close_old_connections

from yorisoi_service import clock
from yorisoi_service.subscribers.services.links import send_links

_AT_WORK = threading.Lock()
_AGAIN = threading.Event()


def wake() -> None:
    """Have what waits mailed. Returns at once; a wish that comes while mails are written is taken along, and what a
    server refused is tried again by the sweep of the sockets."""
    _AGAIN.set()
    threading.Thread(target=_work, name="own-page-links", daemon=True).start()


def _work() -> None:
    with _AT_WORK:
        if not _AGAIN.is_set():
            return  # the one before took everything along
        _AGAIN.clear()
        close_old_connections()
        try:
            send_links(now=clock.now(), draw=clock.draw)
        finally:
            close_old_connections()
