"""Rectangles of desktop pixels: overlap, and what is left of one when others lie over it."""

from collections.abc import Iterable
from typing import NamedTuple


class Rect(NamedTuple):
    """Left, top, width and height in pixels; never empty."""

    x: int
    y: int
    w: int
    h: int


def overlap(a: Rect, b: Rect) -> bool:
    """Whether the two share a pixel."""
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


def subtract(rect: Rect, covers: Iterable[Rect]) -> list[Rect]:
    """The parts of `rect` that no cover hides; disjoint, none empty."""
    rest = [rect]
    for cover in covers:
        rest = [part for each in rest for part in _without(each, cover)]
    return rest


def _without(rect: Rect, cover: Rect) -> list[Rect]:
    if not overlap(rect, cover):
        return [rect]
    left, right = max(rect.x, cover.x), min(rect.x + rect.w, cover.x + cover.w)
    top, bottom = max(rect.y, cover.y), min(rect.y + rect.h, cover.y + cover.h)
    parts = (
        Rect(rect.x, rect.y, rect.w, top - rect.y),
        Rect(rect.x, top, left - rect.x, bottom - top),
        Rect(right, top, rect.x + rect.w - right, bottom - top),
        Rect(rect.x, bottom, rect.w, rect.y + rect.h - bottom),
    )
    return [part for part in parts if part.w > 0 and part.h > 0]
