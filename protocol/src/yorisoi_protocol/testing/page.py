"""A viewer's page as a double: packets of the picture channel in, exact pixels and acknowledgements out.

Decoders are passed in and answer at once; a test that wants them late keeps a `Compositor` itself.
"""

from collections.abc import Callable

from yorisoi_protocol.frames import picture
from yorisoi_protocol.frames.acknowledge import acknowledge
from yorisoi_protocol.frames.compositor import Compositor
from yorisoi_protocol.frames.fields import FrameError
from yorisoi_protocol.frames.fragments import Assembly
from yorisoi_protocol.frames.picture import Tile, Video
from yorisoi_protocol.limits import GIVE_UP_MS

TileDecoder = Callable[[Tile], bytes]  # RGB rows of the tile's size; ValueError when it cannot
VideoDecoder = Callable[[Video], bytes]  # RGB rows of the coded size, in the order of frames; ValueError when it cannot


class Page:
    """Receives, paints, acknowledges. `now_ms` comes with every call."""

    def __init__(self, decode_tile: TileDecoder, decode_video: VideoDecoder) -> None:
        self.compositor = Compositor()
        self._decode_tile, self._decode_video = decode_tile, decode_video
        self._assembly = Assembly()
        self._messages: dict[int, Tile | Video] = {}
        self._touched: dict[int, int] = {}

    def layout(self, number: int, width: int, height: int) -> None:
        """As the peer's `Layout` said."""
        self.compositor.layout(number, width, height)

    def packet(self, data: bytes, now_ms: int) -> None:
        """One packet. What is no fragment, or no longer wanted, changes nothing."""
        try:
            fragment = picture.fragments.unpack(data)
        except FrameError:
            return
        compositor = self.compositor
        if not compositor.heard(fragment.seq) or fragment.seq in compositor.fates:
            return
        self._touched[fragment.seq] = now_ms
        whole = self._assembly.add(fragment)
        if whole is None:
            return
        try:
            message = picture.messages.unpack(whole)
        except FrameError:
            compositor.give_up(fragment.seq)
            return
        if isinstance(message, Tile | Video):
            self._messages[fragment.seq] = message
        for seq in compositor.arrive(fragment.seq, message, now_ms):
            self._decode(seq)

    def tick(self, now_ms: int) -> None:
        """Gives up what nothing was added to for GIVE_UP_MS, and a gap in the video that was not filled."""
        self.compositor.tick(now_ms)
        for seq in self._assembly.incomplete():
            if now_ms >= self._touched[seq] + GIVE_UP_MS:
                self._assembly.drop(seq)
                self.compositor.give_up(seq)

    def ack(self) -> bytes | None:
        """The acknowledgement as it would be sent now; None before anything arrived."""
        compositor = self.compositor
        if compositor.newest == 0:
            return None
        ack = acknowledge(compositor.newest, compositor.fates, self._assembly, compositor.need_key)
        return picture.acks.pack(ack)

    def _decode(self, seq: int) -> None:
        message = self._messages.pop(seq)
        try:
            pixels = self._decode_tile(message) if isinstance(message, Tile) else self._decode_video(message)
            self.compositor.decoded(seq, pixels)
        except ValueError:
            self.compositor.failed(seq)
