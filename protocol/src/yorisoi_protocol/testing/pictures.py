"""Picture stories: messages that arrive in any order and are decoded at any time, and what must then be seen.

Each step shows what goes to a decoder, whose pixel is whose (one letter for each, "." for nobody), which fates are
settled, and whether a key frame is needed. Chance is a hash of the story's number, so the files stay as they are.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from yorisoi_protocol.frames.compositor import PIXEL_BYTES, Compositor
from yorisoi_protocol.frames.picture import (
    CursorPlace,
    Fate,
    Message,
    Still,
    Tile,
    TileCodec,
    Video,
    VideoCodec,
    messages,
)
from yorisoi_protocol.frames.rectangles import Rect

WIDTH, HEIGHT, LAYOUT, STEP_MS = 13, 7, 3, 20
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Chance:
    def __init__(self, seed: str) -> None:
        self._draws = self._numbers(seed)

    def below(self, limit: int) -> int:
        return next(self._draws) % limit

    @staticmethod
    def _numbers(seed: str) -> Iterator[int]:
        count = 0
        while True:
            count += 1
            yield int.from_bytes(hashlib.sha256(f"{seed} {count}".encode()).digest()[:6], "big")


def picture_story(number: int, length: int = 26) -> dict[str, Any]:
    """One story on a tiny desktop."""
    chance = _Chance(f"picture {number}")
    sent = _sent(chance, length, keys=30 if number % 2 else 4)
    arriving = _shuffled(chance, [seq for seq in sent if chance.below(9)], reach=1 + chance.below(6))
    compositor = Compositor()
    compositor.layout(LAYOUT, WIDTH, HEIGHT)
    tiles: list[int] = []
    frames: list[int] = []
    steps: list[dict[str, Any]] = []
    now = 0
    while arriving or tiles or frames:
        now += STEP_MS
        compositor.tick(now)
        doing = [word for word, some in (("arrive", arriving), ("tile", tiles), ("frame", frames)) if some]
        word = doing[chance.below(len(doing))]
        started: list[int] = []
        step: dict[str, Any]
        if word == "arrive":
            seq = arriving.pop(0)
            started = compositor.arrive(seq, sent[seq], now)
            tiles += [each for each in started if isinstance(sent[each], Tile)]
            frames += [each for each in started if isinstance(sent[each], Video)]
            step = {"do": "arrive", "seq": seq, "message": messages.pack(sent[seq]).hex()}
        else:
            seq = tiles.pop(chance.below(len(tiles))) if word == "tile" else frames.pop(0)
            if chance.below(12):
                compositor.decoded(seq, _pixels(seq, sent[seq]))
                step = {"do": "decoded", "seq": seq}
            else:
                compositor.failed(seq)
                step = {"do": "failed", "seq": seq}
            tiles = [each for each in tiles if compositor.fates[each] is Fate.DECODING]
            frames = [each for each in frames if compositor.fates[each] is Fate.DECODING]
        steps.append({**step, "at": now, "started": started, **_seen(compositor)})
    return {"name": f"story {number}", "layout": LAYOUT, "width": WIDTH, "height": HEIGHT, "steps": steps}


def _sent(chance: _Chance, length: int, keys: int) -> dict[int, Message]:
    """One video frame in about `keys` is a key frame."""
    sent: dict[int, Message] = {}
    frame = -1
    for seq in range(1, length + 1):
        x, y = chance.below(WIDTH), chance.below(HEIGHT)
        rect = Rect(x, y, 1 + chance.below(WIDTH - x), 1 + chance.below(HEIGHT - y))
        kind = chance.below(20)
        if kind < 9:
            sent[seq] = _tile(rect)
        elif kind < 17:
            frame += 1
            key = frame == 0 or not chance.below(keys)
            size = (WIDTH + WIDTH % 2, HEIGHT + HEIGHT % 2)
            sent[seq] = Video(LAYOUT, *rect, VideoCodec.VP8, key, frame, seq * STEP_MS, *size, b"v")
        elif kind == 17:
            sent[seq] = _tile(rect, layout=LAYOUT + 1)
        elif kind == 18:
            sent[seq] = CursorPlace(1, x, y, True)
        else:
            sent[seq] = Still(LAYOUT)
    return sent


def _tile(rect: Rect, layout: int = LAYOUT) -> Tile:
    """The head of a PNG of the right size: a page looks at it before it decodes anything."""
    head = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + b"IHDR"
    return Tile(layout, *rect, TileCodec.PNG, head + rect.w.to_bytes(4, "big") + rect.h.to_bytes(4, "big"))


def _shuffled(chance: _Chance, seqs: list[int], reach: int) -> list[int]:
    """Nobody overtakes by more than `reach` places."""
    late = {seq: at + chance.below(reach) for at, seq in enumerate(seqs)}
    return sorted(seqs, key=lambda seq: (late[seq], seq))


def _pixels(seq: int, message: Message) -> bytes:
    assert isinstance(message, Tile | Video)
    count = message.w * message.h if isinstance(message, Tile) else message.width * message.height
    return seq.to_bytes(PIXEL_BYTES, "big") * count


def _seen(compositor: Compositor) -> dict[str, Any]:
    data = compositor.pixels
    owners = [int.from_bytes(data[at : at + PIXEL_BYTES], "big") for at in range(0, len(data), PIXEL_BYTES)]
    return {
        "owners": "".join("." if owner == 0 else _LETTERS[owner] for owner in owners),
        "painted": sorted(seq for seq, fate in compositor.fates.items() if fate is Fate.PAINTED),
        "refused": sorted(seq for seq, fate in compositor.fates.items() if fate is Fate.REFUSED),
        "need_key": compositor.need_key,
    }
