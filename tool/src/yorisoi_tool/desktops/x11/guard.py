"""Does an event fall on the tool's own windows? Judged by the X server's stacking and focus at that instant."""

from collections.abc import Callable

import xcffib
import xcffib.xproto as xp

from yorisoi_tool.desktops.x11.display import Display, telling_lost

NO_WINDOW, POINTER_ROOT = 0, 1


class OwnWindows:
    """`own` hands out the ids of the tool's shown top-level windows; a window manager's frames around them count too."""

    def __init__(self, display: Display, own: Callable[[], frozenset[int]]) -> None:
        self._display, self._own = display, own

    def under(self, x: int, y: int) -> bool:
        """Whether one of them is the topmost window at this pixel."""
        own = self._own()
        if not own:
            return False
        with telling_lost():
            try:
                return self._under(x, y, own)
            except (xcffib.ProtocolException, xcffib.Error):
                return True  # a window vanished while we looked: rather drop one event than press a button

    def _under(self, x: int, y: int, own: frozenset[int]) -> bool:
        core, root = self._display.connection.core, self._display.root
        top = window = core.TranslateCoordinates(root, root, x, y).reply().child
        if window == NO_WINDOW:
            return False
        while window != NO_WINDOW:
            if window in own:
                return True
            window = core.TranslateCoordinates(root, window, x, y).reply().child
        return any(self._top_of(each) == top for each in own)

    def focused(self) -> bool:
        """Whether key events would reach one of them."""
        own = self._own()
        if not own:
            return False
        with telling_lost():
            try:
                core, root = self._display.connection.core, self._display.root
                window = core.GetInputFocus().reply().focus
                if window == NO_WINDOW:
                    return False
                if window in (POINTER_ROOT, root):
                    pointer = core.QueryPointer(root).reply()
                    return self._under(pointer.root_x, pointer.root_y, own)
                while window not in (NO_WINDOW, root):
                    if window in own:
                        return True
                    window = core.QueryTree(window).reply().parent
                return False
            except (xcffib.ProtocolException, xcffib.Error):
                return True

    def _top_of(self, window: int) -> int:
        """The child of the root that holds `window`: its frame, or itself. 0 when it is not shown any more."""
        core, root = self._display.connection.core, self._display.root
        try:
            if core.GetWindowAttributes(window).reply().map_state != xp.MapState.Viewable:
                return NO_WINDOW
            while True:
                parent = int(core.QueryTree(window).reply().parent)
                if parent in (root, NO_WINDOW):
                    return window
                window = parent
        except (xcffib.ProtocolException, xcffib.Error):
            return NO_WINDOW
