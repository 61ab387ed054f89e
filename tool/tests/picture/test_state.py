"""The promise of the picture path: whatever happens on the way, the viewer comes to show the screen to the bit."""

import random

import numpy as np
import pytest
from yorisoi_tool.picture.region import Rect

from .line import BAD, HOME, LOCAL, LONG, THIN, LineKind
from .page import Page
from .reference import ReferencePage
from .world import MakeWorld, World

LINES = {"local": LOCAL, "home": HOME, "bad": BAD, "thin": THIN, "long": LONG}


def draw_somewhere(world: World, chance: random.Random) -> None:
    """A letter, a line, a window, the whole screen; plain or noisy."""
    width, height = world.screen.size()
    w, h = min(width, chance.choice([1, 7, 18, 120, width])), min(height, chance.choice([1, 9, 19, 90, height]))
    rect = Rect(chance.randrange(width - w + 1), chance.randrange(height - h + 1), w, h)
    noise = np.random.default_rng(chance.randrange(1 << 30))
    colours = noise.integers(0, 256, (h, w, 3), np.uint8) if chance.random() < 0.2 else chance.randrange(256)
    world.screen.draw(rect, colours)


def live(world: World, chance: random.Random, steps: int) -> None:
    """A session with everything that can happen in it."""
    for _ in range(steps):
        match chance.choices(
            ["draw", "scroll", "point", "shape", "revoke", "reconnect", "resize"], [60, 6, 10, 3, 2, 2, 1]
        )[0]:
            case "draw":
                draw_somewhere(world, chance)
            case "scroll":
                for _ in range(chance.randrange(1, 12)):
                    rolled = np.roll(world.screen.pixels[..., :3], 5, axis=0)
                    world.screen.draw(Rect(0, 0, *world.screen.size()), rolled)
                    world.run(17)
            case "point":
                world.cursor.move(chance.randrange(300), chance.randrange(200))
            case "shape":
                world.cursor.change(chance.randbytes(30))
            case "revoke":
                world.allowed = False
                world.outbox.clear()
                world.camera.gate_changed()
                world.run(chance.choice([0, 40, 400]))
                world.page.wipe()
                world.allowed = True
                world.camera.gate_changed()
            case "reconnect":
                world.camera.viewer_gone()
                world.run(chance.choice([0, 100]))
                world.page.wipe()
                world.camera.viewer_ready(["vp8"])
            case "resize":
                world.screen.resize(chance.choice([320, 301, 200]), chance.choice([240, 199, 150]))
        world.run(chance.choice([0, 0, 1, 7, 33, 160]))


def all_flips_are_seen(world: World, flips: int) -> bool:
    """Flips a marker at any moment; each colour has to be seen within the time two losses in a row can take."""
    spot, chance = Rect(100, 100, 64, 48), random.Random(world.chance.random())
    if not world.run_until(world.equal, 20_000):
        return False
    before = 0
    for _ in range(flips):
        before = colour = chance.choice([each for each in (1, 50, 99, 200) if each != before])
        world.screen.draw(spot, colour)
        if not world.run_until(
            lambda colour=colour: bool((world.page.pixels[110:140, 110:150] == colour).all()), 2_500
        ):
            return False
        world.run(chance.choice([0, 3, 30]))
    return True


def longest_freeze_ms(world: World) -> float:
    """The whole screen changes twenty times a second for ten seconds: the longest time without anything new."""
    world.run_until(world.equal, 10_000)
    longest, last, shown = 0.0, world.now, world.page.pixels.copy()
    for step in range(200):
        world.screen.draw(Rect(0, 0, 320, 240), np.random.default_rng(step).integers(0, 256, (240, 320, 3), np.uint8))
        world.run(50)
        longest = max(longest, world.now - last)
        if (world.page.pixels != shown).any():
            last, shown = world.now, world.page.pixels.copy()
    return longest


@pytest.mark.parametrize("page", [Page, ReferencePage], ids=["page", "reference"])
@pytest.mark.parametrize("video", [True, False], ids=["video", "tiles only"])
@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("seed", range(2))
def test_after_rest_the_viewer_shows_the_screen_exactly_and_then_nothing_is_sent(
    make_world: MakeWorld, name: str, seed: int, video: bool, page: type[Page] | type[ReferencePage]
) -> None:
    world = make_world(LINES[name], seed=seed, video=video, page=page)
    chance = random.Random(seed)
    live(world, chance, 120)
    at_rest, raw = world.down.bytes, world.screen.pixels.size
    assert world.run_until(world.equal, 30_000)
    assert world.down.bytes - at_rest < 2 * raw + 100_000  # no storm of repetitions
    cursor, shown = world.cursor, world.page
    assert world.run_until(lambda: shown.place == cursor.now_place and shown.shape.data == cursor.now_shape.png, 10_000)
    world.run(3_000)
    sent = world.down.bytes
    world.run(600_000)
    assert world.down.bytes == sent
    assert world.equal()
    assert world.page.still_seq > 0


@pytest.mark.parametrize(
    ("name", "seed"), [("local", 1), ("home", 2), ("home", 3), ("bad", 4)], ids=["local", "home", "home again", "bad"]
)
def test_no_flip_is_lost(make_world: MakeWorld, name: str, seed: int) -> None:
    """Ten thousand flips in four runs."""
    world = make_world(LINES[name], seed=seed)
    assert all_flips_are_seen(world, 2_500)


def test_a_flip_that_comes_between_damage_and_reading_is_not_lost(make_world: MakeWorld) -> None:
    """The screen changes while it is being read, the moment at which careless designs lose an update."""
    world = make_world(LOCAL)
    assert world.run_until(world.equal, 5_000)
    left = [200]

    def change() -> None:
        if left[0]:
            left[0] -= 1
            world.screen.draw(Rect(10, 10, 30, 20), left[0])

    world.screen.on_read = change
    world.screen.draw(Rect(10, 10, 30, 20), 255)
    assert world.run_until(lambda: left[0] == 0, 20_000)
    assert world.run_until(world.equal, 2_000)


def test_nothing_is_read_or_sent_without_permission(make_world: MakeWorld) -> None:
    world = make_world(LOCAL)
    assert world.run_until(world.equal, 5_000)
    world.allowed = False
    world.outbox.clear()
    world.camera.gate_changed()
    world.run(5)
    reads, sent = world.screen.reads, len(world.sent_at)
    for step in range(50):
        world.screen.draw(Rect(0, 0, 320, 240), step)
        world.run(20)
    assert (world.screen.reads, len(world.sent_at)) == (reads, sent)


@pytest.mark.parametrize("told", [True, False], ids=["box cleared", "box not told"])
@pytest.mark.parametrize("name", LINES)
def test_no_fragment_leaves_after_revocation(make_world: MakeWorld, name: str, told: bool) -> None:
    """Also when nobody clears the box: the door is asked for each fragment."""
    world = make_world(LINES[name], seed=5)
    for step in range(30):
        world.screen.draw(Rect(0, 0, 320, 240), np.random.default_rng(step).integers(0, 256, (240, 320, 3), np.uint8))
        world.run(20)
    world.allowed = False
    if told:
        world.outbox.clear()
    revoked = world.now
    world.run(3_000)
    assert max(world.sent_at) <= revoked


def test_what_a_careless_or_hostile_viewer_sends_changes_nothing(make_world: MakeWorld) -> None:
    world = make_world(HOME, seed=8)
    chance = random.Random(8)
    for _ in range(300):
        world.camera.ack(chance.randbytes(chance.randrange(40)))
        world.camera.ack(b"\x10" + (1 << 31).to_bytes(4, "big") + b"\0\1\1\1\0")  # acknowledges what was never sent
        draw_somewhere(world, chance)
        world.run(10)
    assert world.run_until(world.equal, 20_000)
    assert world.camera.figures().malformed_acks >= 0


def test_the_network_queue_stays_short_when_the_line_is_busy(make_world: MakeWorld) -> None:
    """Of a home line's 250 ms queue at most half is used once the rate is known: input and words share that line."""
    world = make_world(LineKind(delay_ms=40, rate_kbps=2_000, loss=0.01), seed=3, video=False)
    world.run(3_000)
    noise = np.random.default_rng(1)
    for _ in range(100):
        world.screen.draw(Rect(0, 0, 320, 240), noise.integers(0, 256, (240, 320, 3), np.uint8))
        world.run(50)
    world.down.longest_queue_ms = 0
    carried, start = world.down.bytes, world.now
    for _ in range(100):
        world.screen.draw(Rect(0, 0, 320, 240), noise.integers(0, 256, (240, 320, 3), np.uint8))
        world.run(50)
    assert world.down.longest_queue_ms < 150
    assert (world.down.bytes - carried) * 8 / (world.now - start) > 1_500  # and the line is used


def test_a_scroll_never_freezes_on_a_home_line(make_world: MakeWorld) -> None:
    """While the whole screen moves for ten seconds, something new is painted at least every 600 ms."""
    world = make_world(HOME, seed=6)
    assert longest_freeze_ms(world) < 600
