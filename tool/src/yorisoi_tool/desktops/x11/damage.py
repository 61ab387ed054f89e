"""What was drawn on the X desktop: XDamage says that, XFixes says where.

The order is the promise: subtract, fetch, and only then read pixels. Whatever is drawn after the subtraction makes a new
notice. The notice comes once (NonEmpty) until the next subtraction, so a notice is never dropped without one.
"""

import xcffib.damage
import xcffib.xfixes
import xcffib.xproto as xp

from yorisoi_tool.desktops.x11.display import Display, telling_lost
from yorisoi_tool.picture.region import Rect


class DamageWatch:
    """Notices drawing and resizing on a connection of its own: replies to other requests must not swallow notices."""

    def __init__(self, name: str) -> None:
        self._display = Display(name)
        connection = self._display.connection
        with telling_lost():
            self._damage = connection(xcffib.damage.key)
            self._xfixes = connection(xcffib.xfixes.key)
            self._damage.QueryVersion(1, 1).reply()
            self._xfixes.QueryVersion(5, 0).reply()
            connection.core.ChangeWindowAttributes(self._display.root, xp.CW.EventMask, [xp.EventMask.StructureNotify])
            self._id, self._region = connection.generate_id(), connection.generate_id()
            self._xfixes.CreateRegion(self._region, 0, [])
            self._damage.Create(self._id, self._display.root, xcffib.damage.ReportLevel.NonEmpty)
            connection.flush()
        self.size = self._display.geometry()
        self._noticed = True  # drawn before we looked counts as drawn
        self._resized = False

    def fileno(self) -> int:
        return self._display.fileno()

    def pending(self) -> bool:
        """Whether `take` has news. Empties the connection's queue first, so a False means the descriptor will tell."""
        while (event := self._display.poll()) is not None:
            if isinstance(event, xcffib.damage.NotifyEvent):
                self._noticed = True
            elif isinstance(event, xp.ConfigureNotifyEvent) and event.window == self._display.root:
                if (event.width, event.height) != self.size:
                    self.size = (event.width, event.height)
                    self._resized = True
                self._noticed = True
        return self._noticed

    def take(self) -> list[Rect] | None:
        """The rectangles drawn since the last call; None when the size changed."""
        if not self.pending():
            return []
        self._noticed = False  # before the subtraction: a notice that arrives with its reply is a new one
        with telling_lost():
            self._damage.Subtract(self._id, 0, self._region)
            reply = self._xfixes.FetchRegion(self._region).reply()
        if self._resized:
            self._resized = False
            return None
        return [Rect(each.x, each.y, each.width, each.height) for each in reply.rectangles]

    def close(self) -> None:
        self._display.close()
