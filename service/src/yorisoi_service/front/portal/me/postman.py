"""Mails links to the own page while nobody waits for it: in a thread of its own, never while a page is made."""

import threading

from django.conf import settings
from django.db import close_old_connections
from django.urls import reverse

from yorisoi_service import clock
from yorisoi_service.subscribers.services.links import send_links

_AT_WORK = threading.Lock()
_AGAIN = threading.Event()


def wake() -> None:
    """Have what waits mailed. Returns at once; a wish that comes while mails are written is taken along."""
    _AGAIN.set()
    threading.Thread(target=_work, name="own-page-links", daemon=True).start()


def address_of(token: str) -> str:
    """The link. The token stands behind the #: no server's log and no other page ever learns it."""
    return f"{settings.ORIGIN}{reverse('portal:my')}#{token}"


def _work() -> None:
    with _AT_WORK:
        if not _AGAIN.is_set():
            return  # the one before took everything along
        _AGAIN.clear()
        close_old_connections()
        try:
            send_links(now=clock.now(), draw=clock.draw, address=address_of)
        finally:
            close_old_connections()
