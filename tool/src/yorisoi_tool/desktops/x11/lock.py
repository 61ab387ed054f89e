"""Is nobody in front of the X desktop? The screen saver extension says when a saver or locker covers it."""

import xcffib
import xcffib.screensaver

from yorisoi_tool.desktops.ports import DesktopLost
from yorisoi_tool.desktops.x11.display import Display, telling_lost


class X11Lock:
    def __init__(self, name: str) -> None:
        self._display = Display(name)
        with telling_lost():
            query = self._display.connection.core.QueryExtension(16, "MIT-SCREEN-SAVER")
            self._saver = self._display.connection(xcffib.screensaver.key) if query.reply().present else None

    def is_locked(self) -> bool:
        """False where the server cannot say: a lock screen is then seen by the communicator like any other picture."""
        if self._saver is None:
            return False
        while self._display.poll() is not None:
            pass
        with telling_lost():
            try:
                state = self._saver.QueryInfo(self._display.root).reply().state
            except (xcffib.ProtocolException, xcffib.Error):
                raise DesktopLost("the root window is gone") from None
        return bool(state == xcffib.screensaver.State.On)

    def close(self) -> None:
        self._display.close()
