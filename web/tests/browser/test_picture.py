"""The picture worker in a real Chromium: whatever the line does, the canvas ends as the desktop, pixel by pixel."""

import random
import time
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from yorisoi_protocol.frames import picture

from web.tests.browser.sender import Encoder, Pixels, Rect, Sender, png

WIDTH, HEIGHT = 601, 401


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 700, "height": 500}, device_scale_factor=1)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(f"{site}/picture.html")
    opened.evaluate("line.codecs()")
    yield opened
    context.close()
    assert faults == []


def noise(chance: random.Random, width: int = WIDTH, height: int = HEIGHT) -> Pixels:
    """Blocks of 4 x 4 pixels in any colours."""
    generator = np.random.default_rng(chance.randrange(2**32))
    blocks = generator.integers(0, 256, (height // 4 + 1, width // 4 + 1, 3), np.uint8)
    return blocks.repeat(4, axis=0).repeat(4, axis=1)[:height, :width].copy()


def soft(width: int = WIDTH, height: int = HEIGHT) -> Pixels:
    """Wide fields of plain colours, which video keeps."""
    pixels = np.zeros((height, width, 3), np.uint8)
    for at, colour in enumerate(
        [(255, 255, 255), (200, 30, 30), (30, 160, 60), (30, 60, 200), (128, 128, 128), (0, 0, 0)]
    ):
        pixels[:, at * width // 6 : (at + 1) * width // 6] = colour
    return pixels


def somewhere(chance: random.Random) -> Rect:
    w, h = chance.randint(1, 160), chance.randint(1, 120)
    return chance.randint(0, WIDTH - w), chance.randint(0, HEIGHT - h), w, h


def test_the_browser_names_the_codecs_it_has_decoded(page: Page) -> None:
    assert page.evaluate("line.codecs()") == ["vp8", "h264"]


def test_tiles_are_exact_to_the_bit(page: Page) -> None:
    sender = Sender(page, noise(random.Random(1)), random.Random(1))
    sender.begin()
    sender.tile((0, 0, WIDTH, HEIGHT))
    sender.settle()
    assert np.array_equal(sender.shot(), sender.desktop)


@pytest.mark.parametrize("codec", list(picture.VideoCodec))
def test_video_shows_the_colours_of_the_desktop(page: Page, codec: picture.VideoCodec) -> None:
    sender = Sender(page, soft(), random.Random(1))
    sender.begin()
    encoder = Encoder(codec, WIDTH, HEIGHT)
    sender.video(encoder, (0, 0, WIDTH, HEIGHT), key=True)
    sender.deliver()
    sender.settle()
    middles = [at * WIDTH // 6 + WIDTH // 12 for at in range(6)]
    difference = np.abs(sender.shot()[200, middles].astype(int) - sender.desktop[200, middles])
    assert difference.max() <= 6


@pytest.mark.parametrize("codec", list(picture.VideoCodec))
def test_a_delta_paints_its_rectangle_only(page: Page, codec: picture.VideoCodec) -> None:
    sender = Sender(page, soft(), random.Random(1))
    sender.begin()
    encoder = Encoder(codec, WIDTH, HEIGHT)
    sender.video(encoder, (0, 0, WIDTH, HEIGHT), key=True)
    sender.settle()
    before = sender.shot()
    sender.desktop = np.full_like(sender.desktop, 90)
    sender.video(encoder, (100, 40, 50, 30), key=False)
    sender.settle()
    after = sender.shot()
    inside = after[42:68, 104:146].astype(int)
    assert np.abs(inside - 90).max() <= 12
    after[40:70, 100:150] = before[40:70, 100:150]
    assert np.array_equal(after, before)


@pytest.mark.parametrize("seed", range(4))
def test_a_line_that_loses_and_reorders_ends_in_the_exact_desktop(page: Page, seed: int) -> None:
    chance = random.Random(seed)
    sender = Sender(page, noise(chance), chance, loss=0.08, reorder=12)
    encoder = Encoder(list(picture.VideoCodec)[seed % 2], WIDTH, HEIGHT)
    sender.begin()
    sender.tiles()
    lossy: list[Rect] = []
    for turn in range(120):
        rect = somewhere(chance)
        x, y, w, h = rect
        sender.desktop[y : y + h, x : x + w] = noise(chance, w, h)
        if chance.random() < 0.3:
            sender.video(encoder, rect, key=sender.need_key or turn % 17 == 0)
            lossy.append(rect)
        else:
            sender.tile(rect)
        if chance.random() < 0.4:
            sender.deliver()
            sender.hear()
    for rect in lossy:
        sender.tile(rect)
    sender.settle()
    assert np.array_equal(sender.shot(), sender.desktop)


def test_a_thousand_flips_of_one_marker_are_never_lost(page: Page) -> None:
    chance = random.Random(7)
    sender = Sender(page, noise(chance), chance, loss=0.02, reorder=3)
    sender.begin()
    sender.tiles()
    sender.settle()
    for turn in range(1_000):
        sender.desktop[100:148, 200:264] = (250, 20, 20) if turn % 2 else (20, 20, 250)
        sender.tile((200, 100, 64, 48))
        if turn % 25 == 0:
            sender.settle()
            assert np.array_equal(sender.shot()[100:148, 200:264], sender.desktop[100:148, 200:264])
    sender.settle()
    assert np.array_equal(sender.shot(), sender.desktop)


def test_a_new_layout_leaves_nothing_of_the_old_desktop(page: Page) -> None:
    sender = Sender(page, noise(random.Random(2)), random.Random(2))
    sender.begin()
    sender.tile((0, 0, WIDTH, HEIGHT))
    sender.settle()
    sender.layout, sender.desktop = 2, noise(random.Random(3), 320, 200)
    sender.begin()
    assert not sender.shot().any()
    sender.tile((0, 0, 320, 200))
    sender.settle()
    assert np.array_equal(sender.shot(), sender.desktop)


def test_the_picture_goes_black_at_once_when_it_may_not_be_seen(page: Page) -> None:
    sender = Sender(page, noise(random.Random(2)), random.Random(2))
    sender.begin()
    sender.tile((0, 0, WIDTH, HEIGHT))
    sender.settle()
    page.evaluate("line.tell({t: 'clear'})")
    give_up = time.monotonic() + 20
    while sender.shot().any():
        assert time.monotonic() < give_up, "the picture stays"


def test_data_that_is_no_picture_is_refused_and_the_next_picture_comes(page: Page) -> None:
    sender = Sender(page, noise(random.Random(4)), random.Random(4))
    sender.begin()
    broken = bytearray(png(sender.desktop[:20, :20]))
    broken[60:90] = bytes(30)
    refused = [sender.send(picture.Tile(1, 0, 0, 20, 20, picture.TileCodec.PNG, bytes(broken)))]
    for codec in picture.VideoCodec:
        refused.append(
            sender.send(picture.Video(1, 0, 0, 9, 9, codec, True, codec, 0, WIDTH + 1, HEIGHT + 1, b"\0\1\2" * 99))
        )
    sender.deliver()
    give_up = time.monotonic() + 20
    while [sender.newest.get(seq) for seq in refused] != [picture.Fate.REFUSED] * 3:
        assert time.monotonic() < give_up, sender.newest
        sender.ask()
    sender.tile((0, 0, WIDTH, HEIGHT))
    sender.settle()
    assert np.array_equal(sender.shot(), sender.desktop)


def test_the_cursor_is_told_to_the_page_and_not_painted(page: Page) -> None:
    sender = Sender(page, noise(random.Random(5)), random.Random(5))
    sender.begin()
    sender.tile((0, 0, WIDTH, HEIGHT))
    shape = np.full((16, 12, 4), 255, np.uint8)
    sender.send(picture.CursorShape(3, 1, 2, 12, 16, picture.CursorCodec.PNG, png(shape)))
    sender.send(picture.CursorPlace(3, 50, 60, True))
    sender.settle()
    assert page.evaluate("line.heard.cursor") == [3, 1, 2, 12]
    assert page.evaluate("line.heard.place") == [50, 60, True]
    assert np.array_equal(sender.shot(), sender.desktop)
