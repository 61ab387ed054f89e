"""H.264 by libx264, Annex B. The library is GPL: whoever hands out a program that contains it does so under the GPL."""

from fractions import Fraction

import av
import av.error
import numpy as np
from numpy.typing import NDArray
from yorisoi_protocol.frames.picture import VideoCodec

from yorisoi_tool.encode.reference import BT601, LIMITED, ReferencePicture, even
from yorisoi_tool.encode.video import NoEncoder

FRAMES_PER_S = 30
OPTIONS = {
    "preset": "ultrafast",
    "tune": "zerolatency",
    "profile": "baseline",
    "forced-idr": "1",
    "x264-params": "scenecut=0:aud=0:repeat-headers=1:annexb=1:vbv-maxrate=4000:vbv-bufsize=400",
}


class H264Encoder:
    """libx264 takes a new bitrate between frames: the budget of a frame times the nominal frame rate."""

    codec = VideoCodec.H264

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = even(width), even(height)
        try:
            context = av.CodecContext.create("libx264", "w")
            context.width, context.height, context.pix_fmt = self.width, self.height, "yuv420p"
            context.time_base, context.framerate = Fraction(1, FRAMES_PER_S), Fraction(FRAMES_PER_S)
            context.bit_rate = 2_000_000
            context.gop_size, context.max_b_frames, context.thread_count = 1 << 24, 0, 1
            context.color_range, context.colorspace = LIMITED, BT601
            context.options = OPTIONS
            context.open()
        except (av.error.FFmpegError, ValueError) as error:
            raise NoEncoder("libx264") from error
        self._context, self._picture, self._number = context, ReferencePicture(self.width, self.height), -1

    def put(self, pixels: NDArray[np.uint8], x: int, y: int) -> None:
        self._picture.put(pixels, x, y)

    def encode(self, *, key: bool, budget: int) -> bytes:
        frame = self._picture.frame
        self._number += 1
        self._context.bit_rate = max(100_000, min(4_000_000, budget * 8 * FRAMES_PER_S))
        frame.pts, frame.time_base = self._number, Fraction(1, FRAMES_PER_S)
        frame.pict_type = 1 if key else 0
        try:
            return b"".join(bytes(packet) for packet in self._context.encode(frame))
        except av.error.FFmpegError as error:
            raise NoEncoder("libx264 gave up") from error

    def close(self) -> None:
        self._context.encode(None)
