"""Numbers that nobody shall type any more: each is ended at the service, and none is left behind waiting.

Somebody may have typed one at that very moment, or while its socket was gone. Nothing was seen in such a session; it is
closed by a receipt all the same.
"""

import asyncio
from contextlib import suppress

from yorisoi_protocol.vocabulary import Ending

from yorisoi_tool.desktops.remover import Removed
from yorisoi_tool.engine.ending import Chapter, end_number, hand_in
from yorisoi_tool.transport.socket import Dial, LineLost

SETTLE_S = 3.0  # for all of them: a person waits for a new number meanwhile, or for the program's end


class GivenUp:
    """Every number of this start from the offer on, until it is somebody's or the service has said that it is over."""

    def __init__(self, dial: Dial) -> None:
        self._dial = dial
        self._out: list[Chapter] = []  # it may still wait
        self._typed: list[Chapter] = []  # over, but somebody had typed it: a receipt is owed

    def offered(self, chapter: Chapter) -> None:
        self._out.append(chapter)

    def claimed(self, chapter: Chapter) -> None:
        """It is attended from here on."""
        self._out.remove(chapter)

    def ended(self, chapter: Chapter, reason: Ending) -> None:
        """The service says how it ended: only a number that nobody typed ends as an old one."""
        self._out.remove(chapter)
        if reason is not Ending.PASS_EXPIRED:
            chapter.ending = reason
            self._typed.append(chapter)

    async def settle(self) -> None:
        """Ends what may still wait, each over a socket of its own, as far as the service answers within `SETTLE_S`. What cannot
        be ended now is tried the next time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SETTLE_S):
                for chapter in list(self._out):
                    with suppress(LineLost, TimeoutError):
                        self.ended(chapter, await end_number(chapter, self._dial))

    async def hand_in(self, removed: Removed) -> None:
        """The last word about all of them."""
        await self.settle()
        for chapter in self._typed:
            await hand_in(chapter, removed, self._dial)
