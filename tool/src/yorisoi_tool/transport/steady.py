"""Keeps SCTP's own congestion window out of the way of ours.

SCTP halves its window at every lost packet, whoever lost it: at 1 % loss and a round trip of 90 ms it carries little more
than half of a 2 Mbit/s line, for all channels together (measured with two peers on an emulated line: a page of text
became exact after 3.1 s instead of 2.0 s). The picture is paced by delay and arrival (`picture.rate`), which tells a lossy
line from a full one, and never has more on its way than one round trip and 100 ms. So the window gets a floor, no more:
growing above it, and shrinking down to it, stay SCTP's business.
"""

from aiortc import RTCSctpTransport

FLOOR_BYTES = 65_536  # 2 Mbit/s over a quarter of a second, 10 Mbit/s over 50 ms


class SteadySctpTransport(RTCSctpTransport):
    """aiortc offers no setting for this; its window is the attribute `_cwnd`."""

    @property
    def _cwnd(self) -> int:
        return max(FLOOR_BYTES, int(self.__dict__.get("_cwnd", 0)))

    @_cwnd.setter
    def _cwnd(self, size: int) -> None:
        self.__dict__["_cwnd"] = size


def keep_steady(sctp: RTCSctpTransport) -> None:
    """From now on this association has the floor. Before anything is sent on it."""
    sctp.__class__ = SteadySctpTransport
