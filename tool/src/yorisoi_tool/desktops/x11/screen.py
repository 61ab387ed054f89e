"""The X desktop as a `Screen`: damage and pixels, each on a connection of its own."""

from yorisoi_tool.desktops.ports import LayoutChanged, Pixels, Size
from yorisoi_tool.desktops.x11.damage import DamageWatch
from yorisoi_tool.desktops.x11.grab import Grab
from yorisoi_tool.picture.region import Rect


class X11Screen:
    def __init__(self, name: str, *, shared: bool = True) -> None:
        self._watch = DamageWatch(name)
        self._grab = Grab(name, shared=shared)
        self._size = Size(*self._watch.size)
        self._grab.resize(*self._size)

    def size(self) -> Size:
        return self._size

    def fileno(self) -> int:
        return self._watch.fileno()

    def pending(self) -> bool:
        return self._watch.pending()

    def damage(self) -> list[Rect] | None:
        rects = self._watch.take()
        if rects is None:
            self._size = Size(*self._watch.size)
            self._grab.resize(*self._size)
        return rects

    def read(self, rect: Rect) -> Pixels:
        if not Rect(0, 0, *self._size).holds(rect):
            raise LayoutChanged(f"{rect} is not on the desktop")
        return self._grab.read(rect)

    def close(self) -> None:
        self._watch.close()
        self._grab.close()
