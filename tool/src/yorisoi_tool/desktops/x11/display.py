"""One connection to an X server, with its errors turned into ours. Each part of the desktop has a connection of its own."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

import xcffib
import xcffib.damage
import xcffib.randr
import xcffib.screensaver
import xcffib.shm
import xcffib.xfixes
import xcffib.xinput
import xcffib.xproto as xp
import xcffib.xtest

from yorisoi_tool.desktops.ports import DesktopLost

NEEDED = ("DAMAGE", "XFIXES", "XTEST", "XInputExtension")


class CannotShow(Exception):
    """This display lacks something; `reason` is a code of `ports.Refused`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@contextmanager
def telling_lost() -> Iterator[None]:
    """Turns a broken connection into DesktopLost."""
    try:
        yield
    except (xcffib.ConnectionException, BrokenPipeError) as error:
        raise DesktopLost("the X server went away") from error


class Display:
    """A connection, its root window, its queue of events. Usable from several threads, each call on its own."""

    def __init__(self, name: str) -> None:
        with telling_lost():
            self.connection = xcffib.connect(display=name)
            setup = self.connection.get_setup()
        self.setup = setup
        self.screen = setup.roots[self.connection.pref_screen]
        self.root: int = self.screen.root
        self._closed = False

    def poll(self) -> xcffib.Event | None:
        """The next event that is here already; errors of requests nobody waits for are dropped."""
        with telling_lost():
            while True:
                try:
                    event: xcffib.Event | None = self.connection.poll_for_event()
                except (xcffib.ProtocolException, xcffib.Error):
                    continue
                except struct.error:
                    continue  # an event of a newer server than the binding knows
                if event is None and self.connection.has_error():
                    raise DesktopLost("the X server went away")
                return event

    def fileno(self) -> int:
        return int(self.connection.get_file_descriptor())

    def flush(self) -> None:
        with telling_lost():
            self.connection.flush()

    def geometry(self) -> tuple[int, int]:
        """Width and height of the root window now."""
        with telling_lost():
            reply = self.connection.core.GetGeometry(self.root).reply()
        return reply.width, reply.height

    def atom(self, name: str) -> int:
        with telling_lost():
            return int(self.connection.core.InternAtom(False, len(name), name).reply().atom)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.connection.disconnect()


def check(display: Display) -> None:
    """Raises CannotShow unless this display has what the tool needs."""
    with telling_lost():
        present = {
            name: bool(display.connection.core.QueryExtension(len(name), name).reply().present) for name in NEEDED
        }
    missing = [name for name, here in present.items() if not here]
    if missing:
        raise CannotShow("missing_extension", "the X server lacks " + ", ".join(missing))
    formats = {each.depth: each.bits_per_pixel for each in display.setup.pixmap_formats}
    depth = display.screen.root_depth
    visual = next(
        each
        for group in display.screen.allowed_depths
        for each in group.visuals
        if each.visual_id == display.screen.root_visual
    )
    masks = (visual.red_mask, visual.green_mask, visual.blue_mask)
    if (
        depth not in (24, 32)
        or formats.get(depth) != 32
        or masks != (0xFF0000, 0xFF00, 0xFF)
        or display.setup.image_byte_order != xp.ImageOrder.LSBFirst
    ):
        raise CannotShow("unusual_colours", f"depth {depth}, {formats.get(depth)} bits per pixel")
