"""The page's double on a bad line: what a simple sender of tiles shows in the end is exact, whatever was lost."""

import random

import pytest
from yorisoi_protocol.frames import picture
from yorisoi_protocol.frames.compositor import PIXEL_BYTES
from yorisoi_protocol.frames.fragments import split
from yorisoi_protocol.frames.picture import Fate, Tile, TileCodec, Video, VideoCodec
from yorisoi_protocol.limits import GIVE_UP_MS
from yorisoi_protocol.testing.page import Page

WIDTH, HEIGHT = 60, 40
RECTS = [(x, y, 20, 20) for y in (0, 20) for x in (0, 20, 40)]


def flat(tile: Tile) -> bytes:
    """The data is the colour and padding, so that a tile has several fragments."""
    return tile.data[:PIXEL_BYTES] * (tile.w * tile.h)


def no_video(_: Video) -> bytes:
    raise ValueError("this page cannot decode video")


@pytest.mark.parametrize("seed", range(8))
def test_lost_tiles_become_dirty_again_until_the_picture_is_exact(seed: int) -> None:
    chance = random.Random(seed)
    page = Page(flat, no_video)
    page.layout(1, WIDTH, HEIGHT)
    colours: dict[tuple[int, int, int, int], bytes] = {}
    under_way: dict[int, tuple[tuple[int, int, int, int], bytes]] = {}
    dirty = set(RECTS)
    seq = now = 0
    for turn in range(400):
        now += 20
        if turn < 200:
            rect = chance.choice(RECTS)
            colours[rect] = chance.randbytes(PIXEL_BYTES)
            dirty.add(rect)
        packets = []
        for rect in sorted(dirty):
            seq += 1
            colour = colours.setdefault(rect, b"abc")
            under_way[seq] = (rect, colour)
            message = picture.messages.pack(Tile(1, *rect, TileCodec.PNG, colour + bytes(2_500)))
            packets += [picture.fragments.pack(fragment) for fragment in split(seq, message)]
        dirty.clear()
        packets.append(picture.fragments.pack(split(seq := seq + 1, picture.messages.pack(picture.Probe()))[0]))
        chance.shuffle(packets)
        for packet in packets:
            if chance.random() > 0.1:
                page.packet(packet, now)
        page.tick(now)
        told = page.ack()
        if told is None or chance.random() < 0.1:
            continue
        ack = picture.acks.unpack(told)
        fates = {ack.newest - at: fate for at, fate in enumerate(ack.fates)}
        for number, (rect, colour) in list(under_way.items()):
            fate = fates.get(number, Fate.UNKNOWN)
            lost = fate is Fate.UNKNOWN and number < ack.newest - 20
            if fate in (Fate.PAINTED, Fate.REFUSED) or lost:
                del under_way[number]
                if fate is not Fate.PAINTED and colours[rect] == colour:
                    dirty.add(rect)
    shown = page.compositor.pixels
    for (x, y, w, h), colour in colours.items():
        for row in range(y, y + h):
            at = (row * WIDTH + x) * PIXEL_BYTES
            assert bytes(shown[at : at + w * PIXEL_BYTES]) == colour * w


def test_what_cannot_be_decoded_or_read_is_refused_and_said() -> None:
    page = Page(flat, no_video)
    assert page.ack() is None
    page.layout(1, WIDTH, HEIGHT)
    frame = Video(1, 0, 0, 8, 8, VideoCodec.VP8, True, 0, 0, WIDTH, HEIGHT, b"x")
    page.packet(picture.fragments.pack(split(1, picture.messages.pack(frame))[0]), 0)
    page.packet(picture.fragments.pack(split(2, b"\xff no message")[0]), 0)
    page.packet(b"no fragment", 0)
    page.packet(picture.fragments.pack(split(3, bytes(3_000))[1]), 0)
    page.tick(GIVE_UP_MS - 1)
    assert page.compositor.fates == {1: Fate.REFUSED, 2: Fate.REFUSED}
    page.tick(GIVE_UP_MS)
    told = page.ack()
    assert told is not None
    ack = picture.acks.unpack(told)
    assert (ack.fates, ack.need_key, ack.missing) == ((Fate.REFUSED,) * 3, True, ())
