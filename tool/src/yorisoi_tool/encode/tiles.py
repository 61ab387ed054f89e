"""A rectangle as PNG, exact to the bit and written by ourselves: the filter is chosen by what the pixels look like.

Text and plain surfaces repeat themselves, and zlib finds that best in the bare bytes (filter 0). Photographs hardly ever
repeat; there the difference to the left neighbour (filter 1) is smaller. Alpha is left out.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TRUE_COLOUR = 2
NO_FILTER, LEFT_NEIGHBOUR = 0, 1
QUICK, DENSE = 1, 6  # zlib levels: a page of text costs 3 times the time and two thirds of the bytes when dense
SMALL_PIXELS = 8_192  # below this dense costs less than 0.3 ms
SAMPLE_ROWS = 8


def encode_tile(pixels: NDArray[np.uint8], *, dense: bool) -> bytes:
    """PNG (RGB, 8 bits) of height x width x 4 pixels in the order blue, green, red, unused.

    `dense`: the line is slower than this processor, so spend time to save bytes; small tiles are always dense.
    """
    height, width = pixels.shape[:2]
    rows = np.empty((height, width * 3 + 1), np.uint8)
    colours = rows[:, 1:].reshape(height, width, 3)
    colours[...] = pixels[..., 2::-1]
    photograph = _is_photograph(colours)
    if photograph:
        rows[:, 0] = LEFT_NEIGHBOUR
        colours[:, 1:] -= colours[:, :-1].copy()
    else:
        rows[:, 0] = NO_FILTER
    level = DENSE if not photograph and (dense or height * width <= SMALL_PIXELS) else QUICK
    header = struct.pack(">IIBBBBB", width, height, 8, TRUE_COLOUR, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows.data, level)) + _chunk(b"IEND", b"")


def _is_photograph(colours: NDArray[np.uint8]) -> bool:
    """Whether fewer than a third of neighbours in a few rows are equal."""
    if colours.shape[1] < 16:
        return False
    sample = colours[:: max(1, colours.shape[0] // SAMPLE_ROWS)]
    equal = (sample[:, 1:] == sample[:, :-1]).all(axis=2)
    return bool(equal.mean() < 1 / 3)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))
