"""Nameplates: four public digits. The one longest at rest is given next, so that retyping an old pass meets nobody's
new one; the order in which they are first given is drawn, so that a start does not show how busy the desk is.
"""

from collections.abc import Callable

from yorisoi_protocol.limits import NAMEPLATE_DIGITS

TOTAL: int = 10**NAMEPLATE_DIGITS
ALARM_AT = TOTAL // 2  # half of them in use: somebody floods, or the desk has outgrown four digits


def first_order(draw: Callable[[int], bytes]) -> list[str]:
    """All nameplates in a drawn order."""
    order = [f"{number:0{NAMEPLATE_DIGITS}d}" for number in range(TOTAL)]
    for place in range(TOTAL - 1, 0, -1):
        other = int.from_bytes(draw(8)) % (place + 1)  # 64 bits over 10,000: the bias is far below notice
        order[place], order[other] = order[other], order[place]
    return order


def is_alarming(in_use: int) -> bool:
    return in_use >= ALARM_AT
