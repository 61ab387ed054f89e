"""Messages are cut one way only and come together in any order, within bounds."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_protocol.frames.fields import FrameError
from yorisoi_protocol.frames.fragments import Assembly, split
from yorisoi_protocol.frames.picture import FRAGMENT_DATA_BYTES, MAX_MESSAGE_BYTES, Fragment, fragments
from yorisoi_protocol.limits import ACK_WINDOW, FRAGMENT_BYTES, MAX_ASSEMBLY_BYTES


@given(st.integers(1, 6_000), st.randoms(use_true_random=False))
def test_fragments_in_any_order_and_twice_make_the_message_once(size: int, chance: random.Random) -> None:
    message = chance.randbytes(size)
    pieces = split(3, message)
    assert all(len(fragments.pack(piece)) <= FRAGMENT_BYTES for piece in pieces)
    shuffled = pieces[:-1] * 2 + pieces[-1:]
    chance.shuffle(shuffled)
    assembly = Assembly()
    made = []
    for at, piece in enumerate(shuffled):
        whole = assembly.add(piece)
        if whole is not None:
            made.append(whole)
            assert {other.index for other in shuffled[: at + 1]} == set(range(len(pieces)))
            break
    assert made == [message]
    assert assembly.incomplete() == []


def test_a_message_without_bytes_or_above_the_limit_is_not_cut() -> None:
    for size in (0, MAX_MESSAGE_BYTES + 1):
        with pytest.raises(FrameError):
            split(1, bytes(size))
    assert len(split(1, bytes(MAX_MESSAGE_BYTES))) == 4_096


def test_a_fragment_that_contradicts_the_first_one_is_dropped() -> None:
    assembly = Assembly()
    full = bytes(FRAGMENT_DATA_BYTES)
    assert assembly.add(Fragment(1, 0, 2, full)) is None
    assert assembly.add(Fragment(1, 1, 3, full)) is None
    assert assembly.missing(1) == [1]
    assert assembly.add(Fragment(1, 1, 2, b"end")) == full + b"end"


def test_what_is_missing_is_told_and_the_first_piece_shows_the_kind() -> None:
    assembly = Assembly()
    pieces = split(5, b"\x02" + bytes(5_000))
    for piece in (pieces[0], pieces[3]):
        assembly.add(piece)
    assert (assembly.incomplete(), assembly.missing(5)) == ([5], [1, 2, 4])
    assert assembly.first(5) == pieces[0].data
    assembly.drop(5)
    assert (assembly.incomplete(), assembly.missing(5), assembly.first(5)) == ([], [], None)


def test_incomplete_messages_are_bounded_in_number_and_in_bytes() -> None:
    assembly = Assembly()
    full = bytes(FRAGMENT_DATA_BYTES)
    for seq in range(1, ACK_WINDOW + 11):
        assembly.add(Fragment(seq, 0, 2, full))
    assert assembly.incomplete() == list(range(11, ACK_WINDOW + 11))
    assembly = Assembly()
    pieces = MAX_ASSEMBLY_BYTES // FRAGMENT_DATA_BYTES // 4
    for seq in range(1, 8):
        for index in range(pieces):
            assembly.add(Fragment(seq, index, pieces + 1, full))
    assert assembly.incomplete() == [4, 5, 6, 7]
