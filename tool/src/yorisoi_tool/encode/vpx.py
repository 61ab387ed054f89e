"""VP8 by libvpx: realtime, for screens, a key frame on request only."""

from fractions import Fraction

import av
import av.error
import numpy as np
from numpy.typing import NDArray
from yorisoi_protocol.frames.picture import VideoCodec

from yorisoi_tool.encode.reference import BT601, LIMITED, ReferencePicture, even
from yorisoi_tool.encode.video import NoEncoder

NOMINAL_BYTES_PER_S = 500_000
TICKS_PER_S = 1_000_000
OPTIONS = {
    "deadline": "realtime",
    "cpu-used": "-12",
    "lag-in-frames": "0",
    "error-resilient": "0",
    "auto-alt-ref": "0",
    "screen-content-mode": "1",
    "static-thresh": "100",
    "undershoot-pct": "100",
    "overshoot-pct": "15",
    "max-intra-rate": "400",
    "bufsize": "1000k",
    "rc_init_occupancy": "600k",
    "qmin": "4",
    "qmax": "60",
}


class Vp8Encoder:
    """libvpx cannot change its bitrate through libavcodec once it is open, but it believes the time stamps.

    So the bitrate stays at a nominal value and each frame is stamped as far behind the one before as its budget takes
    at that rate: the encoder then spends just the budget. The real time of a frame travels in the message, not here.
    """

    codec = VideoCodec.VP8

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = even(width), even(height)
        try:
            context = av.CodecContext.create("libvpx", "w")
            context.width, context.height, context.pix_fmt = self.width, self.height, "yuv420p"
            context.time_base, context.framerate = Fraction(1, TICKS_PER_S), Fraction(30)
            context.bit_rate = NOMINAL_BYTES_PER_S * 8
            context.gop_size, context.thread_count = 1 << 24, 1
            context.color_range, context.colorspace = LIMITED, BT601
            context.options = OPTIONS
            context.open()
        except (av.error.FFmpegError, ValueError) as error:
            raise NoEncoder("libvpx") from error
        self._context, self._picture, self._stamp = context, ReferencePicture(self.width, self.height), 0

    def put(self, pixels: NDArray[np.uint8], x: int, y: int) -> None:
        self._picture.put(pixels, x, y)

    def encode(self, *, key: bool, budget: int) -> bytes:
        frame = self._picture.frame
        self._stamp += max(1, budget * TICKS_PER_S // NOMINAL_BYTES_PER_S)
        frame.pts, frame.time_base = self._stamp, Fraction(1, TICKS_PER_S)
        frame.pict_type = 1 if key else 0
        try:
            return b"".join(bytes(packet) for packet in self._context.encode(frame))
        except av.error.FFmpegError as error:
            raise NoEncoder("libvpx gave up") from error

    def close(self) -> None:
        self._context.encode(None)
