"""Rectangles and sets of pixels made of them. Pure and exact, except `Region.bounded`, which may only grow a set."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

Intervals = tuple[tuple[int, int], ...]


class Rect(NamedTuple):
    """Pixels x <= px < x + w, y <= py < y + h. Empty when a side is 0 or less."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def area(self) -> int:
        return self.w * self.h if self.w > 0 and self.h > 0 else 0

    def crossed(self, other: "Rect") -> "Rect":
        """The pixels in both; a rectangle of area 0 when there are none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Rect(x, y, max(0, min(self.right, other.right) - x), max(0, min(self.bottom, other.bottom) - y))

    def meets(self, other: "Rect") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: "Rect") -> bool:
        return (
            self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom
        ) or other.area == 0

    def around(self, other: "Rect") -> "Rect":
        """The smallest rectangle that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rect(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def snapped(self, grid: int, within: "Rect") -> "Rect":
        """Grown outward to multiples of `grid`, cut to `within`."""
        x, y = self.x // grid * grid, self.y // grid * grid
        right, bottom = -(-self.right // grid) * grid, -(-self.bottom // grid) * grid
        return Rect(x, y, right - x, bottom - y).crossed(within)


@dataclass(frozen=True, slots=True)
class Region:
    """A set of pixels as disjoint rectangles in one canonical order (bands from top to bottom, left to right).

    Canonical: equal sets are equal values.
    """

    rects: tuple[Rect, ...] = ()

    @classmethod
    def of(cls, rects: Iterable[Rect]) -> "Region":
        found = tuple(rect for rect in rects if rect.area)
        return cls(found) if len(found) <= 1 else cls(_bands(found, (), _union))

    def __bool__(self) -> bool:
        return bool(self.rects)

    def __iter__(self) -> Iterator[Rect]:
        return iter(self.rects)

    @property
    def area(self) -> int:
        return sum(rect.area for rect in self.rects)

    @property
    def bounds(self) -> Rect:
        """The smallest rectangle that holds the set; Rect(0, 0, 0, 0) for nothing."""
        if not self.rects:
            return Rect(0, 0, 0, 0)
        x, y = min(rect.x for rect in self.rects), min(rect.y for rect in self.rects)
        return Rect(x, y, max(rect.right for rect in self.rects) - x, max(rect.bottom for rect in self.rects) - y)

    def meets(self, rect: Rect) -> bool:
        return any(own.meets(rect) for own in self.rects)

    def __or__(self, other: "Region") -> "Region":
        if not other.rects or (len(self.rects) == 1 and self.rects[0].holds(other.bounds)):
            return self
        if not self.rects or (len(other.rects) == 1 and other.rects[0].holds(self.bounds)):
            return other
        return Region(_bands(self.rects, other.rects, _union))

    def __sub__(self, other: "Region") -> "Region":
        if not self.rects or not any(self.meets(rect) for rect in other.rects):
            return self
        return Region(_bands(self.rects, other.rects, _difference))

    def __and__(self, other: "Region") -> "Region":
        if not any(self.meets(rect) for rect in other.rects):
            return Region()
        return Region(_bands(self.rects, other.rects, _common))

    def bounded(self, most: int, within: Rect) -> "Region":
        """At most `most` rectangles inside `within`, holding at least the set: coarser, never smaller."""
        region = Region.of(rect.crossed(within) for rect in self.rects)
        grid = 16
        while len(region.rects) > most:
            region = Region.of(rect.snapped(grid, within) for rect in region.rects)
            grid *= 2
        return region


NOTHING = Region()


def _union(one: Intervals, other: Intervals) -> Intervals:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(one + other):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _difference(one: Intervals, other: Intervals) -> Intervals:
    left: list[tuple[int, int]] = []
    for begin, end in one:
        start = begin
        for cut_start, cut_end in other:
            if cut_end <= start or cut_start >= end:
                continue
            if cut_start > start:
                left.append((start, cut_start))
            start = cut_end
        if start < end:
            left.append((start, end))
    return tuple(left)


def _common(one: Intervals, other: Intervals) -> Intervals:
    found = [(max(a, c), min(b, d)) for a, b in one for c, d in other if a < d and c < b]
    return tuple(sorted(found))


def _bands(
    one: tuple[Rect, ...], other: tuple[Rect, ...], combine: Callable[[Intervals, Intervals], Intervals]
) -> tuple[Rect, ...]:
    """Cuts the plane at every upper and lower edge, combines band by band, joins equal neighbours."""
    edges = sorted({edge for rect in one + other for edge in (rect.y, rect.bottom)})
    bands: list[tuple[int, int, Intervals]] = []
    for top, bottom in itertools.pairwise(edges):
        spans = combine(_spans(one, top), _spans(other, top))
        if not spans:
            continue
        if bands and bands[-1][1] == top and bands[-1][2] == spans:
            bands[-1] = (bands[-1][0], bottom, spans)
        else:
            bands.append((top, bottom, spans))
    return tuple(Rect(x, top, right - x, bottom - top) for top, bottom, spans in bands for x, right in spans)


def _spans(rects: tuple[Rect, ...], y: int) -> Intervals:
    return _union(tuple((rect.x, rect.right) for rect in rects if rect.y <= y < rect.bottom), ())
