"""The judge is judged: each of these faults, put into the product on purpose, must be caught by the same checks."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from yorisoi_protocol.frames.picture import Ack
from yorisoi_tool.engine.outbox import Outbox
from yorisoi_tool.picture.camera import Camera
from yorisoi_tool.picture.credit import Credit
from yorisoi_tool.picture.lossy import LossyMap
from yorisoi_tool.picture.planner import Planner
from yorisoi_tool.picture.rate import Rate
from yorisoi_tool.picture.region import NOTHING, Rect
from yorisoi_tool.picture.stream import Stream

from .line import BAD, HOME
from .test_state import all_flips_are_seen, live, longest_freeze_ms
from .world import MakeWorld, World

Plant = Callable[[pytest.MonkeyPatch], None]


def forget_lost_tiles(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Planner, "tile_lost", lambda *_, **__: None)


def believe_video_is_exact(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(LossyMap, "shown", lambda *_: None)


def clear_damage_after_reading(patch: pytest.MonkeyPatch) -> None:
    send = Camera._send_tile

    def careless(self: Camera, step: Any) -> None:
        send(self, step)
        self._screen.damage()

    patch.setattr(Camera, "_send_tile", careless)


def believe_the_planned_tile_was_sent_whole(patch: pytest.MonkeyPatch) -> None:
    sent = Stream.sent

    def careless(self: Stream, step: Any, *, rect: Rect | None = None, **rest: Any) -> int:
        del rect
        return sent(self, step, **rest)

    patch.setattr(Stream, "sent", careless)


def read_acknowledgements_off_by_one(patch: pytest.MonkeyPatch) -> None:
    heard = Credit.acknowledged

    def careless(self: Credit, ack: Ack, now_ms: int) -> Any:
        return heard(self, Ack(ack.newest, (*ack.fates[1:], ack.fates[0]), ack.need_key, ack.missing), now_ms)

    patch.setattr(Credit, "acknowledged", careless)


def count_older_messages_as_cover(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Credit, "_uncovered", lambda *_: NOTHING)


def keep_silent_about_dropped_messages(patch: pytest.MonkeyPatch) -> None:
    clear = Outbox.clear

    def careless(self: Outbox) -> None:
        clear(self)
        self._dropped.clear()
        self._departed.clear()

    patch.setattr(Outbox, "clear", careless)
    patch.setattr(Camera, "_forget_viewer", lambda self: self._cursor.repeat())


def never_time_out(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Credit, "_timeout_of", lambda *_: None)
    patch.setattr(Credit, "probe_due", lambda *_: None)


def go_on_without_a_key_frame(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Planner, "key_needed", lambda *_: None)
    patch.setattr(Planner, "video_lost", lambda self, uncovered, *, broken: self.damaged(uncovered))


def keep_the_old_picture_after_a_resize(patch: pytest.MonkeyPatch) -> None:
    def careless(self: Camera) -> None:
        self._layout += 1
        self._on_layout(self._layout, *self._screen.size())
        if self._layout == 1:
            self._forget_viewer()

    patch.setattr(Camera, "_new_layout", careless)


def number_messages_when_they_leave(patch: pytest.MonkeyPatch) -> None:
    """Tiles leave before video that was read earlier: by departure, older pixels get the higher number."""
    offer = Outbox.offer
    held: list[tuple[Any, ...]] = []

    def careless(self: Outbox, seq: int, message: bytes, priority: Any, **rest: Any) -> None:
        if message[0] in (1, 2) and not held:
            held.append((seq, message, priority))
            return
        if held and message[0] in (1, 2):
            old_seq, old_message, old_priority = held.pop()
            offer(self, old_seq, message, priority)
            offer(self, seq, old_message, old_priority)
            return
        offer(self, seq, message, priority, **rest)

    patch.setattr(Outbox, "offer", careless)


FAULTS: list[Plant] = [
    forget_lost_tiles,
    believe_video_is_exact,
    clear_damage_after_reading,
    believe_the_planned_tile_was_sent_whole,
    read_acknowledgements_off_by_one,
    count_older_messages_as_cover,
    keep_silent_about_dropped_messages,
    keep_the_old_picture_after_a_resize,
    number_messages_when_they_leave,
]


def is_caught(make_world: MakeWorld) -> bool:
    """Whether any of a few sessions does not end exact and silent."""
    return any(not _ends_well(make_world(kind, seed=seed)) for seed in range(4) for kind in (HOME, BAD))


def _ends_well(world: World) -> bool:
    chance = random.Random(world.chance.random())
    left = [40]

    def change_while_reading() -> None:
        if left[0]:
            left[0] -= 1
            world.screen.draw(Rect(left[0], 10, 30, 20), left[0])

    try:
        live(world, chance, 60)
        world.screen.on_read = change_while_reading
        live(world, chance, 60)
        exact = world.run_until(world.equal, 10_000)
        world.run(3_000)
        sent = world.down.bytes
        world.run(60_000)
    except (AssertionError, ValueError, KeyError):
        return False
    return exact and world.equal() and world.down.bytes == sent


def test_without_a_fault_nothing_is_caught(make_world: MakeWorld) -> None:
    assert not is_caught(make_world)


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_the_fault_is_caught(plant: Plant, make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    assert is_caught(make_world)


def test_a_lost_tail_that_nobody_asks_about_is_caught(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all_flips_are_seen(make_world(BAD, seed=1), 150)
    never_time_out(monkeypatch)
    assert not all_flips_are_seen(make_world(BAD, seed=1), 150)


def test_a_chain_that_is_never_mended_is_caught(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """At rest tiles would hide it: it shows while everything moves."""
    assert longest_freeze_ms(make_world(BAD, seed=1)) < 2_500
    go_on_without_a_key_frame(monkeypatch)
    assert longest_freeze_ms(make_world(BAD, seed=1)) > 4_000


def test_a_rate_that_never_falls_is_caught(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault of believing a start value for ever shows as a full queue."""
    monkeypatch.setattr(Rate, "pace_kbps", property(lambda _: 20_000))
    monkeypatch.setattr(Rate, "window_bytes", property(lambda _: 400_000))
    world = make_world(HOME, seed=1)
    live(world, random.Random(1), 120)
    assert world.down.full > 0
