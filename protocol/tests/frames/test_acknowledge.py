"""Acknowledgements: the whole window, newest first, and only such fragments missing that something has overtaken."""

from yorisoi_protocol.frames.acknowledge import acknowledge
from yorisoi_protocol.frames.fragments import Assembly, split
from yorisoi_protocol.frames.picture import TILE_KIND, VIDEO_KIND, Fate, Missing, acks
from yorisoi_protocol.limits import ACK_WINDOW, MAX_MISSING


def assembled(*parts: tuple[int, int, int, set[int]]) -> Assembly:
    """(number, kind, bytes, fragments that arrived)."""
    assembly = Assembly()
    for seq, kind, size, arrived in parts:
        for fragment in split(seq, bytes((kind,)) + bytes(size)):
            if fragment.index in arrived:
                assembly.add(fragment)
    return assembly


def test_fates_stand_newest_first_and_gaps_are_unknown() -> None:
    ack = acknowledge(4, {4: Fate.DECODING, 2: Fate.PAINTED, 1: Fate.REFUSED}, Assembly(), True)
    assert ack.fates == (Fate.DECODING, Fate.UNKNOWN, Fate.PAINTED, Fate.REFUSED)
    assert (ack.newest, ack.need_key, ack.missing) == (4, True, ())
    assert acks.unpack(acks.pack(ack)) == ack


def test_the_window_is_bounded() -> None:
    fates = dict.fromkeys(range(1, 1_000), Fate.PAINTED)
    assert len(acknowledge(999, fates, Assembly(), False).fates) == ACK_WINDOW
    assert len(acknowledge(3, fates, Assembly(), False).fates) == 3


def test_a_missing_piece_of_video_is_asked_for_once_something_later_is_here() -> None:
    assembly = assembled((7, VIDEO_KIND, 4_000, {0, 2}))
    assert acknowledge(7, {}, assembly, False).missing == (Missing(7, 1),)  # 3 may still be on its way
    assert acknowledge(8, {}, assembly, False).missing == (Missing(7, 1), Missing(7, 3))


def test_a_tile_is_never_asked_for_again() -> None:
    assembly = assembled((5, TILE_KIND, 4_000, {0, 2}), (6, VIDEO_KIND, 4_000, {0}), (7, TILE_KIND, 4_000, {3}))
    missing = acknowledge(8, {}, assembly, False).missing
    assert {each.seq for each in missing} == {6, 7}  # of 7 nobody knows yet what it is
    assert missing[0].seq == 7


def test_not_more_is_asked_for_than_fits() -> None:
    assembly = assembled((1, VIDEO_KIND, 200_000, {0}), (2, VIDEO_KIND, 200_000, {0}))
    missing = acknowledge(3, {}, assembly, False).missing
    assert len(missing) == MAX_MISSING
    assert {each.seq for each in missing} == {2}
