"""The protocol's reference compositor in the place of the page: the second oracle of the picture's tests."""

import random

import numpy as np
from yorisoi_protocol.frames.acknowledge import acknowledge
from yorisoi_protocol.frames.compositor import Compositor
from yorisoi_protocol.frames.fragments import Assembly
from yorisoi_protocol.frames.picture import (
    CursorPlace,
    CursorShape,
    Fate,
    Message,
    Still,
    Tile,
    Video,
    acks,
    fragments,
    messages,
)

from .page import GIVE_UP_MS, INCOMPLETE_MS, SPACING_MS, decode_png


class ReferencePage:
    """Same face as `Page`."""

    def __init__(self, width: int, height: int, videos: dict[bytes, np.ndarray], chance: random.Random) -> None:
        self._videos, self._chance = videos, chance
        self._compositor, self._assembly = Compositor(), Assembly()
        self._messages: dict[int, Message] = {}
        self._decoders: dict[int, float] = {}
        self._touched: dict[int, float] = {}
        self._told: dict[int, Fate] = {}
        self._sent_at = -1e9
        self.still_seq = 0
        self.layout(1, width, height)

    @property
    def pixels(self) -> np.ndarray:
        made = self._compositor
        return np.frombuffer(made.pixels, np.uint8).reshape(made.height, made.width, 3)

    @property
    def known(self) -> np.ndarray:
        return np.ones((1, 1), bool)

    @property
    def place(self) -> tuple[int, int] | None:
        place: CursorPlace | None = self._compositor.cursor_place
        return None if place is None else (place.x, place.y)

    @property
    def shape(self) -> CursorShape | None:
        return self._compositor.cursor_shape

    def layout(self, number: int, width: int, height: int) -> None:
        self._compositor.layout(number, width, height)
        self._decoders.clear()

    def wipe(self) -> None:
        self._compositor.pixels[:] = bytes(len(self._compositor.pixels))

    def packet(self, data: bytes, now: float) -> None:
        fragment = fragments.unpack(data)
        seq = fragment.seq
        if not self._compositor.heard(seq) or seq in self._compositor.fates:
            return
        self._touched[seq] = now
        whole = self._assembly.add(fragment)
        if whole is None:
            return
        del self._touched[seq]
        message = self._messages[seq] = messages.unpack(whole)
        if isinstance(message, Still):
            self.still_seq = seq
        for each in self._compositor.arrive(seq, message, int(now)):
            self._decoders[each] = now + self._chance.uniform(0, 20)

    def tick(self, now: float) -> bytes | None:
        self._compositor.tick(int(now))
        for seq, due in list(self._decoders.items()):
            if now >= due:
                del self._decoders[seq]
                self._compositor.decoded(seq, self._decode(self._messages[seq]))
        for seq, at in list(self._touched.items()):
            if now >= at + GIVE_UP_MS:
                del self._touched[seq]
                self._assembly.drop(seq)
                self._compositor.give_up(seq)
        due = self._ack_due()
        if due is None or now < due:
            return None
        self._sent_at, self._told = now, self._settled()
        made = self._compositor
        return acks.pack(acknowledge(made.newest, made.fates, self._assembly, made.need_key))

    def due(self) -> float | None:
        moments = [*self._decoders.values(), *(at + GIVE_UP_MS for at in self._touched.values())]
        moments += [each for each in (self._compositor.deadline(), self._ack_due()) if each is not None]
        return min(moments, default=None)

    def _decode(self, message: Message) -> bytes:
        if isinstance(message, Tile):
            return decode_png(message.data).tobytes()
        assert isinstance(message, Video)
        picture = self._videos[message.data[:8]]
        coded = np.zeros((message.height, message.width, 3), np.uint8)
        coded[: picture.shape[0], : picture.shape[1]] = picture
        return coded.tobytes()

    def _settled(self) -> dict[int, Fate]:
        return {seq: fate for seq, fate in self._compositor.fates.items() if fate in (Fate.PAINTED, Fate.REFUSED)}

    def _ack_due(self) -> float | None:
        if any(self._told.get(seq) is not fate for seq, fate in self._settled().items()):
            return self._sent_at + SPACING_MS
        return self._sent_at + INCOMPLETE_MS if self._touched else None
