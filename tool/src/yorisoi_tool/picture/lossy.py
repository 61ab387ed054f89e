"""Where the viewer's picture is only nearly right, and since when it rests. Pure; `now_ms` is passed in."""

from yorisoi_tool.picture.region import NOTHING, Rect, Region

MOST_LAYERS = 16
MOST_RECTS = 48


class LossyMap:
    """Layers of pixels that were sent as video, each with the moment of its last frame; no pixel is in two layers."""

    def __init__(self, screen: Rect) -> None:
        self._screen = screen
        self._layers: list[tuple[int, Region]] = []

    @property
    def region(self) -> Region:
        whole = NOTHING
        for _, region in self._layers:
            whole |= region
        return whole

    def __bool__(self) -> bool:
        return bool(self._layers)

    def shown(self, rect: Rect, now_ms: int) -> None:
        """A video frame paints `rect` now: it rests from this moment."""
        self._cut(Region.of([rect]))
        self._add(now_ms, Region.of([rect]))

    def due(self, region: Region, now_ms: int, rest_ms: int) -> None:
        """These pixels are to be refined without waiting: an exact tile of them did not arrive."""
        self._cut(region)
        self._add(now_ms - rest_ms, region)

    def exact(self, rect: Rect) -> None:
        """An exact tile of `rect` is on its way."""
        self._cut(Region.of([rect]))

    def ripe(self, now_ms: int, rest_ms: int) -> Region:
        """Everything that has rested for `rest_ms`."""
        found = NOTHING
        for at, region in self._layers:
            if now_ms - at >= rest_ms:
                found |= region
        return found

    def next_ripe(self, now_ms: int, rest_ms: int) -> int | None:
        """The moment at which more will be ripe; None when nothing waits."""
        waiting = [at + rest_ms for at, _ in self._layers if now_ms - at < rest_ms]
        return min(waiting, default=None)

    def clear(self) -> None:
        self._layers.clear()

    def _cut(self, region: Region) -> None:
        self._layers = [(at, left) for at, old in self._layers if (left := old - region)]

    def _add(self, at: int, region: Region) -> None:
        if not region:
            return
        self._layers.append((at, region.bounded(MOST_RECTS, self._screen)))
        self._layers.sort(key=lambda layer: layer[0])
        while len(self._layers) > MOST_LAYERS:
            (_, oldest), (at, next_oldest) = self._layers[
                :2
            ]  # the younger moment holds: rest is never claimed too early
            self._layers[:2] = [(at, (oldest | next_oldest).bounded(MOST_RECTS, self._screen))]
