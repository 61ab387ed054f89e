"""Video encoders behind one port, and the choice among them.

An encoder keeps the whole desktop as its reference picture. `put` renews a part of it, `encode` codes the whole. What
is painted of a frame is the caller's business; whoever paints a rectangle has put all of its pixels before.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from yorisoi_protocol.frames.picture import VideoCodec
from yorisoi_protocol.vocabulary import Codec


class VideoEncoder(Protocol):
    codec: VideoCodec
    width: int  # coded size: the desktop's, rounded up to even numbers
    height: int

    def put(self, pixels: NDArray[np.uint8], x: int, y: int) -> None:
        """Renews the reference picture at an even place. Pixels: height x width x 4, blue, green, red, unused."""

    def encode(self, *, key: bool, budget: int) -> bytes:
        """The next frame, of about `budget` bytes where the picture allows. A key frame stands alone. May raise NoEncoder."""

    def close(self) -> None: ...


class NoEncoder(Exception):
    """This encoder does not exist here, cannot code this size, or gave up."""


Opener = Callable[[int, int], VideoEncoder]


def open_encoder(codecs: Sequence[Codec], width: int, height: int) -> VideoEncoder | None:
    """The first encoder of the viewer's list that works here for a desktop of this size; None: tiles only.

    VP8 is free of conditions. H.264 is used when the viewer prefers it and the library was built with an encoder;
    libx264 is GPL, so a program handed out with it is too (docs/dependencies.md).
    """
    # Slow: loads the codec library, which the window and the pre-check do not need.
    from yorisoi_tool.encode.vpx import Vp8Encoder
    from yorisoi_tool.encode.x264 import H264Encoder

    openers: dict[Codec, Opener] = {Codec.VP8: Vp8Encoder, Codec.H264: H264Encoder}
    for codec in codecs:
        try:
            return openers[codec](width, height)
        except (NoEncoder, KeyError):
            continue
    return None
