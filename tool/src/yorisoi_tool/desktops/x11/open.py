"""Puts the parts of an X desktop together."""

from collections.abc import Callable

from yorisoi_tool.desktops.ports import Desktop
from yorisoi_tool.desktops.x11.clipboard import X11Clipboard
from yorisoi_tool.desktops.x11.cursor import X11Cursor
from yorisoi_tool.desktops.x11.display import Display, check
from yorisoi_tool.desktops.x11.hands import X11OwnHands
from yorisoi_tool.desktops.x11.input import X11Injection
from yorisoi_tool.desktops.x11.lock import X11Lock
from yorisoi_tool.desktops.x11.screen import X11Screen


def open_desktop(name: str, own_windows: Callable[[], frozenset[int]]) -> Desktop:
    """Raises DesktopLost when nothing answers at `name`, CannotShow when the server lacks something."""
    probe = Display(name)
    try:
        check(probe)
    finally:
        probe.close()
    return Desktop(
        name="x11",
        screen=X11Screen(name),
        cursor=X11Cursor(name),
        injection=X11Injection(name, own_windows),
        own_hands=X11OwnHands(name),
        lock=X11Lock(name),
        clipboard=X11Clipboard(name),
        more_eyes=lambda: (X11Screen(name), X11Cursor(name)),
    )
