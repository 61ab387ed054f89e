"""What is sent now: each rule of the planner by itself."""

import pytest
from yorisoi_tool.picture.planner import HOT_MS, REST_MS, SMALL_PIXELS, Planner, SendTile, SendVideo
from yorisoi_tool.picture.region import Rect, Region

SCREEN = Rect(0, 0, 1280, 800)


@pytest.fixture
def planner() -> Planner:
    """A viewer that shows everything exactly."""
    return Planner(1280, 800, video=True)


def step(planner: Planner, now: int = 10_000) -> SendTile | SendVideo | None:
    return planner.next(now, tiles=True, video=True)


def test_with_nothing_changed_there_is_nothing_to_send(planner: Planner) -> None:
    assert step(planner) is None
    assert planner.is_exact
    assert planner.deadline(10_000) is None


def test_a_letter_goes_as_one_tile_of_just_that_rectangle(planner: Planner) -> None:
    planner.damaged([Rect(300, 200, 9, 18)])
    assert step(planner) == SendTile(Rect(300, 200, 9, 18), refine=False)


def test_a_letter_and_the_caret_beside_it_go_as_one_tile(planner: Planner) -> None:
    planner.damaged([Rect(300, 200, 9, 18), Rect(310, 200, 2, 18)])
    assert step(planner) == SendTile(Rect(300, 200, 12, 18), refine=False)


def test_two_letters_far_apart_go_as_two_tiles_the_one_near_the_pointer_first(planner: Planner) -> None:
    planner.pointer = (1200, 700)
    planner.damaged([Rect(10, 10, 9, 18), Rect(1100, 650, 9, 18)])
    first = step(planner)
    assert first == SendTile(Rect(1100, 650, 9, 18), refine=False)
    planner.tile_sent(first.rect, 200, planned=first.rect)
    assert step(planner) == SendTile(Rect(10, 10, 9, 18), refine=False)


def test_a_large_change_goes_as_video_of_its_rectangle_and_the_first_is_a_key_frame(planner: Planner) -> None:
    planner.damaged([Rect(101, 51, 601, 401)])
    assert step(planner) == SendVideo(Rect(100, 50, 602, 402), key=True)


def test_many_small_changes_that_are_large_together_go_as_video(planner: Planner) -> None:
    side = 110
    planner.damaged([Rect(x, y, side, side) for x in (0, 400, 800) for y in (0, 300, 600)])
    assert 9 * side * side > SMALL_PIXELS
    assert isinstance(step(planner), SendVideo)


def test_a_small_change_where_it_was_just_moving_stays_video_and_elsewhere_is_a_tile(planner: Planner) -> None:
    planner.damaged([Rect(0, 0, 640, 400)])
    planner.video_sent(Rect(0, 0, 640, 400), 10_000, key=True)
    planner.damaged([Rect(100, 100, 20, 20), Rect(900, 600, 9, 18)])
    assert step(planner, 10_000 + HOT_MS - 1) == SendTile(Rect(900, 600, 9, 18), refine=False)
    planner.tile_sent(Rect(900, 600, 9, 18), 200, planned=Rect(900, 600, 9, 18))
    assert step(planner, 10_000 + HOT_MS - 1) == SendVideo(Rect(100, 100, 20, 20), key=False)
    assert step(planner, 10_000 + HOT_MS) == SendTile(Rect(100, 100, 20, 20), refine=False)


def test_video_that_rests_is_walked_over_by_tiles_until_everything_is_exact(planner: Planner) -> None:
    planner.damaged([Rect(0, 0, 640, 400)])
    planner.video_sent(Rect(0, 0, 640, 400), 10_000, key=True)
    assert step(planner, 10_000 + REST_MS - 1) is None
    assert planner.deadline(10_001) == 10_000 + REST_MS
    covered = Region()
    for _ in range(500):
        walk = step(planner, 10_000 + REST_MS)
        if walk is None:
            break
        assert isinstance(walk, SendTile)
        assert walk.refine
        planner.tile_sent(walk.rect, walk.rect.area // 5, planned=walk.rect)
        covered |= Region.of([walk.rect])
    assert covered == Region.of([Rect(0, 0, 640, 400)])
    assert planner.is_exact


def test_a_lost_refinement_is_sent_again_as_a_tile_never_as_video(planner: Planner) -> None:
    """Else a lost tile of a whole line would make the line worse again, for ever on a bad line."""
    planner.tile_lost(Region.of([Rect(0, 0, 1280, 60)]), 10_000, refine=True)
    again = step(planner, 10_000)
    assert isinstance(again, SendTile)


def test_lost_video_makes_its_pixels_dirty_and_asks_for_a_key_frame(planner: Planner) -> None:
    planner.video_sent(SCREEN, 9_000, key=True)
    planner.video_lost(Region.of([SCREEN]), broken=True)
    assert step(planner) == SendVideo(SCREEN, key=True)


def test_without_a_video_codec_everything_goes_as_tiles() -> None:
    planner = Planner(1280, 800, video=False)
    planner.everything()
    walk = step(planner)
    assert isinstance(walk, SendTile)
    assert walk.rect.area < SCREEN.area


def test_without_room_nothing_is_read(planner: Planner) -> None:
    planner.damaged([Rect(300, 200, 9, 18)])
    assert planner.next(10_000, tiles=False, video=False) is None


def test_a_tile_that_had_to_be_cut_makes_progress_also_over_scattered_pixels(planner: Planner) -> None:
    """The piece of a joined rectangle might hold nothing that changed: found as a picture that was never finished."""
    planner.damaged([Rect(0, 0, 30, 1), Rect(28, 1, 2, 1)])
    for now in range(100):
        planned = step(planner, 10_000 + now)
        if planned is None:
            break
        assert isinstance(planned, SendTile)
        rect = planned.rect
        cut = Rect(rect.x, rect.y, max(1, rect.w // 2), 1)
        planner.tile_sent(cut, 5_000, planned=rect)
    assert planner.is_exact


def test_tiles_are_cut_to_what_the_line_carries(planner: Planner) -> None:
    planner.rate_is(20_000)
    fast = planner.tile_bytes
    planner.rate_is(200)
    assert planner.tile_bytes < fast / 2
