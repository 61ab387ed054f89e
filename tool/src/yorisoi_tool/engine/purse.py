"""How many numbers may be made: three after a start, then a rest (a guesser must not get a fourth try)."""

from yorisoi_protocol.limits import PASS_REST_S, PASSES_PER_START


class Purse:
    """Counts numbers. After the last one it rests; then it is as full as at the start."""

    def __init__(self) -> None:
        self._left = PASSES_PER_START
        self._rests_until_ms: int | None = None

    def take(self, now_ms: int) -> bool:
        """Takes one number, or answers False while resting."""
        if self.rest_ms(now_ms):
            return False
        if self._left == 0:
            self._left = PASSES_PER_START
        self._left -= 1
        self._rests_until_ms = None if self._left else now_ms + PASS_REST_S * 1000
        return True

    def more(self, now_ms: int) -> bool:
        """Whether another number could be taken now."""
        return not self.rest_ms(now_ms)

    def rest_ms(self, now_ms: int) -> int:
        """How long the rest still lasts; 0 when there is none."""
        return 0 if self._rests_until_ms is None else max(0, self._rests_until_ms - now_ms)
