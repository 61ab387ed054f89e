"""The one thread that waits: for drawing, for the viewer's acknowledgements, for time. What to do is `stream`'s decision.

    screen.damage -> stream -> allowed? -> screen.read -> encode -> outbox (allowed? for each fragment) -> transport

A still screen costs nothing: the thread sleeps on the X connection, on its own wake-up socket and on nothing else.
Without a viewer or without the permission no pixel is read.
"""

import contextlib
import logging
import select
import socket
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yorisoi_protocol.frames.fields import FrameError
from yorisoi_protocol.frames.picture import (
    FRAGMENT_DATA_BYTES,
    CursorCodec,
    CursorPlace,
    CursorShape,
    Message,
    Probe,
    Still,
    Tile,
    TileCodec,
    Video,
    acks,
    messages,
)
from yorisoi_protocol.limits import MAX_SCREEN
from yorisoi_protocol.vocabulary import Codec

from yorisoi_tool.desktops.ports import HIDDEN, Cursor, DesktopLost, LayoutChanged, Pixels, Screen
from yorisoi_tool.encode.tiles import encode_tile
from yorisoi_tool.encode.video import NoEncoder, VideoEncoder, open_encoder
from yorisoi_tool.engine.outbox import Outbox, Priority
from yorisoi_tool.picture.planner import SendTile, SendVideo
from yorisoi_tool.picture.region import Rect
from yorisoi_tool.picture.stream import SendPlace, SendProbe, SendShape, SendStill, Step, Stream

Encoders = Callable[[Sequence[Codec], int, int], VideoEncoder | None]

DENSE_BELOW_KBPS = 8_000
LOOK_MS = 8  # between two looks at what was drawn; the first look is at once
POINTER_MS = 33
UNWATCHED_MS = 250  # between two looks when nobody watches: only a new size matters then
LAYOUTS, SHAPES, FRAMES = 0xFFFF, 0xFFFF, 0xFFFF_FFFF

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Figures:
    """How the picture goes, for the bar and for measuring. Counts since the start."""

    rate_kbps: int = 0
    rtt_ms: int = 0
    exact: bool = False
    tiles: int = 0
    videos: int = 0
    keys: int = 0
    bytes: int = 0
    malformed_acks: int = 0


class Camera(threading.Thread):
    """Every public method may be called from any thread and returns at once."""

    def __init__(
        self,
        *,
        screen: Screen,
        cursor: Cursor,
        allows: Callable[[], bool],
        outbox: Outbox,
        now_ms: Callable[[], int],
        on_layout: Callable[[int, int, int], None],
        on_lost: Callable[[], None],
        encoders: Encoders = open_encoder,
    ) -> None:
        """`on_layout(layout, width, height)` and `on_lost()` are called on this thread."""
        super().__init__(name="camera", daemon=True)
        self._screen, self._cursor, self._allows, self._outbox = screen, cursor, allows, outbox
        self._now, self._on_layout, self._on_lost, self._encoders = now_ms, on_layout, on_lost, encoders
        self._wake_read, self._wake_write = socket.socketpair()
        self._wake_read.setblocking(False)
        self._wake_write.setblocking(False)
        self._over = threading.Event()
        self._told: deque[Callable[[], None]] = deque()
        self._acks: deque[bytes] = deque()
        self._stream = Stream(1, 1, video=False)
        self._encoder: VideoEncoder | None = None
        self._codecs: Sequence[Codec] = ()
        self._ready = self._watched = False
        self._layout = 0
        self._shape, self._shape_number = HIDDEN, 0
        self._place = (0, 0)
        self._frame = 0
        self._opened_at = 0
        self._looked = self._pointed = -UNWATCHED_MS
        self._tiles = self._videos = self._keys = self._bytes = self._malformed = 0
        self._figures = Figures()
        outbox.on_progress(self._wake)

    # told by others
    def viewer_ready(self, codecs: Sequence[Codec]) -> None:
        """A viewer is there, for the first time or again, and nothing it shows is known."""
        self._tell(lambda: self._begin(tuple(codecs)))

    def viewer_gone(self) -> None:
        """The transport is down: nothing is read until the next `viewer_ready`."""
        self._tell(self._gone)

    def gate_changed(self) -> None:
        """The permission to watch may have changed."""
        self._wake()

    def ack(self, frame: bytes) -> None:
        """A binary frame from the viewer's side of the channel; anything but an acknowledgement is counted and dropped."""
        self._acks.append(frame)
        self._wake()

    def is_exact(self) -> bool:
        """Whether the viewer is known to show the screen to the bit."""
        return self._watched and self._stream.is_exact

    def stop(self) -> None:
        self._over.set()
        self._wake()

    def figures(self) -> Figures:
        return self._figures

    # the thread
    def run(self) -> None:
        try:
            self.open()
            while not self._over.is_set():
                if not self.turn():
                    self._wait()
        except DesktopLost:
            log.warning("the desktop is gone")
            self._on_lost()
        except Exception:
            log.exception("the camera failed")  # whatever it was: the session must not go on with a frozen picture
            self._on_lost()
        finally:
            self.shut()

    def open(self) -> None:
        """Tells the first layout. Called once, by `run` or by whoever turns the camera by hand."""
        self._opened_at = self._now()
        self._new_layout()

    def turn(self) -> bool:
        """One round without waiting: hear, look, do one step. False: nothing more to do for now."""
        self._hear()
        self._look()
        return self._act()

    def awaited(self) -> tuple[list[Screen | Cursor], int | None]:
        """What to wait for after `turn` said False: these to have news, or this moment (None: as long as it takes)."""
        now = self._now()
        sources: list[Screen | Cursor] = []
        moments: list[int] = []
        if self._watched:
            if (due := self._stream.deadline(now)) is not None:
                moments.append(due)
            self._await(self._cursor, self._pointed + POINTER_MS, now, sources, moments)
        if self._may_look():
            wait = LOOK_MS if self._watched else UNWATCHED_MS
            self._await(self._screen, self._looked + wait, now, sources, moments)
        return sources, min(moments, default=None)

    def shut(self) -> None:
        """Lets go of encoder and sockets. Called at the end of `run`, or by whoever turned the camera by hand."""
        self._close_encoder()
        self._wake_read.close()
        self._wake_write.close()

    def _tell(self, act: Callable[[], None]) -> None:
        self._told.append(act)
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):  # full: it is awake already; closed: it is over
            self._wake_write.send(b"x")

    def _begin(self, codecs: Sequence[Codec]) -> None:
        self._codecs, self._ready = codecs, True
        self._stream.new_line()
        self._forget_viewer()

    def _gone(self) -> None:
        self._ready = False
        self._outbox.clear()

    def _forget_viewer(self) -> None:
        self._outbox.clear()
        self._outbox.report()
        self._close_encoder()
        width, height = self._screen.size()
        if self._codecs:
            self._encoder = self._encoders(self._codecs, width, height)
        self._stream.restart(width, height, video=self._encoder is not None)
        self._cursor.repeat()
        self._pointed = self._now() - POINTER_MS

    def _new_layout(self) -> None:
        self._layout = self._layout % LAYOUTS + 1
        width, height = self._screen.size()
        self._on_layout(self._layout, width, height)
        self._forget_viewer()

    def _hear(self) -> None:
        """What others told, what left, what the viewer says: in this order."""
        while self._told:
            self._told.popleft()()
        watched = self._ready and self._allows()
        if watched and not self._watched:
            self._forget_viewer()  # it was not allowed to keep what it showed
        elif self._watched and not watched:
            self._outbox.clear()
        self._watched = watched
        now = self._now()
        report = self._outbox.report()
        for seq, at in report.began:
            self._stream.began(seq, at)
        for seq, at in report.departed:
            self._stream.departed(seq, at)
        for seq in report.dropped:
            self._stream.dropped(seq, now)
        while self._acks:
            self._hear_ack(self._acks.popleft(), now)
        self._stream.passed(now)
        self._outbox.pace(self._stream.rate.pace_kbps)

    def _hear_ack(self, frame: bytes, now: int) -> None:
        try:
            ack = acks.unpack(frame)
        except FrameError:
            self._malformed += 1
            return
        for seq, indices in self._stream.acknowledged(ack, now):
            self._outbox.repeat(seq, indices)

    def _look(self) -> None:
        """What was drawn and where the pointer is, not more often than it is worth."""
        now = self._now()
        if self._may_look() and self._since_look(now) and self._screen.pending():
            self._looked = now
            rects = self._screen.damage()
            if rects is None:
                self._new_layout()
            elif self._watched and rects:
                self._stream.damaged(rects)
        if self._watched and now - self._pointed >= POINTER_MS and self._cursor.pending():
            self._pointed = now
            self._look_at_pointer()

    def _since_look(self, now: int) -> bool:
        return now - self._looked >= (LOOK_MS if self._watched else UNWATCHED_MS)

    def _may_look(self) -> bool:
        return not self._watched or self._stream.has_room(self._outbox.waiting_bytes())

    def _look_at_pointer(self) -> None:
        shape, place = self._cursor.shape(), self._cursor.place()
        if shape is not None:
            self._shape, self._shape_number = shape, self._shape_number % SHAPES + 1
            self._stream.shape_changed()
        if place is not None:
            self._place = place
        if place is not None or shape is not None:
            self._stream.pointer_moved(*self._place)

    def _act(self) -> bool:
        """One step; False when there is nothing to do."""
        if not self._watched:
            return False
        step = self._stream.next(self._now(), self._outbox.waiting_bytes())
        if step is None or not self._allows():
            return False
        try:
            self._do(step)
        except LayoutChanged:
            self._looked = -UNWATCHED_MS  # the notice is on its way; until it is here nothing is read
            return False
        return True

    def _do(self, step: Step) -> None:
        match step:
            case SendTile():
                self._send_tile(step)
            case SendVideo():
                self._send_video(step)
            case SendShape():
                shape = self._shape
                self._offer(
                    step,
                    CursorShape(
                        self._shape_number, shape.hot_x, shape.hot_y, shape.w, shape.h, CursorCodec.PNG, shape.png
                    ),
                    Priority.POINTER,
                )
            case SendPlace():
                x, y = (max(0, min(MAX_SCREEN - 1, each)) for each in self._place)
                message = CursorPlace(self._shape_number, x, y, self._shape.w > 0)
                self._offer(step, message, Priority.PLACE)
            case SendProbe():
                self._offer(step, Probe(), Priority.POINTER)
            case SendStill():
                self._offer(step, Still(self._layout), Priority.POINTER)

    def _send_tile(self, step: SendTile) -> None:
        pixels, rect = self._screen.read(step.rect), step.rect
        png, wanted = self._png(pixels), self._stream.planner.tile_bytes
        while len(png) > wanted * 8 // 5 and rect.area > 1:
            rect = _less(rect, wanted / len(png))
            png = self._png(pixels[: rect.h, : rect.w])
        self._tiles += 1
        self._offer(step, Tile(self._layout, *rect, TileCodec.PNG, png), Priority.TILE, rect=rect)

    def _png(self, pixels: Pixels) -> bytes:
        return encode_tile(pixels, dense=self._stream.rate.kbps < DENSE_BELOW_KBPS)

    def _send_video(self, step: SendVideo) -> None:
        encoder = self._encoder
        assert encoder is not None
        now = self._now()
        try:
            encoder.put(self._screen.read(step.rect), step.rect.x, step.rect.y)
            data = encoder.encode(key=step.key, budget=self._stream.budget(now, key=step.key))
            if not data:
                raise NoEncoder("no frame came out")
        except NoEncoder:
            log.warning("the video encoder gave up; tiles take over")
            self._codecs = ()
            self._forget_viewer()
            return
        self._frame = self._frame % FRAMES + 1
        self._videos += 1
        self._keys += step.key
        message = Video(
            self._layout,
            *step.rect,
            encoder.codec,
            step.key,
            self._frame,
            (now - self._opened_at) & 0xFFFF_FFFF,
            encoder.width,
            encoder.height,
            data,
        )
        self._offer(step, message, Priority.VIDEO)

    def _offer(self, step: Step, message: Message, priority: Priority, *, rect: Rect | None = None) -> None:
        packed = messages.pack(message)
        count = -(-len(packed) // FRAGMENT_DATA_BYTES)
        seq = self._stream.sent(step, size=len(packed), count=count, now_ms=self._now(), rect=rect)
        self._bytes += len(packed)
        self._outbox.offer(seq, packed, priority, replaces=priority is Priority.PLACE)

    def _wait(self) -> None:
        self._note()
        sources, moment = self.awaited()
        timeout = None if moment is None else max(0, moment - self._now()) / 1000
        wanted: list[int] = [self._wake_read.fileno(), *(each.fileno() for each in sources)]
        try:
            ready, _, _ = select.select(wanted, [], [], timeout)
        except (OSError, ValueError) as error:
            raise DesktopLost("a connection to the desktop was closed") from error
        if self._wake_read.fileno() in ready:
            self._wake_read.recv(4096)

    def _await(
        self, source: Screen | Cursor, earliest: int, now: int, sources: list[Screen | Cursor], moments: list[int]
    ) -> None:
        """What may not be looked at yet is not waited for: it would wake us for nothing."""
        if now < earliest:
            moments.append(earliest)
        elif source.pending():
            moments.append(now)
        else:
            sources.append(source)

    def _note(self) -> None:
        rate = self._stream.rate
        self._figures = Figures(
            rate_kbps=rate.kbps,
            rtt_ms=int(rate.rtt_ms),
            exact=self.is_exact(),
            tiles=self._tiles,
            videos=self._videos,
            keys=self._keys,
            bytes=self._bytes,
            malformed_acks=self._malformed,
        )

    def _close_encoder(self) -> None:
        if self._encoder is not None:
            self._encoder.close()
            self._encoder = None


def _less(rect: Rect, share: float) -> Rect:
    """The upper part of a rectangle, or the left part of a single row, of about this share; never all of it."""
    if rect.h > 1:
        return Rect(rect.x, rect.y, rect.w, max(1, min(rect.h - 1, int(rect.h * share))))
    return Rect(rect.x, rect.y, max(1, min(rect.w - 1, int(rect.w * share))), 1)
