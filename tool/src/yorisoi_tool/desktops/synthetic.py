"""The window's guard against events that a program made, for this machine."""

from collections.abc import Callable, Mapping

from yorisoi_tool.desktops.ports import DesktopLost


def guard(environment: Mapping[str, str]) -> Callable[[bytes, int], bool]:
    """Asked with each native event of the window; True means: a program made it, drop it.

    Without an X display nothing can be told apart and nothing is granted either: such a desktop is refused.
    """
    name = environment.get("DISPLAY", "")
    if not name:
        return _nothing
    # Optional: the binding loads the system's X library, which only machines with X have.
    from yorisoi_tool.desktops.x11.synthetic import Synthetic

    try:
        return Synthetic(name).made_by_program
    except DesktopLost:
        return _nothing


def _nothing(kind: bytes, address: int) -> bool:
    return False
