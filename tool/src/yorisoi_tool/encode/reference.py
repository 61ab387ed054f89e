"""The reference picture of a video encoder: I420, BT.601, limited range, kept between frames and renewed in parts."""

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

BT601, LIMITED = 6, 1  # numbers of the H.264 and VUI tables


def even(number: int) -> int:
    return number + (number & 1)


class ReferencePicture:
    def __init__(self, width: int, height: int) -> None:
        """A black picture; both sides even."""
        self.frame = av.VideoFrame(width, height, "yuv420p")
        self._planes = [
            np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size) for plane in self.frame.planes
        ]
        for plane, value in zip(self._planes, (16, 128, 128), strict=True):
            plane[...] = value
        self._convert = VideoReformatter()

    def put(self, pixels: NDArray[np.uint8], x: int, y: int) -> None:
        """Converts only what is given; an odd last column or row is doubled."""
        height, width = pixels.shape[:2]
        if width % 2 or height % 2:
            pixels = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
            height, width = pixels.shape[:2]
        source = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(pixels), "bgra")
        part = self._convert.reformat(source, format="yuv420p")
        for plane, mine, half in zip(part.planes, self._planes, (1, 2, 2), strict=True):
            rows, columns = height // half, width // half
            new = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[:rows, :columns]
            mine[y // half : y // half + rows, x // half : x // half + columns] = new
