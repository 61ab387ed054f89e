"""Forgetting by itself: once a night, in the process that serves, when the provider file names an hour."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time, timedelta

from yorisoi_service.audit.rules.keeping import Periods
from yorisoi_service.audit.services import begin_once
from yorisoi_service.clock import BUSINESS_ZONE
from yorisoi_service.front.retention import purge_all
from yorisoi_service.front.socket.shells import Ask

logger = logging.getLogger("yorisoi.retention")

LOOK_S = 60
WINDOW = timedelta(hours=3)  # a service started later in the day waits for the next night
BEGUN = "retention.begun"


class Stopped(Exception):
    """The service ends: what was deleted stays deleted, the rest waits for the next night."""


def night_of(now: datetime, at: time) -> str | None:
    """The night ("2026-11-20") whose hour has come, within three hours; None at any other time."""
    local = now.astimezone(BUSINESS_ZONE)
    for day in (local.date(), local.date() - timedelta(days=1)):
        began = datetime.combine(day, at, BUSINESS_ZONE)
        if began <= local < began + WINDOW:
            return day.isoformat()
    return None


class Nightly:
    """One night's work at a time. `ask` runs a call that waits for the database, away from the loop."""

    def __init__(self, *, periods: Periods, ask: Ask, now: Callable[[], datetime], look_s: float = LOOK_S) -> None:
        self._periods, self._ask, self._now, self._look_s = periods, ask, now, look_s
        self._over = threading.Event()
        self._seen: str | None = None
        self._task: asyncio.Task[None] | None = None

    async def startup(self) -> None:
        """Begin to look at the clock; does nothing where no hour is named."""
        if self._periods.nightly is not None:
            self._task = asyncio.create_task(self._look())

    async def shutdown(self) -> None:
        """End after the chunk that is being deleted."""
        self._over.set()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def work(self) -> bool:
        """The night's purge, when its hour has come and nobody has begun it; whether this call did it."""
        now = self._now()
        night = None if self._periods.nightly is None else night_of(now, self._periods.nightly)
        if night is None or night == self._seen:
            return False
        self._seen = night
        if not begin_once(event=BEGUN, about=f"retention:{night}", now=now):
            return False
        for app, counts in purge_all(now=now, periods=self._periods, told=self._go_on):
            rows = sum(each.rows for each in counts)
            if rows:
                logger.info("retention_purged", extra={"app": app, "rows": rows})
        return True

    def _go_on(self, _table: str, _done: int) -> None:
        if self._over.is_set():
            raise Stopped

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(self._look_s)
            try:
                await self._ask(self.work)
            except Stopped:
                return
            except Exception as error:
                # Its kind and its places, never its words: they may hold what a row held.
                logger.error("retention_failed", exc_info=error)
