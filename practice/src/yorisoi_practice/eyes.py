"""Finds buttons and reads large digits in a picture of the screen, as somebody looking at it would. Pure.

A button is a filled rectangle of one colour with a lighter or darker text on it, so its colour makes up most of the
rectangle but not all of it. Digits are compared with pictures of the ten digits; size does not matter, shape does.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

SMALLEST = (30, 20)  # pixels; smaller spots of the colour are borders, badges or text
FILLED = 0.5  # how much of the rectangle the colour must make up; letters and round corners take the rest
JOINED = 24  # pixels of another colour that may lie inside one row of a button (a wide letter)


@dataclass(frozen=True)
class Spot:
    """Where a button was seen, in pixels of the picture."""

    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.left + self.width // 2, self.top + self.height // 2


def find_buttons(picture: NDArray[np.uint8], colour: tuple[int, int, int]) -> list[Spot]:
    """Rectangles filled with exactly this colour (red, green, blue), largest first."""
    wanted: NDArray[np.bool_] = np.asarray((picture == np.array(colour, np.uint8)).all(axis=2))
    spots = [
        Spot(left, top, right - left, bottom - top)
        for top, bottom in _runs(wanted.any(axis=1), 1)
        for left, right in _runs(wanted[top:bottom].any(axis=0), JOINED)
    ]
    spots = [spot for tall in spots for spot in _trimmed(wanted, tall)]
    spots = [spot for spot in spots if _is_button(wanted, spot)]
    return sorted(spots, key=lambda spot: -spot.width * spot.height)


def _trimmed(wanted: NDArray[np.bool_], spot: Spot) -> list[Spot]:
    """The same column of the picture cut into its own rows: two buttons side by side may differ in height."""
    part = wanted[spot.top : spot.top + spot.height, spot.left : spot.left + spot.width]
    return [
        Spot(spot.left, spot.top + top, spot.width, bottom - top) for top, bottom in _runs(part.any(axis=1), JOINED)
    ]


def _is_button(wanted: NDArray[np.bool_], spot: Spot) -> bool:
    if spot.width < SMALLEST[0] or spot.height < SMALLEST[1]:
        return False
    part = wanted[spot.top : spot.top + spot.height, spot.left : spot.left + spot.width]
    return bool(part.mean() >= FILLED)


def _runs(line: ArrayLike, gap: int) -> list[tuple[int, int]]:
    """Stretches of True (start, end), those less than `gap` apart taken as one."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(line, np.int8), [0]))))
    runs: list[tuple[int, int]] = []
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if runs and start - runs[-1][1] < gap:
            runs[-1] = (runs[-1][0], stop)
        else:
            runs.append((start, stop))
    return runs


SHAPE = 32  # rows and columns that every digit is scaled to before it is compared
DARK = 96  # below this a pixel belongs to a digit
TALLEST_FIRST = 0.6  # a column of ink less tall than this share of the line is a hyphen, not a digit


def read_digits(
    picture: NDArray[np.uint8], ground: tuple[int, int, int], digits: dict[str, list[NDArray[np.float64]]]
) -> str:
    """The tallest line of digits on the largest area of this ground; empty when there is none.

    `digits` holds for each digit its shapes (see `shape`), one for each font it may stand in.
    """
    areas = find_buttons(picture, ground)
    if not areas:
        return ""
    area = areas[0]
    part = picture[area.top : area.top + area.height, area.left : area.left + area.width]
    ink = part.mean(axis=2) < DARK
    lines = sorted(_runs(ink.any(axis=1), 2), key=lambda run: run[0] - run[1])
    if not lines:
        return ""
    top, bottom = lines[0]
    line = ink[top:bottom]
    columns = _runs(line.any(axis=0), 1)
    blobs = [line[:, left:right] for left, right in columns]
    tall = [blob for blob in blobs if np.ptp(np.flatnonzero(blob.any(axis=1))) >= TALLEST_FIRST * (bottom - top)]
    return "".join(_nearest(shape(blob), digits) for blob in tall)


def shape(ink: NDArray[np.bool_]) -> NDArray[np.float64]:
    """A digit cut to its edges and scaled to SHAPE rows, its proportions kept."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = cut.shape
    wide = max(1, min(SHAPE, round(width * SHAPE / height)))
    down = np.arange(SHAPE) * height // SHAPE
    across = np.arange(wide) * width // wide
    out = np.zeros((SHAPE, SHAPE))
    left = (SHAPE - wide) // 2
    out[:, left : left + wide] = cut[down][:, across]
    return out


def _nearest(seen: NDArray[np.float64], digits: dict[str, list[NDArray[np.float64]]]) -> str:
    return min(digits, key=lambda digit: min(float(np.abs(known - seen).sum()) for known in digits[digit]))
