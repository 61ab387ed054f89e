from hypothesis import given
from hypothesis import strategies as st
from yorisoi_tool.picture.region import NOTHING, Rect, Region

rects = st.builds(Rect, st.integers(0, 12), st.integers(0, 12), st.integers(0, 6), st.integers(0, 6))
several = st.lists(rects, max_size=6)


def pixels(of: Region | list[Rect]) -> set[tuple[int, int]]:
    return {(x, y) for rect in of for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom)}


@given(several, several)
def test_sets_of_pixels_behave_like_sets(one: list[Rect], other: list[Rect]) -> None:
    a, b = Region.of(one), Region.of(other)
    assert pixels(a | b) == pixels(one) | pixels(other)
    assert pixels(a - b) == pixels(one) - pixels(other)
    assert pixels(a & b) == pixels(one) & pixels(other)


@given(several)
def test_the_same_pixels_are_the_same_value_and_no_pixel_counts_twice(one: list[Rect]) -> None:
    region = Region.of(one)
    assert region == Region.of(Rect(x, y, 1, 1) for x, y in pixels(one))
    assert region.area == len(pixels(one))
    assert region == Region.of(reversed(one))


@given(several, st.integers(1, 4))
def test_bounding_keeps_every_pixel_inside_the_screen_and_few_rectangles(one: list[Rect], most: int) -> None:
    screen = Rect(0, 0, 14, 13)
    region = Region.of(one).bounded(most, screen)
    assert pixels(region) >= {(x, y) for x, y in pixels(one) if x < 14 and y < 13}
    assert len(region.rects) <= most
    assert all(screen.holds(rect) for rect in region)


@given(rects, rects)
def test_rectangles_cross_meet_and_hold_as_their_pixels_do(one: Rect, other: Rect) -> None:
    a, b = pixels([one]), pixels([other])
    assert pixels([one.crossed(other)]) == a & b
    assert (one.meets(other) and bool(a) and bool(b)) == bool(a & b)
    assert one.holds(other) or not (b <= a)
    assert pixels([one.around(other)]) >= a | b


@given(several)
def test_bounds_are_tight(one: list[Rect]) -> None:
    found = pixels(one)
    bounds = Region.of(one).bounds
    if not found:
        assert not Region.of(one)
        assert bounds == Rect(0, 0, 0, 0)
        assert Region.of(one) == NOTHING
        return
    xs, ys = {x for x, _ in found}, {y for _, y in found}
    assert bounds == Rect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)
