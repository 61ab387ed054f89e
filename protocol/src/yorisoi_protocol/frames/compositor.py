"""The reference compositor: whole picture messages in any order and with any loss in, exact pixels and fates out.

What a page must show is what this shows; the browser's own (paint_order, chain, receiver) is judged by its traces.
Decoding is the caller's: `arrive` and `tick` answer what to decode now, in this order; `decoded` brings the pixels back.

    painting    in number order wherever rectangles overlap: what is decoded waits for earlier ones still in a decoder;
                what has not arrived, or waits for its predecessor, holds up nobody
    late        something newer was already painted there: a tile is refused, a video frame is painted around it
    video       a delta goes to the decoder after its predecessor; when a gap is not filled within VIDEO_GAP_MS, or the
                decoder fails, every delta is refused until a key frame comes (`need_key`)
    layout      a message of another layout, or outside the desktop, is refused
    window      what is ACK_WINDOW numbers behind the newest is over: refused if it was under way, else not looked at
"""

from dataclasses import dataclass, field

from yorisoi_protocol.frames.picture import (
    CursorPlace,
    CursorShape,
    Fate,
    Message,
    Probe,
    Still,
    Tile,
    Video,
)
from yorisoi_protocol.frames.rectangles import Rect, overlap, subtract
from yorisoi_protocol.limits import ACK_WINDOW, VIDEO_GAP_MS

PIXEL_BYTES = 3  # RGB


@dataclass
class _Begun:
    """In a decoder; then `pixels` are there and it waits for its turn. A video frame brings the whole desktop."""

    rect: Rect
    is_video: bool
    stride: int
    pixels: bytes | None = None


@dataclass
class _Chain:
    """Which video frames may go to the decoder."""

    last: int | None = None  # the newest frame handed to the decoder, while it can go on from there
    newest: int = -1
    need_key: bool = False
    waiting: dict[int, tuple[int, int]] = field(default_factory=dict)  # frame -> message number, since


class Compositor:
    """One desktop picture. `fates` holds everything ever heard of; `pixels` are RGB rows without padding."""

    def __init__(self) -> None:
        self.fates: dict[int, Fate] = {}
        self.width = self.height = self.newest = self._layout = 0
        self.pixels = bytearray()
        self.cursor_shape: CursorShape | None = None
        self.cursor_place: CursorPlace | None = None
        self._shape_seq = self._place_seq = 0
        self._video: dict[int, Video] = {}
        self._begun: dict[int, _Begun] = {}
        self._painted: list[tuple[int, Rect]] = []
        self._chain = _Chain()

    @property
    def oldest(self) -> int:
        """The lowest number whose fate is still told."""
        return max(1, self.newest - ACK_WINDOW + 1)

    @property
    def need_key(self) -> bool:
        """Whether only a video key frame can go on."""
        return self._chain.need_key

    def layout(self, number: int, width: int, height: int) -> None:
        """The desktop has this number and size from now on; what is under way for another one is refused."""
        for seq in [*self._begun, *self._video]:
            self.fates[seq] = Fate.REFUSED
        self._begun.clear()
        self._video.clear()
        self._painted.clear()
        self._chain = _Chain()
        self._layout, self.width, self.height = number, width, height
        self.pixels = bytearray(width * height * PIXEL_BYTES)

    def arrive(self, seq: int, message: Message, now_ms: int) -> list[int]:
        """A whole message. Answers the numbers to hand to a decoder now, in this order."""
        if seq in self.fates or not self.heard(seq):
            return []
        match message:
            case Tile():
                return self._tile(seq, message)
            case Video():
                return self._video_frame(seq, message, now_ms)
            case CursorShape():
                self._settle(seq, seq > self._shape_seq)
                if seq > self._shape_seq:
                    self._shape_seq, self.cursor_shape = seq, message
            case CursorPlace():
                self._settle(seq, seq > self._place_seq)
                if seq > self._place_seq:
                    self._place_seq, self.cursor_place = seq, message
            case Probe():
                self._settle(seq, True)
            case Still():
                self._settle(seq, message.layout == self._layout)
        return []

    def heard(self, seq: int) -> bool:
        """Something of this number has arrived. False when it is older than what an acknowledgement can tell."""
        if seq > self.newest:
            self.newest = seq
            if any(each < self.oldest for each in self._video):
                self._break_chain()
            self._refuse([each for each in self._begun if each < self.oldest])
            self._painted = [each for each in self._painted if each[0] >= self.oldest]
            self.fates = {number: fate for number, fate in self.fates.items() if number >= self.oldest}
        return seq >= self.oldest

    def decoded(self, seq: int, pixels: bytes) -> None:
        """RGB rows: of the tile's own size, or of the video's coded size. Paints all whose turn has come."""
        begun = self._begun.get(seq)
        if begun is not None:
            rows = len(pixels) // begun.stride
            if len(pixels) != begun.stride * rows or rows < begun.rect.h:
                raise ValueError("pixels of another size than the message said")
            begun.pixels = pixels
            self._paint_what_may()

    def failed(self, seq: int) -> None:
        """It cannot be decoded. A video frame takes every other one in the decoder along, up to the next key frame;
        one whose pixels are there already only waits for its turn, and keeps it."""
        begun = self._begun.get(seq)
        if begun is None:
            return
        if not begun.is_video:
            self._refuse([seq])
            return
        self._break_chain()
        self._refuse([other for other, each in self._begun.items() if each.is_video and each.pixels is None])

    def tick(self, now_ms: int) -> None:
        """Gives up waiting for a video frame whose time is over."""
        due = self.deadline()
        if due is not None and now_ms >= due:
            self._break_chain()

    def deadline(self) -> int | None:
        """When `tick` has something to do."""
        return min((since + VIDEO_GAP_MS for _, since in self._chain.waiting.values()), default=None)

    def give_up(self, seq: int) -> None:
        """It will not be waited for any longer, though it is incomplete."""
        self.fates.setdefault(seq, Fate.REFUSED)

    def _tile(self, seq: int, tile: Tile) -> list[int]:
        rect = Rect(tile.x, tile.y, tile.w, tile.h)
        if not self._inside(tile.layout, rect) or self._newer_over(seq, rect):
            self.fates[seq] = Fate.REFUSED
            return []
        self.fates[seq] = Fate.DECODING
        self._begun[seq] = _Begun(rect, False, tile.w * PIXEL_BYTES)
        return [seq]

    def _video_frame(self, seq: int, video: Video, now_ms: int) -> list[int]:
        whole = (video.width, video.height) == (self.width + self.width % 2, self.height + self.height % 2)
        if not whole or not self._inside(video.layout, Rect(video.x, video.y, video.w, video.h)):
            self.fates[seq] = Fate.REFUSED
            return []
        chain, frame = self._chain, video.frame
        if frame <= chain.newest or frame in chain.waiting or (chain.need_key and not video.key):
            self.fates[seq] = Fate.REFUSED
            return []
        self.fates[seq] = Fate.DECODING
        self._video[seq] = video
        if video.key:
            for older in [each for each in chain.waiting if each < frame]:
                self.fates[chain.waiting.pop(older)[0]] = Fate.REFUSED
            chain.need_key = False
        elif chain.last is None or frame != chain.last + 1:
            chain.waiting[frame] = (seq, now_ms)
            return []
        started = [seq]
        while True:
            chain.last = chain.newest = frame
            self._begin_video(started[-1])
            frame += 1
            if frame not in chain.waiting:
                return started
            started.append(chain.waiting.pop(frame)[0])

    def _begin_video(self, seq: int) -> None:
        video = self._video.pop(seq)
        rect = Rect(video.x, video.y, video.w, video.h)
        self._begun[seq] = _Begun(rect, True, video.width * PIXEL_BYTES)

    def _break_chain(self) -> None:
        for seq, _ in self._chain.waiting.values():
            self.fates[seq] = Fate.REFUSED
            self._video.pop(seq, None)
        self._chain = _Chain(None, self._chain.newest, True)

    def _refuse(self, seqs: list[int]) -> None:
        for seq in seqs:
            self.fates[seq] = Fate.REFUSED
            self._begun.pop(seq, None)
        self._paint_what_may()

    def _paint_what_may(self) -> None:
        for seq, begun in sorted(self._begun.items()):
            if begun.pixels is None or self._earlier_under(seq, begun.rect):
                continue
            del self._begun[seq]
            newer = self._newer_over(seq, begun.rect)
            clip = subtract(begun.rect, newer) if begun.is_video or not newer else []
            self._settle(seq, bool(clip))
            if clip:
                self._painted.append((seq, begun.rect))
            for part in clip:
                self._copy(begun, begun.pixels, part)

    def _copy(self, begun: _Begun, pixels: bytes, part: Rect) -> None:
        left, top = (part.x, part.y) if begun.is_video else (part.x - begun.rect.x, part.y - begun.rect.y)
        size = part.w * PIXEL_BYTES
        for row in range(part.h):
            source = (top + row) * begun.stride + left * PIXEL_BYTES
            target = ((part.y + row) * self.width + part.x) * PIXEL_BYTES
            self.pixels[target : target + size] = pixels[source : source + size]

    def _earlier_under(self, seq: int, rect: Rect) -> bool:
        return any(other < seq and overlap(begun.rect, rect) for other, begun in self._begun.items())

    def _newer_over(self, seq: int, rect: Rect) -> list[Rect]:
        return [other for number, other in self._painted if number > seq and overlap(other, rect)]

    def _inside(self, layout: int, rect: Rect) -> bool:
        return layout == self._layout and rect.x + rect.w <= self.width and rect.y + rect.h <= self.height

    def _settle(self, seq: int, painted: bool) -> None:
        self.fates[seq] = Fate.PAINTED if painted else Fate.REFUSED
