"""What can go wrong in the key exchange and in sealed signalling.

ExchangeError       this run is over; `ending` is what both sides are told
+- OutOfOrder       a message at the wrong moment: dropped, the run stands as before
+- NotSealed        a box that does not open: dropped, the run stands as before
"""

from yorisoi_protocol.vocabulary import Ending


class ExchangeError(Exception):
    """The run is over and can never be used again; the text names no secret."""

    def __init__(self, ending: Ending, what: str) -> None:
        super().__init__(what)
        self.ending = ending


class OutOfOrder(ExchangeError):
    """Refused before anything was looked at."""

    def __init__(self, what: str) -> None:
        super().__init__(Ending.PROTOCOL_BROKEN, what)


class NotSealed(ExchangeError):
    """Tampered with, replayed, reordered, sent back, or from somebody without the keys."""

    def __init__(self) -> None:
        super().__init__(Ending.PROTOCOL_BROKEN, "a sealed message does not open")
