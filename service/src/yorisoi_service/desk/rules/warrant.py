"""What the desk hands down when every gate is open: for which ticket and line, what may be asked, and for how long."""

from dataclasses import dataclass

from yorisoi_protocol.vocabulary import Permission


@dataclass(frozen=True)
class Warrant:
    """Only `desk.services.admission` makes one, inside the claim's transaction. It can only narrow."""

    ticket: int
    line: int
    allowed: tuple[Permission, ...]
    time_box_s: int
    beside: str = ""  # the running session beside which somebody joins to look; empty for the one who helps
