"""Frames: what is packed comes back, what is wrong is refused with one error, in both directions."""

import dataclasses
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_protocol.frames import input as input_frames
from yorisoi_protocol.frames import picture
from yorisoi_protocol.frames.fields import Fates, Field, FrameError, Known, Number, Records, Rest, Text, table_of

FAMILIES: tuple[Any, ...] = (picture.fragments, picture.messages, picture.acks, input_frames.inputs)
TYPES: list[tuple[Any, Any]] = [(family, table.value) for family in FAMILIES for table in family.tables]


def values_of(row: Field) -> st.SearchStrategy[Any]:
    match row.spec:
        case Number(_, low, high):
            if issubclass(row.type, IntEnum):
                return st.sampled_from(list(row.type))
            return st.booleans() if row.type is bool else st.integers(low, high)
        case Known(_, _, values):
            return st.sampled_from(sorted(values))
        case Rest(low, _):
            return st.binary(min_size=low, max_size=40)
        case Text():
            letters = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n")
            return st.text(letters, min_size=1, max_size=40)
        case Fates(_, values):
            return st.lists(st.sampled_from(list(values)), max_size=40).map(tuple)
        case Records(_, record):
            return st.lists(built(record), max_size=5).map(tuple)


def built(value: Any) -> st.SearchStrategy[Any]:
    return st.builds(value, **{row.name: values_of(row) for row in table_of(value).fields})


@given(st.data())
def test_what_is_packed_comes_back_and_what_is_refused_is_refused_before_sending(data: st.DataObject) -> None:
    family, frame = data.draw(st.sampled_from(TYPES))
    value = data.draw(built(frame))
    try:
        packed = family.pack(value)
    except FrameError:
        return  # a rule between fields is broken; nothing left this side
    assert family.unpack(packed) == value


@given(st.data(), st.binary(max_size=60))
def test_arbitrary_bytes_are_a_frame_with_one_spelling_or_a_frame_error(data: st.DataObject, tail: bytes) -> None:
    family, frame = data.draw(st.sampled_from(TYPES))
    kind = b"" if frame.KIND is None else bytes((frame.KIND,))
    try:
        value = family.unpack(kind + tail)
    except FrameError:
        return
    assert family.pack(value) == kind + tail


GOOD: list[Any] = [
    picture.Fragment(7, 1, 2, b"tail"),
    picture.Tile(1, 10, 20, 30, 40, picture.TileCodec.PNG, b"\x89PNG"),
    picture.Video(1, 0, 0, 640, 480, picture.VideoCodec.VP8, True, 0, 12, 640, 480, b"v"),
    picture.CursorShape(3, 1, 2, 16, 16, picture.CursorCodec.PNG, b"p"),
    picture.CursorShape(3, 0, 0, 0, 0, picture.CursorCodec.PNG, b""),
    picture.CursorPlace(3, 100, 200, True),
    picture.Probe(),
    picture.Still(2),
    picture.Ack(9, (picture.Fate.PAINTED, picture.Fate.UNKNOWN, picture.Fate.REFUSED), False, (picture.Missing(8, 3),)),
    input_frames.Move(5, 1, 100, 200),
    input_frames.Button(5, 1, 100, 200, input_frames.MouseButton.RIGHT, True),
    input_frames.Wheel(5, 1, 100, 200, -120, 240),
    input_frames.Key(5, 1, 0x87, True),
    input_frames.CommittedText(5, 1, "こんにちは\n"),
    input_frames.Release(5, 1),
]


def family_of(value: Any) -> Any:
    return next(family for family, frame in TYPES if frame is type(value))


@pytest.mark.parametrize("value", GOOD, ids=lambda value: type(value).__name__)
def test_a_frame_cut_short_anywhere_or_one_byte_longer_is_refused(value: Any) -> None:
    family = family_of(value)
    packed = family.pack(value)
    assert family.unpack(packed) == value
    open_ended = (
        isinstance(table_of(type(value)).fields[-1].spec, Rest | Text) if table_of(type(value)).fields else False
    )
    fixed = len(packed) - (len(value.text.encode()) if hasattr(value, "text") else len(getattr(value, "data", b"")))
    for size in range(fixed):
        with pytest.raises(FrameError):
            family.unpack(packed[:size])
    if not open_ended:
        with pytest.raises(FrameError):
            family.unpack(packed + b"\0")


BAD: list[tuple[Any, dict[str, Any]]] = [
    (GOOD[0], {"index": 2}),
    (GOOD[0], {"index": 0}),  # a first fragment of two must be full
    (GOOD[0], {"seq": 0}),
    (GOOD[0], {"data": b""}),
    (GOOD[0], {"data": bytes(1_093)}),
    (GOOD[0], {"count": 4_097}),
    (GOOD[1], {"w": 0}),
    (GOOD[1], {"x": 16_383, "w": 2}),
    (GOOD[1], {"y": 16_380, "h": 5}),
    (GOOD[1], {"layout": 0}),
    (GOOD[1], {"data": b""}),
    (GOOD[2], {"x": 1}),
    (GOOD[2], {"h": 481}),
    (GOOD[3], {"hot_x": 17}),
    (GOOD[3], {"w": 513}),
    (GOOD[3], {"w": 0, "hot_x": 0}),
    (GOOD[3], {"data": b""}),
    (GOOD[4], {"data": b"x"}),
    (GOOD[5], {"x": 16_384}),
    (GOOD[8], {"newest": 2}),
    (GOOD[8], {"fates": (picture.Fate.PAINTED,) * 257, "newest": 1_000}),
    (GOOD[8], {"missing": (picture.Missing(1, 1),) * 65}),
    (GOOD[9], {"grant": 0}),
    (GOOD[9], {"layout": 0}),
    (GOOD[9], {"y": -1}),
    (GOOD[11], {"dx": 32_768}),
    (GOOD[12], {"usage": 0x66}),  # the power key
    (GOOD[12], {"usage": 0}),
    (GOOD[13], {"text": ""}),
    (GOOD[13], {"text": "あ" * 1_366}),
    (GOOD[13], {"text": "a\x00"}),
    (GOOD[13], {"text": "a\x1b[2J"}),
    (GOOD[13], {"text": "\x9b"}),
    (GOOD[13], {"text": "\ud800"}),
]


@pytest.mark.parametrize(("value", "change"), BAD)
def test_values_outside_their_table_cannot_be_packed(value: Any, change: dict[str, Any]) -> None:
    with pytest.raises(FrameError):
        family_of(value).pack(dataclasses.replace(value, **change))


@pytest.mark.parametrize(
    ("family", "data"),
    [
        (picture.messages, ""),
        (picture.messages, "00"),
        (picture.messages, "07"),
        (picture.messages, "ff"),
        (picture.messages, "0500"),  # a probe with a byte too many
        (picture.messages, "01000100000000000100010278"),  # tile codec 2
        (picture.messages, "04000000000000" + "02"),  # visible is neither 0 nor 1
        (picture.acks, "10000000090003" + "c1" + "0000"),  # spare bits of the fates are set
        (picture.acks, "10000000090003" + "01" + "0200"),  # need_key is 2
        (picture.acks, "10000000090003" + "01" + "0001" + "00000000" + "0001"),  # missing of message 0
        (input_frames.inputs, "0500000001000141ff"),  # not UTF-8
        (input_frames.inputs, "05000000010001eda080"),  # a surrogate in UTF-8
        (input_frames.inputs, "05000000010001c080"),  # an overlong NUL
        (input_frames.inputs, "0200000001000100010001" + "0501"),  # button 5
        (input_frames.inputs, "0200000001000100010001" + "0002"),  # down is 2
        (input_frames.inputs, "04000000010001" + "0066" + "01"),  # the power key
    ],
)
def test_broken_bytes_are_refused(family: Any, data: str) -> None:
    with pytest.raises(FrameError):
        family.unpack(bytes.fromhex(data))


def test_the_first_byte_tells_kinds_apart_as_the_contract_says() -> None:
    kinds = {table.value.__name__: table.kind for family in FAMILIES for table in family.tables}
    assert kinds == {
        "Fragment": None,
        "Tile": 1,
        "Video": 2,
        "CursorShape": 3,
        "CursorPlace": 4,
        "Probe": 5,
        "Still": 6,
        "Ack": 0x10,
        "Move": 1,
        "Button": 2,
        "Wheel": 3,
        "Key": 4,
        "CommittedText": 5,
        "Release": 6,
    }


def test_the_bytes_of_known_frames_stay_as_they_are() -> None:
    spelled = {
        GOOD[0]: "00000007" + "0001" + "0002" + b"tail".hex(),
        GOOD[1]: "01" + "0001" + "000a" + "0014" + "001e" + "0028" + "01" + b"\x89PNG".hex(),
        GOOD[2]: "02" + "0001" + "0000" * 2 + "028001e0" + "01" + "01" + "00000000" + "0000000c" + "028001e0" + "76",
        GOOD[5]: "04" + "0003" + "0064" + "00c8" + "01",
        GOOD[8]: "10" + "00000009" + "0003" + "21" + "00" + "01" + "00000008" + "0003",
        GOOD[11]: "03" + "00000005" + "0001" + "0064" + "00c8" + "ff88" + "00f0",
        GOOD[12]: "04" + "00000005" + "0001" + "0087" + "01",
    }
    for value, hexed in spelled.items():
        assert family_of(value).pack(value).hex() == hexed
