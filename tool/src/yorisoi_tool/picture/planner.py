"""What to send now: exact tiles for small changes, video for large ones, tiles again over video that has come to rest.

Pure: damage, fates and moments come in, one step at a time comes out. `dirty` are the pixels that the viewer may show
wrongly and nothing on its way puts right; `lossy` those it shows nearly right. When both are empty and everything on its
way is painted, the viewer's picture is the screen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from yorisoi_tool.picture.lossy import LossyMap
from yorisoi_tool.picture.region import NOTHING, Rect, Region

SMALL_PIXELS = 40_000
HOT_MS = 120  # after a large change its place counts as moving
REST_MS = 150
FRAME_MS = 16
MOST_RECTS = 48
WASTE_PIXELS = 1_500  # so many needless pixels cost less than a message of their own
LEAST_TILE_BYTES, MOST_TILE_BYTES = 2_500, 7_000
TILE_MS = 40  # of the line's rate: several tiles are on their way at once, and losing one costs little
LEAST_TILE_PIXELS, MOST_TILE_PIXELS = 3_000, 150_000
WIDEST_TILE, LOWEST_TILE = 2_048, 8
START_BYTES_PER_PIXEL = 0.2


@dataclass(frozen=True, slots=True)
class SendTile:
    """Read this rectangle and send it exactly. `refine`: the viewer has it nearly right already."""

    rect: Rect
    refine: bool


@dataclass(frozen=True, slots=True)
class SendVideo:
    """Read this rectangle (even place, even size but at the edges), code the picture, paint the rectangle."""

    rect: Rect
    key: bool


class Planner:
    def __init__(self, width: int, height: int, *, video: bool) -> None:
        self._screen = Rect(0, 0, width, height)
        self._video = video
        self.dirty: Region = NOTHING
        self.lossy = LossyMap(self._screen)
        self._hot: tuple[Rect, int] | None = None
        self._last_video: int | None = None
        self._key_next = True
        self._bytes_per_pixel = START_BYTES_PER_PIXEL
        self._single = False  # part of a group might be clean: once one had to be cut, each rectangle goes by itself
        self.pointer = (width // 2, height // 2)
        self.tile_bytes = MOST_TILE_BYTES

    @property
    def is_exact(self) -> bool:
        """Whether nothing is left to send."""
        return not self.dirty and not self.lossy

    def everything(self) -> None:
        """Nothing is known about the viewer's picture."""
        self.lossy.clear()
        self.dirty = Region.of([self._screen])
        self._key_next = True

    def damaged(self, rects: Iterable[Rect]) -> None:
        """The screen changed there."""
        added = Region.of(rect.crossed(self._screen) for rect in rects)
        self.dirty = (self.dirty | added).bounded(MOST_RECTS, self._screen)

    def tile_lost(self, uncovered: Region, now_ms: int, *, refine: bool) -> None:
        """A tile did not get there, and nothing newer covers these pixels."""
        if refine and self._video:
            self.lossy.due(uncovered - self.dirty, now_ms, REST_MS)
        else:
            self.damaged(uncovered)

    def video_lost(self, uncovered: Region, *, broken: bool) -> None:
        """A video frame is not painted. `broken`: it did not get there either, so only a key frame can follow."""
        self._key_next = self._key_next or broken
        self.damaged(uncovered)

    def rate_is(self, kbps: int) -> None:
        """What the line carries: tiles are cut to it."""
        self.tile_bytes = max(LEAST_TILE_BYTES, min(MOST_TILE_BYTES, kbps * TILE_MS // 8))

    def key_needed(self) -> None:
        self._key_next = True

    def tile_sent(self, rect: Rect, size: int, *, planned: Rect) -> None:
        """These pixels were read and are on their way; fewer than planned when they took too many bytes."""
        self.dirty -= Region.of([rect])
        self.lossy.exact(rect)
        self._single = bool(self.dirty) and (self._single or rect != planned)
        weight = 0.25 if rect.area >= LEAST_TILE_PIXELS else rect.area / LEAST_TILE_PIXELS / 4
        self._bytes_per_pixel += (size / rect.area - self._bytes_per_pixel) * weight

    def video_sent(self, rect: Rect, now_ms: int, *, key: bool) -> None:
        self.dirty -= Region.of([rect])
        self.lossy.shown(rect, now_ms)
        self._hot = (rect, now_ms)
        self._last_video = now_ms
        if key:
            self._key_next = False

    def next(self, now_ms: int, *, tiles: bool, video: bool) -> SendTile | SendVideo | None:
        """The most urgent step among those there is room for."""
        small, large = self._sorted(now_ms)
        if small:
            return SendTile(self._small_tile(self._nearest(small)), refine=False) if tiles else None
        if large is not None:
            if not video or (self._last_video is not None and now_ms - self._last_video < FRAME_MS):
                return None
            return SendVideo(large, self._key_next)
        if tiles and (ripe := self.lossy.ripe(now_ms, REST_MS)):
            return SendTile(self._cut(self._nearest(ripe.rects)), refine=True)
        return None

    def deadline(self, now_ms: int) -> int | None:
        """When `next` may say more although nothing happens."""
        moments = [self.lossy.next_ripe(now_ms, REST_MS)]
        if self.dirty and self._last_video is not None and now_ms - self._last_video < FRAME_MS:
            moments.append(self._last_video + FRAME_MS)
        return min((moment for moment in moments if moment is not None), default=None)

    def _sorted(self, now_ms: int) -> tuple[tuple[Rect, ...], Rect | None]:
        """Changes that go as tiles, and the rectangle of those that go as video."""
        groups = list(self.dirty.rects) if self._single else _grouped(self.dirty.rects)
        if not self._video:
            return tuple(groups), None
        hot = self._hot[0] if self._hot is not None and now_ms - self._hot[1] < HOT_MS else None
        small = [each for each in groups if each.area <= SMALL_PIXELS and not (hot and hot.meets(each))]
        if sum(each.area for each in small) > SMALL_PIXELS:
            small = []
        rest = [each for each in groups if each not in small]
        if not rest:
            return tuple(small), None
        around = rest[0]
        for each in rest[1:]:
            around = around.around(each)
        return tuple(each for each in small if not around.holds(each)), around.snapped(2, self._screen)

    def _nearest(self, rects: Iterable[Rect]) -> Rect:
        """Where the pointer is people look."""
        x, y = self.pointer

        def distance(rect: Rect) -> tuple[int, Rect]:
            aside = max(rect.x - x, 0, x - rect.right)
            above = max(rect.y - y, 0, y - rect.bottom)
            return aside + above, rect

        return min(rects, key=distance)

    def _small_tile(self, group: Rect) -> Rect:
        """The whole group, or a piece of one dirty rectangle in it: a piece of a group might hold nothing dirty."""
        if group.area <= self._tile_pixels():
            return group
        return self._cut(self._nearest(rect for rect in self.dirty if rect.meets(group)))

    def _cut(self, rect: Rect) -> Rect:
        """A band of about `tile_bytes`, the one next to the pointer."""
        pixels = self._tile_pixels()
        if rect.area <= pixels:
            return rect
        width = min(rect.w, WIDEST_TILE, max(256, pixels // LOWEST_TILE))
        height = min(rect.h, max(LOWEST_TILE, pixels // width))
        x = rect.x + max(0, min(self.pointer[0], rect.right - 1) - rect.x) // width * width
        y = rect.y + max(0, min(self.pointer[1], rect.bottom - 1) - rect.y) // height * height
        return Rect(x, y, width, height).crossed(rect)

    def _tile_pixels(self) -> int:
        wanted = int(self.tile_bytes / max(self._bytes_per_pixel, 0.001))
        return max(LEAST_TILE_PIXELS, min(MOST_TILE_PIXELS, wanted))


def _grouped(rects: Iterable[Rect]) -> list[Rect]:
    """Rectangles joined where a common one wastes little; together they hold all of them."""
    groups: list[Rect] = []
    for rect in rects:
        new = rect
        again = True
        while again:
            again = False
            for at, old in enumerate(groups):
                around = old.around(new)
                if around.area - old.area - new.area <= WASTE_PIXELS + (old.area + new.area) // 4:
                    del groups[at]
                    new = around
                    again = True
                    break
        groups.append(new)
    return groups
