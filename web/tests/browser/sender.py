"""A small sender of the picture: a desktop of numbers, tiles and video, and the rule that lost things are dirty again."""

import base64
import random
import struct
import zlib
from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page
from PySide6.QtGui import QImage
from yorisoi_protocol.frames import picture
from yorisoi_protocol.frames.fragments import split

Pixels = NDArray[np.uint8]
Rect = tuple[int, int, int, int]


def png(pixels: Pixels) -> bytes:
    """RGB or RGBA rows as a PNG."""
    height, width, channels = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1).tobytes()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def pixels_of(shot: bytes) -> Pixels:
    image = QImage.fromData(shot).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


class Encoder:
    """One stream of video frames of the whole desktop."""

    def __init__(self, codec: picture.VideoCodec, width: int, height: int) -> None:
        name, options = {
            picture.VideoCodec.VP8: ("libvpx", {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}),
            picture.VideoCodec.H264: ("libx264", {"preset": "ultrafast", "tune": "zerolatency", "crf": "20"}),
        }[codec]
        self.codec = codec
        self._context = av.CodecContext.create(name, "w")
        self._context.width, self._context.height = width + width % 2, height + height % 2
        self._context.pix_fmt = "yuv420p"
        self._context.time_base = Fraction(1, 30)
        self._context.bit_rate = 4_000_000
        self._context.options = options
        self.frame = -1

    def encode(self, desktop: Pixels, *, key: bool) -> tuple[int, bytes]:
        """The number and bytes of the next frame."""
        self.frame += 1
        height, width, _ = desktop.shape
        padded = np.pad(desktop, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(padded), format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace="ITU601", dst_color_range="MPEG")
        frame.pts = self.frame
        frame.pict_type = av.video.frame.PictureType.I if key else av.video.frame.PictureType.NONE
        return self.frame, b"".join(bytes(packet) for packet in self._context.encode(frame))


@dataclass
class Sender:
    """Sends to the page `worker` over a line that loses and reorders; believes nothing but acknowledgements."""

    page: Page
    desktop: Pixels
    chance: random.Random
    loss: float = 0.0
    reorder: int = 0
    layout: int = 1
    seq: int = 0
    sent: dict[int, Rect] = field(default_factory=dict)
    newest: dict[int, picture.Fate] = field(default_factory=dict)
    need_key: bool = False
    _line: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int]:
        return self.desktop.shape[1], self.desktop.shape[0]

    def begin(self) -> None:
        width, height = self.size
        self.page.evaluate(
            "(it) => line.tell(it)", {"t": "layout", "layout": self.layout, "width": width, "height": height}
        )

    def send(self, message: picture.Message, rect: Rect | None = None) -> int:
        self.seq += 1
        if rect is not None:
            self.sent[self.seq] = rect
        for fragment in split(self.seq, picture.messages.pack(message)):
            if self.chance.random() >= self.loss:
                at = max(0, len(self._line) - self.chance.randint(0, self.reorder))
                self._line.insert(at, picture.fragments.pack(fragment))
        return self.seq

    def tile(self, rect: Rect) -> int:
        x, y, w, h = rect
        data = png(self.desktop[y : y + h, x : x + w])
        return self.send(picture.Tile(self.layout, x, y, w, h, picture.TileCodec.PNG, data), rect)

    def tiles(self) -> None:
        """The whole desktop in tiles of one or two packets."""
        width, height = self.size
        for y in range(0, height, 32):
            for x in range(0, width, 64):
                self.tile((x, y, min(64, width - x), min(32, height - y)))

    def video(self, encoder: Encoder, rect: Rect, *, key: bool) -> int:
        number, data = encoder.encode(self.desktop, key=key)
        width, height = (side + side % 2 for side in self.size)
        return self.send(picture.Video(self.layout, *rect, encoder.codec, key, number, 0, width, height, data), rect)

    def deliver(self) -> None:
        """Everything on the line arrives."""
        self.page.evaluate(
            "(packets) => line.feed(packets)", [base64.b64encode(packet).decode() for packet in self._line]
        )
        self._line.clear()

    def hear(self) -> None:
        """Takes what the page acknowledged until now."""
        for text in self.page.evaluate("line.acks()"):
            ack = picture.acks.unpack(base64.b64decode(text))
            self.need_key = ack.need_key
            for back, fate in enumerate(ack.fates):
                self.newest[ack.newest - back] = fate

    def ask(self) -> None:
        """Asks the page what became of everything, and takes what it has said by then."""
        self.send(picture.Probe())
        self.deliver()
        self.page.wait_for_timeout(60)
        self.hear()

    def settle(self) -> None:
        """Until everything that was sent is known to stand on the page: what is not, is sent as it looks now."""
        for _ in range(300):
            self.ask()
            lost = [rect for seq, rect in self.sent.items() if self.newest.get(seq) != picture.Fate.PAINTED]
            self.sent.clear()
            if not lost:
                return
            for rect in lost:
                self.tile(rect)
        raise AssertionError("the picture never came to rest")

    def shot(self) -> Pixels:
        width, height = self.size
        return pixels_of(self.page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height}))
