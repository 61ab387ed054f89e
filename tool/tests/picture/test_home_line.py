"""A page of text on a home line: 40 ms each way, 2 Mbit/s, 1 % loss, with the real encoders."""

import numpy as np
import pytest
from yorisoi_protocol.frames.picture import VideoCodec
from yorisoi_tool.desktops.ports import Pixels
from yorisoi_tool.encode.vpx import Vp8Encoder
from yorisoi_tool.picture.region import Rect

from .line import HOME
from .world import FakeEncoder, MakeWorld, World

SIZE = (1280, 800)
KEPT = 16


class Vp8AsBigAsReal(FakeEncoder):
    """Frames of the size VP8 really makes; what the page paints of them is wrong everywhere, so only tiles make it right."""

    codec = VideoCodec.VP8

    def __init__(self, width: int, height: int, frames: dict[bytes, np.ndarray]) -> None:
        super().__init__(width, height, frames)
        self._real = Vp8Encoder(width, height)

    def put(self, pixels: Pixels, x: int, y: int) -> None:
        super().put(pixels, x, y)
        self._real.put(pixels, x, y)

    def encode(self, *, key: bool, budget: int) -> bytes:
        name = super().encode(key=key, budget=1)[:8]
        for old in list(self._frames)[:-KEPT]:
            self._frames[old] = np.empty((0, 0, 3), np.uint8)
        return name + self._real.encode(key=key, budget=budget)[8:]

    def close(self) -> None:
        self._real.close()


def page_of_text(seed: int) -> np.ndarray:
    """Forty lines of 100 glyphs with smooth edges, dark on light, some lines coloured."""
    chance = np.random.default_rng(seed)
    strokes = chance.random((180, 17, 10)) < 0.3
    smooth = sum(np.roll(strokes, (dy, dx), (1, 2)) for dy in (0, 1) for dx in (0, 1)) / 4
    page = np.full((SIZE[1], SIZE[0], 3), 252, np.uint8)
    for line in range(38):
        ink = np.array([(20, 20, 20), (150, 60, 0), (20, 20, 170)][line % 7 % 3])
        for column in range(105):
            glyph = smooth[chance.integers(180)][..., None]
            page[10 + line * 20 : 27 + line * 20, 12 + column * 12 : 22 + column * 12] = 252 + glyph * (ink - 252)
    return page


def on_a_home_line(make_world: MakeWorld, seed: int) -> World:
    world = make_world(
        HOME, seed=seed, size=SIZE, encoders=lambda codecs, width, height: Vp8AsBigAsReal(width, height, world.frames)
    )
    world.screen.pixels[...] = 225
    assert world.run_until(lambda: world.camera.is_exact() and world.equal(), 10_000)
    return world


@pytest.mark.parametrize("seed", range(3))
def test_a_page_of_text_is_exact_within_three_seconds_of_coming_to_rest(make_world: MakeWorld, seed: int) -> None:
    world = on_a_home_line(make_world, seed)
    world.screen.draw(Rect(0, 0, *SIZE), page_of_text(seed))
    assert world.run_until(lambda: world.camera.is_exact() and world.equal(), 3_000)


def test_a_page_that_was_scrolled_for_two_seconds_is_exact_within_three_more(make_world: MakeWorld) -> None:
    world = on_a_home_line(make_world, 4)
    page = page_of_text(4)
    for step in range(40):
        world.screen.draw(Rect(0, 0, *SIZE), np.roll(page, -13 * step, axis=0))
        world.run(50)
    assert world.run_until(lambda: world.camera.is_exact() and world.equal(), 3_000)
