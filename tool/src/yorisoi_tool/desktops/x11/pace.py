"""Has the program in front read its keys yet? Asked with the ping that window managers use; else a rest is given.

A program looks up a key in the keyboard map when it gets round to it. So a borrowed key code may mean something new only
after the program has read the strokes made with the old meaning.
"""

import select
import threading

import xcffib
import xcffib.xproto as xp

from yorisoi_tool.desktops.x11.display import Display, telling_lost

ANSWER_S = 2.0  # a program that takes longer hangs; the text goes on
REST_S = 0.3  # for programs that answer no ping
STEP_S = 0.05
PING_MARK = 0x59_00_00_00


class Reader:
    """On a connection of its own, so that no answer is lost among other events."""

    def __init__(self, name: str, over: threading.Event) -> None:
        self._display, self._over = Display(name), over
        self._protocols, self._ping = self._display.atom("WM_PROTOCOLS"), self._display.atom("_NET_WM_PING")
        self._asked = 0

    def let_read(self) -> None:
        """Returns when the focused program has read everything sent to it so far, or had time for it."""
        with telling_lost():
            try:
                window = self._answering_window()
                if window is None:
                    self._over.wait(REST_S)
                else:
                    self._ask(window)
            except (xcffib.ProtocolException, xcffib.Error):
                self._over.wait(REST_S)  # the window closed meanwhile

    def _answering_window(self) -> int | None:
        """The focused window, or one around it, that promises to answer pings."""
        core, root = self._display.connection.core, self._display.root
        window = int(core.GetInputFocus().reply().focus)
        while window not in (0, 1, root):
            value = core.GetProperty(False, window, self._protocols, xp.Atom.ATOM, 0, 64).reply().value
            if self._ping in value.to_atoms():
                return window
            window = int(core.QueryTree(window).reply().parent)
        return None

    def _ask(self, window: int) -> None:
        core, root = self._display.connection.core, self._display.root
        self._asked += 1
        mark = PING_MARK | self._asked & 0xFF_FFFF
        core.ChangeWindowAttributes(root, xp.CW.EventMask, [xp.EventMask.SubstructureNotify])
        data = xp.ClientMessageData.synthetic([self._ping, mark, window, 0, 0], "I" * 5)
        event = xp.ClientMessageEvent.synthetic(32, window, self._protocols, data)
        core.SendEvent(False, window, 0, event.pack())
        self._display.flush()
        for _ in range(int(ANSWER_S / STEP_S)):
            if self._answered(mark) or self._over.is_set():
                break
            select.select([self._display.fileno()], [], [], STEP_S)
        core.ChangeWindowAttributes(root, xp.CW.EventMask, [0])
        self._display.flush()

    def _answered(self, mark: int) -> bool:
        while (event := self._display.poll()) is not None:
            if (
                isinstance(event, xp.ClientMessageEvent)
                and event.type == self._protocols
                and event.data.data32[1] == mark
            ):
                return True
        return False

    def close(self) -> None:
        self._display.close()
