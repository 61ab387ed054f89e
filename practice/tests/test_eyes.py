"""Buttons are told apart by colour, size and fill."""

import numpy as np
from numpy.typing import NDArray
from yorisoi_practice.eyes import Spot, find_buttons

GREEN, GREY = (23, 87, 58), (227, 230, 233)


def paper() -> NDArray[np.uint8]:
    return np.full((300, 400, 3), 255, np.uint8)


def fill(picture: NDArray[np.uint8], spot: Spot, colour: tuple[int, int, int]) -> None:
    picture[spot.top : spot.top + spot.height, spot.left : spot.left + spot.width] = colour


def test_button_with_text_on_it_is_found_as_one() -> None:
    picture, spot = paper(), Spot(40, 50, 200, 60)
    fill(picture, spot, GREEN)
    fill(picture, Spot(120, 70, 18, 22), (255, 255, 255))
    assert find_buttons(picture, GREEN) == [spot]
    assert find_buttons(picture, GREY) == []


def test_larger_button_comes_first() -> None:
    picture, small, large = paper(), Spot(10, 10, 60, 30), Spot(100, 100, 200, 60)
    for spot in (small, large):
        fill(picture, spot, GREEN)
    assert find_buttons(picture, GREEN) == [large, small]


def test_buttons_side_by_side_of_different_height_keep_their_own_edges() -> None:
    picture, low, high = paper(), Spot(10, 80, 60, 30), Spot(200, 60, 100, 80)
    for spot in (low, high):
        fill(picture, spot, GREEN)
    assert find_buttons(picture, GREEN) == [high, low]


def test_thin_lines_and_frames_of_the_colour_are_no_buttons() -> None:
    picture = paper()
    fill(picture, Spot(0, 0, 400, 6), GREEN)
    fill(picture, Spot(50, 100, 200, 80), GREEN)
    fill(picture, Spot(54, 104, 192, 72), (255, 255, 255))
    assert find_buttons(picture, GREEN) == []


def test_empty_picture_has_no_button() -> None:
    assert find_buttons(paper(), GREEN) == []
