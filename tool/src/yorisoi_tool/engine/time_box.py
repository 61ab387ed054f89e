"""How long this program lets one session last. The service says it; the program ends by itself when nobody says so any more.

It can be told less at any time, and more only while it lasts, never more than `MAX_TIME_BOX_S` from that moment.
"""

from yorisoi_protocol.limits import MAX_TIME_BOX_S, TIME_SOON_S

OTHER_END_MS = 45_000  # told anew after a lost socket, the same end differs by less


class TimeBox:
    """Moments are the program's own milliseconds."""

    def __init__(self, seconds: int, now_ms: int) -> None:
        self._until_ms = _until(seconds, now_ms)
        self._told_soon = False

    def told(self, seconds: int, now_ms: int) -> bool:
        """The service says how long it may still last. True when that is another end than was told before."""
        if self.is_over(now_ms):
            return False
        until_ms = _until(seconds, now_ms)
        is_other = abs(until_ms - self._until_ms) > OTHER_END_MS
        self._until_ms = until_ms
        if is_other:
            self._told_soon = False
        return is_other

    def is_over(self, now_ms: int) -> bool:
        """Whether the session must end now."""
        return now_ms >= self._until_ms

    def becomes_soon(self, now_ms: int) -> bool:
        """True once, when the last minutes begin: said in words, never counted down."""
        soon = not self._told_soon and now_ms >= self._soon_ms()
        self._told_soon = self._told_soon or soon
        return soon

    def left_ms(self, now_ms: int) -> int:
        """What is left of it."""
        return max(0, self._until_ms - now_ms)

    def due_ms(self, now_ms: int, *, tells: bool) -> int:
        """After how many milliseconds to look again; `tells` where somebody is there to be told that it is nearly over."""
        moment = min(self._until_ms, self._soon_ms()) if tells and not self._told_soon else self._until_ms
        return max(0, moment - now_ms)

    def _soon_ms(self) -> int:
        return self._until_ms - TIME_SOON_S * 1000


def _until(seconds: int, now_ms: int) -> int:
    return now_ms + min(seconds, MAX_TIME_BOX_S) * 1000
