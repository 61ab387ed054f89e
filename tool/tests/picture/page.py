"""The viewer's page as the tool's tests need it: the rules of painting, of chains and of acknowledging, on real pixels.

Written from the contract, apart from the product's own receiver, so that both can be wrong in different ways only.
"""

import random
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from yorisoi_protocol.frames.acknowledge import acknowledge
from yorisoi_protocol.frames.fragments import Assembly
from yorisoi_protocol.frames.picture import (
    CursorPlace,
    CursorShape,
    Fate,
    Probe,
    Still,
    Tile,
    Video,
    acks,
    fragments,
    messages,
)
from yorisoi_protocol.limits import ACK_WINDOW
from yorisoi_tool.picture.region import NOTHING, Rect, Region

SPACING_MS, INCOMPLETE_MS, NEED_KEY_MS, GAP_MS, GIVE_UP_MS = 15, 100, 250, 300, 1_000


@dataclass
class Held:
    """A complete message that is being decoded."""

    seq: int
    rect: Rect
    message: Tile | Video
    done_at: float | None  # None: waits for its predecessor
    complete_at: float


class Page:
    def __init__(self, width: int, height: int, videos: dict[bytes, np.ndarray], chance: random.Random) -> None:
        self.videos, self._chance = videos, chance
        self.assembly = Assembly()
        self.touched: dict[int, float] = {}
        self.fates: dict[int, Fate] = {}
        self.newest = 0
        self.held: dict[int, Held] = {}
        self.painted: list[tuple[int, Rect]] = []
        self.last_frame: int | None = None
        self.need_key = False
        self.shape_seq = self.place_seq = 0
        self.place: tuple[int, int] | None = None
        self.shape: CursorShape | None = None
        self.still_seq = 0
        self._news = False
        self._sent_at = -1e9
        self.layout(1, width, height)

    def layout(self, number: int, width: int, height: int) -> None:
        self.layout_number = number
        self.pixels = np.zeros((height, width, 3), np.uint8)
        self.known = np.zeros((height, width), bool)
        for seq in list(self.held):
            self._settle(seq, Fate.REFUSED)
        self.painted.clear()
        self.last_frame, self.need_key = None, False

    def wipe(self) -> None:
        """What may not be watched any more is not shown any more."""
        self.pixels[...] = 0
        self.known[...] = False

    # arriving
    def packet(self, data: bytes, now: float) -> None:
        fragment = fragments.unpack(data)
        seq = fragment.seq
        self.newest = max(self.newest, seq)
        if seq <= self.newest - ACK_WINDOW or self.fates.get(seq, Fate.UNKNOWN) is not Fate.UNKNOWN:
            return
        self.touched[seq] = now
        whole = self.assembly.add(fragment)
        if whole is None:
            return
        del self.touched[seq]
        match messages.unpack(whole):
            case Tile() | Video() as message:
                self._complete(seq, message, now)
            case CursorShape() as shape:
                self._settle(seq, Fate.PAINTED if seq > self.shape_seq else Fate.REFUSED)
                if seq > self.shape_seq:
                    self.shape_seq, self.shape = seq, shape
            case CursorPlace() as place:
                self._settle(seq, Fate.PAINTED if seq > self.place_seq else Fate.REFUSED)
                if seq > self.place_seq:
                    self.place_seq, self.place = seq, (place.x, place.y)
            case Still():
                self.still_seq = seq
                self._settle(seq, Fate.PAINTED)
            case Probe():
                self._settle(seq, Fate.PAINTED)

    def _complete(self, seq: int, message: Tile | Video, now: float) -> None:
        rect = Rect(message.x, message.y, message.w, message.h)
        if message.layout != self.layout_number:
            self._settle(seq, Fate.REFUSED)
            return
        if isinstance(message, Tile):
            if any(other > seq and old.meets(rect) for other, old in self.painted):
                self._settle(seq, Fate.REFUSED)
                return
            self.held[seq] = Held(seq, rect, message, now + self._chance.uniform(0, 12), now)
        else:
            if self.need_key and not message.key:
                self._settle(seq, Fate.REFUSED)
                return
            self.held[seq] = Held(seq, rect, message, None, now)
        self.fates[seq] = Fate.DECODING
        self._start_videos(now)

    def _start_videos(self, now: float) -> None:
        again = True
        while again:
            again = False
            for held in sorted(self.held.values(), key=lambda each: each.seq):
                message = held.message
                if not isinstance(message, Video) or held.done_at is not None:
                    continue
                if message.key or message.frame - 1 == self.last_frame:
                    if message.key:
                        self.need_key = False
                        for old in list(self.held.values()):
                            if isinstance(old.message, Video) and old.done_at is None and old.seq < held.seq:
                                self._settle(old.seq, Fate.REFUSED)
                    self.last_frame = message.frame
                    held.done_at = now + self._chance.uniform(2, 25)
                    again = True
                    break

    # time
    def tick(self, now: float) -> bytes | None:
        """Decodes and paints what is due; the acknowledgement to send, if one is due."""
        for held in list(self.held.values()):
            if held.done_at is None and now >= held.complete_at + GAP_MS:
                self.last_frame, self.need_key = None, True
                for each in list(self.held.values()):
                    if isinstance(each.message, Video) and each.done_at is None:
                        self._settle(each.seq, Fate.REFUSED)
        self._paint(now)
        for seq, at in list(self.touched.items()):
            if now >= at + GIVE_UP_MS:
                self.assembly.drop(seq)
                del self.touched[seq]
                self._settle(seq, Fate.REFUSED)
        due = self._ack_due()
        return self._ack(now) if due is not None and now >= due else None

    def due(self) -> float | None:
        moments = [held.done_at for held in self.held.values() if held.done_at is not None and self._turn(held)]
        moments += [held.complete_at + GAP_MS for held in self.held.values() if held.done_at is None]
        moments += [at + GIVE_UP_MS for at in self.touched.values()]
        ack = self._ack_due()
        if ack is not None:
            moments.append(ack)
        return min(moments, default=None)

    def _turn(self, held: Held) -> bool:
        """Earlier complete ones that overlap are painted first; those that wait for a predecessor do not count."""
        return not any(
            other.seq < held.seq and other.done_at is not None and other.rect.meets(held.rect)
            for other in self.held.values()
        )

    def _paint(self, now: float) -> None:
        for held in sorted(self.held.values(), key=lambda each: each.seq):
            if held.done_at is None or now < held.done_at or not self._turn(held):
                continue
            newer = Region.of(rect for seq, rect in self.painted if seq > held.seq and rect.meets(held.rect))
            free = Region.of([held.rect]) - newer
            if (newer and isinstance(held.message, Tile)) or not free:
                self._settle(held.seq, Fate.REFUSED)
                continue
            picture = self._picture(held)
            for part in free:
                x, y = part.x - held.rect.x, part.y - held.rect.y
                self.pixels[part.y : part.bottom, part.x : part.right] = picture[y : y + part.h, x : x + part.w]
                self.known[part.y : part.bottom, part.x : part.right] = True
            self.painted.append((held.seq, held.rect))
            self.painted = [each for each in self.painted if each[0] > self.newest - ACK_WINDOW]
            self._settle(held.seq, Fate.PAINTED)

    def _picture(self, held: Held) -> np.ndarray:
        if isinstance(held.message, Tile):
            return decode_png(held.message.data)
        r = held.rect
        return self.videos[held.message.data[:8]][r.y : r.bottom, r.x : r.right]

    def _settle(self, seq: int, fate: Fate) -> None:
        self.held.pop(seq, None)
        self.fates[seq] = fate
        self._news = True

    def _ack_due(self) -> float | None:
        if self._news:
            return self._sent_at + SPACING_MS
        if self.touched:
            return self._sent_at + INCOMPLETE_MS
        return None

    def _ack(self, now: float) -> bytes:
        self._news, self._sent_at = False, now
        return acks.pack(acknowledge(self.newest, self.fates, self.assembly, self.need_key))


def decode_png(data: bytes) -> np.ndarray:
    """RGB with filters 0 and 1, checked chunk by chunk."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, found = 8, {}
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(name + body)
        found[name] = body
        at += 12 + length
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", found[b"IHDR"])
    assert (depth, colour, rest) == (8, 2, [0, 0, 0])
    rows = np.frombuffer(zlib.decompress(found[b"IDAT"]), np.uint8).reshape(height, width * 3 + 1)
    pixels = rows[:, 1:].reshape(height, width, 3).copy()
    for y in range(height):
        assert rows[y, 0] in (0, 1)
        if rows[y, 0] == 1:
            pixels[y] = np.cumsum(pixels[y], axis=0, dtype=np.uint8)
    return pixels


__all__ = ["NOTHING", "Page", "decode_png"]
