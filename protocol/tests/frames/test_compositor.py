"""The reference compositor, judged pixel by pixel: whatever the order and the loss, the newest painted stands.

The judge knows nothing of rectangles: it holds one owner for every pixel. It is judged by planted faults itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from yorisoi_protocol.frames.compositor import PIXEL_BYTES, Compositor
from yorisoi_protocol.frames.picture import (
    CursorCodec,
    CursorPlace,
    CursorShape,
    Fate,
    Message,
    Probe,
    Still,
    Tile,
    TileCodec,
    Video,
    VideoCodec,
)
from yorisoi_protocol.frames.rectangles import Rect, overlap, subtract
from yorisoi_protocol.limits import ACK_WINDOW, VIDEO_GAP_MS
from yorisoi_protocol.testing.faults import COMPOSITOR, COMPOSITOR_FAULTS, Fault, planted

WIDTH, HEIGHT, LAYOUT = 11, 7, 3
CODED_WIDTH, CODED_HEIGHT = 12, 8


def tile(rect: Rect, layout: int = LAYOUT) -> Tile:
    return Tile(layout, *rect, TileCodec.PNG, b"x")


def video(rect: Rect, frame: int, key: bool = False, layout: int = LAYOUT) -> Video:
    return Video(layout, *rect, VideoCodec.VP8, key, frame, 0, CODED_WIDTH, CODED_HEIGHT, b"x")


def colour(seq: int) -> bytes:
    return seq.to_bytes(PIXEL_BYTES, "big")


def pixels_of(seq: int, message: Tile | Video) -> bytes:
    count = message.w * message.h if isinstance(message, Tile) else CODED_WIDTH * CODED_HEIGHT
    return colour(seq) * count


def owners(compositor: Any) -> list[int]:
    data = compositor.pixels
    return [int.from_bytes(data[at : at + PIXEL_BYTES], "big") for at in range(0, len(data), PIXEL_BYTES)]


KIND: Any = Compositor


def fresh(kind: Any = None) -> Any:
    compositor = (kind or KIND)()
    compositor.layout(LAYOUT, WIDTH, HEIGHT)
    return compositor


RECTS = st.builds(
    lambda x, y, w, h: Rect(x, y, min(w, WIDTH - x), min(h, HEIGHT - y)),
    st.integers(0, WIDTH - 1),
    st.integers(0, HEIGHT - 1),
    st.integers(1, WIDTH),
    st.integers(1, HEIGHT),
)


@dataclass(frozen=True)
class Sent:
    """What a sender may have sent: messages in number order, the video a chain of its own."""

    messages: tuple[Message, ...]


@st.composite
def sent(draw: st.DrawFn) -> Sent:
    made: list[Message] = []
    frame = -1
    for kind in draw(st.lists(st.sampled_from("ttvvvkopscm"), min_size=1, max_size=14)):
        rect = draw(RECTS)
        if kind == "t":
            made.append(tile(rect))
        elif kind in "vk":
            frame += 1
            made.append(video(rect, frame, key=kind == "k" or frame == 0))
        else:
            others: dict[str, Message] = {
                "o": tile(rect, layout=LAYOUT + 1),
                "p": Probe(),
                "s": Still(LAYOUT),
                "c": CursorPlace(1, rect.x, rect.y, True),
                "m": CursorShape(len(made), 0, 0, 1, 1, CursorCodec.PNG, b"x"),
            }
            made.append(others[kind])
    return Sent(tuple(made))


def judge(kind: Any, story: Sent, data: st.DataObject) -> None:
    """Loses some, delivers the rest in a random order, decodes them in a random order, and compares every pixel."""
    compositor = fresh(kind)
    numbered = dict(enumerate(story.messages, 1))
    kept = [seq for seq in numbered if data.draw(st.integers(0, 6))]
    arriving = data.draw(st.permutations(kept)) if data.draw(st.booleans()) else sorted(kept)
    tiles: list[int] = []  # in decoders of their own, ready in any order
    frames: list[int] = []  # in the one video decoder, ready in order
    ready: list[int] = []  # decoded, perhaps not painted yet
    painted: dict[int, Rect] = {}
    last_decoded = -1
    now = 0
    while arriving or tiles or frames:
        choices = ["arrive"] * bool(arriving) + ["tile"] * bool(tiles) + ["frame"] * bool(frames)
        step = data.draw(st.sampled_from(choices))
        before = dict(compositor.fates)
        decoded = None
        if step == "arrive":
            seq = arriving.pop(0)
            message = numbered[seq]
            late_tile = isinstance(message, Tile) and any(
                other > seq and overlap(rect, Rect(message.x, message.y, message.w, message.h))
                for other, rect in painted.items()
            )
            started = compositor.arrive(seq, message, now)
            if isinstance(message, Tile):
                refused = message.layout != LAYOUT or late_tile
                assert compositor.fates[seq] is (Fate.REFUSED if refused else Fate.DECODING)
                assert started == ([] if refused else [seq])
                tiles += started
            else:
                for each in started:
                    frame = numbered[each]
                    assert isinstance(frame, Video)
                    assert frame.key or frame.frame == last_decoded + 1, "a delta without its predecessor"
                    assert frame.frame > last_decoded, "an old frame again"
                    last_decoded = frame.frame
                frames += started
                waiting = [numbered[each] for each in set(before) | {seq} if compositor.fates[each] is Fate.DECODING]
                next_one = [each for each in waiting if isinstance(each, Video) and each.frame == last_decoded + 1]
                assert not next_one, "its predecessor is there, and it waits"
        else:
            decoded = data.draw(st.sampled_from(tiles)) if step == "tile" else frames[0]
            (tiles if step == "tile" else frames).remove(decoded)
            message = numbered[decoded]
            assert isinstance(message, Tile | Video)
            compositor.decoded(decoded, pixels_of(decoded, message))
        newly = [seq for seq, fate in compositor.fates.items() if fate is Fate.PAINTED and before.get(seq) is not fate]
        for seq in sorted(newly):
            message = numbered[seq]
            if isinstance(message, Tile | Video):
                rect = Rect(message.x, message.y, message.w, message.h)
                under = [
                    other for other in (*tiles, *frames) if other < seq and overlap(rect_of(numbered[other]), rect)
                ]
                assert not under, "painted over an earlier one that was still being decoded"
                painted[seq] = rect
        if decoded is not None:
            ready.append(decoded)
        for each in sorted(ready):
            rect = rect_of(numbered[each])
            under_way = (*tiles, *frames, *(other for other in ready if compositor.fates[other] is Fate.DECODING))
            held_up = any(other < each and overlap(rect_of(numbered[other]), rect) for other in under_way)
            if compositor.fates[each] is Fate.DECODING:
                assert held_up, "nothing earlier is under way, and it waits"
                continue
            ready.remove(each)
            if compositor.fates[each] is Fate.REFUSED:
                assert isinstance(numbered[each], Video), "a tile that was taken is painted"
                newer = [other for number, other in painted.items() if number > each]
                assert not subtract(rect, newer), "a frame that would still be seen is refused"
        expected = [0] * (WIDTH * HEIGHT)
        for seq in sorted(painted):
            left, top, width, height = painted[seq]
            for row in range(top, top + height):
                expected[row * WIDTH + left : row * WIDTH + left + width] = [seq] * width
        assert owners(compositor) == expected
    compositor.tick(now + VIDEO_GAP_MS)
    assert Fate.DECODING not in compositor.fates.values(), "nothing waits for ever"
    shapes = [seq for seq in kept if isinstance(numbered[seq], CursorShape)]
    assert compositor.cursor_shape == (numbered[max(shapes)] if shapes else None)


def rect_of(message: Message) -> Rect:
    assert isinstance(message, Tile | Video)
    return Rect(message.x, message.y, message.w, message.h)


@settings(max_examples=150, deadline=None)
@given(sent(), st.data())
def test_whatever_the_order_and_the_loss_the_newest_painted_stands(story: Sent, data: st.DataObject) -> None:
    judge(Compositor, story, data)


# What random stories cannot see; the tests below name them.
ONLY_DIRECTED = {
    "a failure refuses what is decoded",
    "successors wait for ever",
    "a key frame leaves older ones waiting",
    "the window does not move",
    "a failure keeps the chain",
    "a failure keeps the frames in the decoder",
    "a new layout keeps what is in decoders",
    "a new layout keeps the chain",
}


@pytest.mark.parametrize(
    "fault", [each for each in COMPOSITOR_FAULTS if each.name not in ONLY_DIRECTED], ids=lambda each: each.name
)
def test_random_stories_notice_a_planted_fault(fault: Fault) -> None:
    wrong = planted(COMPOSITOR, fault).Compositor

    @settings(
        max_examples=400,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(sent(), st.data())
    def stories(story: Sent, data: st.DataObject) -> None:
        judge(wrong, story, data)

    with pytest.raises(Exception):  # noqa: B017, PT011  (an assertion of the judge, or the wrong one stumbling)
        stories()


WHOLE = Rect(0, 0, WIDTH, HEIGHT)


def test_a_delta_waits_for_its_predecessor_and_goes_on_after_it() -> None:
    compositor = fresh()
    assert compositor.arrive(1, video(WHOLE, 0, key=True), 0) == [1]
    assert compositor.arrive(3, video(WHOLE, 2), 1) == []
    assert compositor.arrive(4, video(WHOLE, 3), 2) == []
    assert compositor.deadline() == 1 + VIDEO_GAP_MS
    assert compositor.arrive(2, video(WHOLE, 1), 3) == [2, 3, 4]
    assert compositor.deadline() is None


def test_a_gap_that_is_not_filled_needs_a_key_frame_and_deltas_are_refused_until_it_comes() -> None:
    compositor = fresh()
    compositor.arrive(1, video(WHOLE, 0, key=True), 0)
    compositor.arrive(3, video(WHOLE, 2), 100)
    compositor.tick(99 + VIDEO_GAP_MS)
    assert not compositor.need_key
    compositor.tick(100 + VIDEO_GAP_MS)
    assert compositor.need_key
    assert compositor.fates[3] is Fate.REFUSED
    assert compositor.arrive(4, video(WHOLE, 3), 500) == []
    assert compositor.fates[4] is Fate.REFUSED
    assert compositor.arrive(5, video(WHOLE, 4, key=True), 501) == [5]
    assert not compositor.need_key
    assert compositor.arrive(2, video(WHOLE, 1), 502) == []
    assert compositor.fates[2] is Fate.REFUSED  # older than what the decoder holds


def test_a_key_frame_refuses_older_ones_that_wait() -> None:
    compositor = fresh()
    compositor.arrive(1, video(WHOLE, 0, key=True), 0)
    compositor.arrive(3, video(WHOLE, 2), 0)
    assert compositor.arrive(5, video(WHOLE, 4, key=True), 0) == [5]
    assert compositor.fates[3] is Fate.REFUSED
    assert compositor.deadline() is None


def test_a_frame_that_cannot_be_decoded_takes_all_in_the_decoder_along() -> None:
    compositor = fresh()
    for seq in (1, 2, 3):
        compositor.arrive(seq, video(WHOLE, seq - 1, key=seq == 1), 0)
    compositor.arrive(5, video(WHOLE, 4), 0)
    compositor.decoded(1, pixels_of(1, video(WHOLE, 0)))
    compositor.failed(2)
    assert [compositor.fates[seq] for seq in (1, 2, 3, 5)] == [Fate.PAINTED] + [Fate.REFUSED] * 3
    assert compositor.need_key
    compositor.decoded(3, pixels_of(3, video(WHOLE, 2)))
    assert owners(compositor) == [1] * (WIDTH * HEIGHT)


def test_a_frame_whose_pixels_are_there_keeps_its_turn_when_a_later_one_fails() -> None:
    compositor = fresh()
    compositor.arrive(1, tile(WHOLE), 0)
    compositor.arrive(2, video(WHOLE, 0, key=True), 0)
    compositor.arrive(3, video(WHOLE, 1), 0)
    compositor.decoded(2, pixels_of(2, video(WHOLE, 0)))
    compositor.failed(3)
    assert compositor.fates == {1: Fate.DECODING, 2: Fate.DECODING, 3: Fate.REFUSED}
    compositor.decoded(1, pixels_of(1, tile(WHOLE)))
    assert owners(compositor) == [2] * (WIDTH * HEIGHT)
    assert compositor.fates[2] is Fate.PAINTED


def test_a_tile_that_cannot_be_decoded_holds_up_nobody() -> None:
    compositor = fresh()
    compositor.arrive(1, tile(WHOLE), 0)
    compositor.arrive(2, tile(WHOLE), 0)
    compositor.decoded(2, pixels_of(2, tile(WHOLE)))
    assert compositor.fates[2] is Fate.DECODING
    compositor.failed(1)
    assert compositor.fates == {1: Fate.REFUSED, 2: Fate.PAINTED}


def test_a_new_layout_refuses_everything_under_way_and_begins_the_video_anew() -> None:
    compositor = fresh()
    compositor.arrive(1, tile(Rect(0, 0, 1, 1)), 0)
    compositor.arrive(2, video(WHOLE, 7, key=True), 0)
    compositor.arrive(4, video(WHOLE, 9), 0)
    compositor.layout(LAYOUT + 1, 4, 4)
    assert compositor.fates == {1: Fate.REFUSED, 2: Fate.REFUSED, 4: Fate.REFUSED}
    assert compositor.deadline() is None
    compositor.decoded(1, colour(1))
    assert owners(compositor) == [0] * 16
    assert compositor.arrive(5, tile(WHOLE, LAYOUT + 1), 0) == []  # outside the new desktop
    assert compositor.arrive(6, tile(Rect(3, 3, 1, 1), LAYOUT + 1), 0) == [6]
    first = Video(LAYOUT + 1, 0, 0, 4, 4, VideoCodec.VP8, True, 0, 0, 4, 4, b"x")
    assert compositor.arrive(7, first, 0) == [7]  # frames may be counted from 0 again


def test_a_delta_that_overtakes_the_first_key_frame_waits_for_it() -> None:
    compositor = fresh()
    assert compositor.arrive(2, video(WHOLE, 1), 0) == []
    assert compositor.arrive(1, video(WHOLE, 0, key=True), 1) == [1, 2]


@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (CODED_WIDTH + 2, CODED_HEIGHT), (CODED_WIDTH, CODED_HEIGHT + 2)])
def test_a_video_frame_of_another_size_is_refused(size: tuple[int, int]) -> None:
    compositor = fresh()
    frame = Video(LAYOUT, 0, 0, 1, 1, VideoCodec.VP8, True, 0, 0, *size, b"x")
    assert compositor.arrive(1, frame, 0) == []
    assert compositor.fates == {1: Fate.REFUSED}


def test_what_is_behind_the_window_is_over() -> None:
    compositor = fresh()
    compositor.arrive(1, tile(Rect(0, 0, 1, 1)), 0)
    compositor.arrive(2, video(WHOLE, 5), 0)
    compositor.arrive(ACK_WINDOW + 2, Probe(), 0)
    assert compositor.fates == {ACK_WINDOW + 2: Fate.PAINTED}
    assert compositor.need_key
    compositor.decoded(1, colour(1))
    assert owners(compositor)[0] == 0
    assert compositor.arrive(2, tile(WHOLE), 0) == []
    assert 2 not in compositor.fates


def test_pixels_of_another_size_are_a_mistake_of_the_caller() -> None:
    compositor = fresh()
    compositor.arrive(1, tile(Rect(0, 0, 2, 2)), 0)
    for data in (b"", bytes(11), bytes(6)):
        with pytest.raises(ValueError, match="size"):
            compositor.decoded(1, data)


DIRECTED: tuple[Callable[[], None], ...] = (
    test_a_delta_waits_for_its_predecessor_and_goes_on_after_it,
    test_a_key_frame_refuses_older_ones_that_wait,
    test_a_frame_that_cannot_be_decoded_takes_all_in_the_decoder_along,
    test_a_frame_whose_pixels_are_there_keeps_its_turn_when_a_later_one_fails,
    test_a_new_layout_refuses_everything_under_way_and_begins_the_video_anew,
    test_what_is_behind_the_window_is_over,
)


@pytest.mark.parametrize("name", sorted(ONLY_DIRECTED))
def test_the_directed_tests_notice_the_other_planted_faults(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = next(each for each in COMPOSITOR_FAULTS if each.name == name)
    monkeypatch.setitem(fresh.__globals__, "KIND", planted(COMPOSITOR, fault).Compositor)
    noticed = 0
    for directed in DIRECTED:
        try:
            directed()
        except Exception:
            noticed += 1
    assert noticed


@given(RECTS, st.lists(RECTS, max_size=5))
def test_what_is_left_of_a_rectangle_is_each_pixel_nobody_covers_once(rect: Rect, covers: list[Rect]) -> None:
    def pixels(of: Rect) -> set[tuple[int, int]]:
        return {(x, y) for x in range(of.x, of.x + of.w) for y in range(of.y, of.y + of.h)}

    parts = subtract(rect, covers)
    left = pixels(rect).difference(*(pixels(cover) for cover in covers))
    assert sum(part.w * part.h for part in parts) == len(left)
    assert set().union(*(pixels(part) for part in parts)) == left
