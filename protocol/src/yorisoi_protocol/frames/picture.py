"""Picture frames: what the subscriber's side sends to be painted, and the acknowledgement that comes back.

One number orders all picture messages of a session: `Fragment.seq` starts at 1 and rises by one for each message,
whatever its kind. A message is cut into fragments that fit one packet (see `fragments`) and travels unordered, without
retransmission. What became of it comes back in `Ack`. `compositor` holds the rules of painting.
All places are desktop pixels of the layout named in the message, origin top left.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, ClassVar

from yorisoi_protocol.frames.fields import (
    Compare,
    Family,
    Fates,
    Frame,
    FullUnlessLast,
    Number,
    Records,
    Rest,
    Rule,
    Together,
)
from yorisoi_protocol.limits import (
    ACK_WINDOW,
    FRAGMENT_BYTES,
    FRAGMENT_HEADER_BYTES,
    MAX_CURSOR,
    MAX_FRAGMENTS,
    MAX_MISSING,
    MAX_SCREEN,
)

TILE_KIND, VIDEO_KIND = 1, 2
FRAGMENT_DATA_BYTES = FRAGMENT_BYTES - FRAGMENT_HEADER_BYTES
MAX_MESSAGE_BYTES = MAX_FRAGMENTS * FRAGMENT_DATA_BYTES

U8 = Number(1, 0, 0xFF)
U16 = Number(2, 0, 0xFFFF)
U32 = Number(4, 0, 0xFFFF_FFFF)
FLAG = Number(1, 0, 1)
LAYOUT = Number(2, 1, 0xFFFF)  # layouts are numbered from 1
PLACE = Number(2, 0, MAX_SCREEN - 1)
SIDE = Number(2, 1, MAX_SCREEN)
SEQ = Number(4, 1, 0xFFFF_FFFF)
CURSOR_SIDE = Number(2, 0, MAX_CURSOR)
DATA = Rest(1, MAX_MESSAGE_BYTES)


class TileCodec(IntEnum):
    """How a tile's pixels are written; all are lossless."""

    PNG = 1


class VideoCodec(IntEnum):
    """How a video frame is written. H.264 is Annex B, parameter sets before each key frame."""

    VP8 = 1
    H264 = 2


class CursorCodec(IntEnum):
    """How a cursor is written: PNG with alpha."""

    PNG = 1


class Fate(IntEnum):
    """What the page has done with a message so far. PAINTED and REFUSED are final."""

    UNKNOWN = 0  # nothing of it arrived, or not all
    PAINTED = 1  # or applied, for what is not painted
    REFUSED = 2  # late under a newer one, undecodable, or of another layout
    DECODING = 3  # complete, not painted yet


@dataclass(frozen=True, slots=True)
class Fragment(Frame):
    """One packet of message `seq`: piece `index` of `count`. All pieces but the last are full."""

    RULES: ClassVar[tuple[Rule, ...]] = (
        Compare(("index",), "<", "count"),
        FullUnlessLast("index", "count", "data", FRAGMENT_DATA_BYTES),
    )
    seq: Annotated[int, SEQ]
    index: Annotated[int, Number(2, 0, MAX_FRAGMENTS - 1)]
    count: Annotated[int, Number(2, 1, MAX_FRAGMENTS)]
    data: Annotated[bytes, Rest(1, FRAGMENT_DATA_BYTES)]


@dataclass(frozen=True, slots=True)
class Tile(Frame):
    """A rectangle, exact to the bit."""

    KIND: ClassVar[int | None] = TILE_KIND
    RULES: ClassVar[tuple[Rule, ...]] = (
        Compare(("x", "w"), "<=", MAX_SCREEN),
        Compare(("y", "h"), "<=", MAX_SCREEN),
    )
    layout: Annotated[int, LAYOUT]
    x: Annotated[int, PLACE]
    y: Annotated[int, PLACE]
    w: Annotated[int, SIDE]
    h: Annotated[int, SIDE]
    codec: Annotated[TileCodec, U8]
    data: Annotated[bytes, DATA]


@dataclass(frozen=True, slots=True)
class Video(Frame):
    """One video frame of the whole desktop, of which only the rectangle is painted.

    `frame` counts video frames; a delta (not `key`) can be decoded only after frame - 1. `width` and `height` are the
    coded size: the desktop's, rounded up to even numbers.
    """

    KIND: ClassVar[int | None] = VIDEO_KIND
    RULES: ClassVar[tuple[Rule, ...]] = (
        Compare(("x", "w"), "<=", "width"),
        Compare(("y", "h"), "<=", "height"),
    )
    layout: Annotated[int, LAYOUT]
    x: Annotated[int, PLACE]
    y: Annotated[int, PLACE]
    w: Annotated[int, SIDE]
    h: Annotated[int, SIDE]
    codec: Annotated[VideoCodec, U8]
    key: Annotated[bool, FLAG]
    frame: Annotated[int, U32]
    pts_ms: Annotated[int, U32]
    width: Annotated[int, SIDE]
    height: Annotated[int, SIDE]
    data: Annotated[bytes, DATA]


@dataclass(frozen=True, slots=True)
class CursorShape(Frame):
    """The picture of the pointer under a number of its own. Without size and data it is hidden."""

    KIND: ClassVar[int | None] = 3
    RULES: ClassVar[tuple[Rule, ...]] = (
        Compare(("hot_x",), "<=", "w"),
        Compare(("hot_y",), "<=", "h"),
        Together("w", "h"),
        Together("w", "data"),
    )
    shape: Annotated[int, U16]
    hot_x: Annotated[int, CURSOR_SIDE]
    hot_y: Annotated[int, CURSOR_SIDE]
    w: Annotated[int, CURSOR_SIDE]
    h: Annotated[int, CURSOR_SIDE]
    codec: Annotated[CursorCodec, U8]
    data: Annotated[bytes, Rest(0, MAX_MESSAGE_BYTES)]


@dataclass(frozen=True, slots=True)
class CursorPlace(Frame):
    """Where the pointer's hot spot is, and which shape it has."""

    KIND: ClassVar[int | None] = 4
    shape: Annotated[int, U16]
    x: Annotated[int, PLACE]
    y: Annotated[int, PLACE]
    visible: Annotated[bool, FLAG]


@dataclass(frozen=True, slots=True)
class Probe(Frame):
    """Asks for an acknowledgement and nothing else; finds a lost tail."""

    KIND: ClassVar[int | None] = 5


@dataclass(frozen=True, slots=True)
class Still(Frame):
    """Once everything up to this number is painted, the page shows exactly the desktop."""

    KIND: ClassVar[int | None] = 6
    layout: Annotated[int, LAYOUT]


@dataclass(frozen=True, slots=True)
class Missing(Frame):
    """A fragment the page still waits for."""

    seq: Annotated[int, SEQ]
    index: Annotated[int, Number(2, 0, MAX_FRAGMENTS - 1)]


@dataclass(frozen=True, slots=True)
class Ack(Frame):
    """The fate of the last messages, newest first: `fates[i]` belongs to `newest - i`.

    Repeats the whole window, so a lost one is harmless. `need_key` asks for a video key frame; `missing` names
    fragments of incomplete video messages.
    """

    KIND: ClassVar[int | None] = 0x10
    RULES: ClassVar[tuple[Rule, ...]] = (Compare(("fates",), "<=", "newest"),)
    newest: Annotated[int, SEQ]
    fates: Annotated[tuple[Fate, ...], Fates(ACK_WINDOW, Fate)]
    need_key: Annotated[bool, FLAG]
    missing: Annotated[tuple[Missing, ...], Records(MAX_MISSING, Missing)]


Message = Tile | Video | CursorShape | CursorPlace | Probe | Still

fragments: Family[Fragment] = Family(Fragment)
messages: Family[Message] = Family(Tile, Video, CursorShape, CursorPlace, Probe, Still)
acks: Family[Ack] = Family(Ack)
