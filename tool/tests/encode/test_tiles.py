import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from yorisoi_tool.encode.tiles import encode_tile

PIXELS = hnp.arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 40), st.just(4)))


def decoded_by_another_library(png: bytes) -> np.ndarray:
    decoder = av.CodecContext.create("png", "r")
    frames = decoder.decode(av.Packet(png)) or decoder.decode(None)
    assert str(frames[0].format.name) == "rgb24"
    return frames[0].to_ndarray()


@given(PIXELS, st.booleans())
def test_every_pixel_comes_back_exactly(pixels: np.ndarray, dense: bool) -> None:
    assert np.array_equal(decoded_by_another_library(encode_tile(pixels, dense=dense)), pixels[..., 2::-1])


@pytest.mark.parametrize("dense", [True, False])
def test_a_photograph_comes_back_exactly_and_a_view_of_a_larger_picture_too(dense: bool) -> None:
    noise = np.random.default_rng(1).normal(128, 3, (90, 120, 4)).cumsum(axis=1).astype(np.uint8)
    part = noise[5:77, 9:100]
    assert np.array_equal(decoded_by_another_library(encode_tile(part, dense=dense)), part[..., 2::-1])


def test_the_pixels_given_are_left_as_they_are() -> None:
    noise = np.random.default_rng(2).integers(0, 256, (40, 60, 4), np.uint8)
    before = noise.copy()
    encode_tile(noise, dense=False)
    assert np.array_equal(noise, before)


def test_a_letter_costs_a_few_hundred_bytes() -> None:
    letter = np.full((19, 18, 4), 255, np.uint8)
    letter[4:15, 5:13, :3] = np.random.default_rng(3).choice([0, 128, 255], (11, 8, 1))
    assert len(encode_tile(letter, dense=True)) < 250
