"""A whole session's picture without a second of waiting: screen, camera, outbox, line both ways, page; virtual time."""

import heapq
import random
from collections.abc import Callable, Sequence

import numpy as np
from yorisoi_protocol.frames.picture import VideoCodec
from yorisoi_protocol.limits import FRAGMENT_BYTES
from yorisoi_protocol.vocabulary import Codec
from yorisoi_tool.desktops.ports import LayoutChanged, Pixels, Shape, Size
from yorisoi_tool.encode.video import VideoEncoder
from yorisoi_tool.engine.outbox import OVERHEAD_BYTES, Outbox
from yorisoi_tool.picture.camera import Camera
from yorisoi_tool.picture.region import Rect

from .line import Line, LineKind
from .page import Page
from .reference import ReferencePage


class FakeScreen:
    """A screen that draws on command. Damage comes once for what was drawn, like XDamage's."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.zeros((height, width, 4), np.uint8)
        self._damage: list[Rect] = [Rect(0, 0, width, height)]
        self._resized = False
        self.reads = 0
        self.on_read: Callable[[], None] = lambda: None

    def draw(self, rect: Rect, colours: np.ndarray | int) -> None:
        """Colours: height x width x 3 or one number for all."""
        self.pixels[rect.y : rect.bottom, rect.x : rect.right, :3] = colours
        self._damage.append(rect)

    def resize(self, width: int, height: int) -> None:
        self.pixels = np.full((height, width, 4), 77, np.uint8)
        self._resized = True

    def size(self) -> Size:
        return Size(self.pixels.shape[1], self.pixels.shape[0])

    def fileno(self) -> int:
        raise AssertionError("nobody waits in virtual time")

    def pending(self) -> bool:
        return bool(self._damage) or self._resized

    def damage(self) -> list[Rect] | None:
        taken, self._damage = self._damage, []
        if self._resized:
            self._resized = False
            return None
        return taken

    def read(self, rect: Rect) -> Pixels:
        if not Rect(0, 0, *self.size()).holds(rect):
            raise LayoutChanged
        self.reads += 1
        self.on_read()
        return self.pixels[rect.y : rect.bottom, rect.x : rect.right]

    def close(self) -> None: ...


class FakeCursor:
    def __init__(self) -> None:
        self._shape: Shape | None = Shape(1, 1, 8, 8, b"shape 0")
        self._place: tuple[int, int] | None = (5, 5)
        self.now_shape, self.now_place = self._shape, self._place

    def move(self, x: int, y: int) -> None:
        self._place = self.now_place = (x, y)

    def change(self, name: bytes) -> None:
        self._shape = self.now_shape = Shape(1, 1, 8, 8, name)

    def fileno(self) -> int:
        raise AssertionError("nobody waits in virtual time")

    def pending(self) -> bool:
        return self._shape is not None or self._place is not None

    def shape(self) -> Shape | None:
        taken, self._shape = self._shape, None
        return taken

    def place(self) -> tuple[int, int] | None:
        taken, self._place = self._place, None
        return taken

    def repeat(self) -> None:
        self._shape, self._place = self.now_shape, self.now_place

    def close(self) -> None: ...


class FakeEncoder:
    """Video that is never exact: every pixel comes out wrong by one. Frames are as big as their budget."""

    codec = VideoCodec.VP8

    def __init__(self, width: int, height: int, frames: dict[bytes, np.ndarray]) -> None:
        self.width, self.height, self._frames = width + width % 2, height + height % 2, frames
        self._reference = np.zeros((height, width, 3), np.uint8)

    def put(self, pixels: Pixels, x: int, y: int) -> None:
        self._reference[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels[..., 2::-1]

    def encode(self, *, key: bool, budget: int) -> bytes:
        name = len(self._frames).to_bytes(8, "big")
        self._frames[name] = self._reference ^ 1
        return name + bytes(max(1, budget if key else budget // 2))

    def close(self) -> None: ...


class World:
    """`now` moves only by `run`."""

    def __init__(
        self,
        kind: LineKind,
        *,
        seed: int = 1,
        size: tuple[int, int] = (320, 240),
        video: bool = True,
        encoders: Callable[[Sequence[Codec], int, int], VideoEncoder | None] | None = None,
        page: type[Page] | type[ReferencePage] = Page,
    ) -> None:
        self.chance = random.Random(seed)
        self.now = 0.0
        self.screen, self.cursor = FakeScreen(*size), FakeCursor()
        self.frames: dict[bytes, np.ndarray] = {}
        self.page = page(*size, self.frames, self.chance)
        self.down, self.up = Line(kind, self.chance), Line(kind, self.chance)
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._serial = 0
        self._pump_wanted = False
        self.allowed = True
        self.sent_at: list[float] = []
        self.drop: Callable[[bytes], bool] = lambda packet: False
        self.outbox = Outbox(allows=lambda: self.allowed, wake=self._want_pump)
        self._pump_at: float | None = None

        def no_pictures(codecs: Sequence[Codec], width: int, height: int) -> VideoEncoder | None:
            return FakeEncoder(width, height, self.frames) if video else None

        self.camera = Camera(
            screen=self.screen,
            cursor=self.cursor,
            allows=lambda: self.allowed,
            outbox=self.outbox,
            now_ms=lambda: int(self.now),
            on_layout=self._layout,
            on_lost=lambda: None,
            encoders=encoders or no_pictures,
        )
        self.camera.open()
        self.camera.viewer_ready([Codec.VP8])

    # the transport of the tool
    def send_picture(self, data: bytes) -> None:
        assert len(data) <= FRAGMENT_BYTES
        self.sent_at.append(self.now)
        due = self.down.offer(len(data) + OVERHEAD_BYTES, self.now)
        if due is not None and not self.drop(data):
            self.at(due, lambda: self.page.packet(data, self.now))

    def buffered(self) -> int:
        return 0

    def _layout(self, number: int, width: int, height: int) -> None:
        self.at(self.now + self.down.kind.delay_ms, lambda: self.page.layout(number, width, height))

    def _want_pump(self) -> None:
        self._pump_wanted = True

    # time
    def at(self, moment: float, act: Callable[[], None]) -> None:
        self._serial += 1
        heapq.heappush(self._events, (moment, self._serial, act))

    def run(self, ms: float) -> None:
        """Lets this much time pass."""
        until = self.now + ms
        while True:
            moment = self._settle()
            if moment > until:
                self.now = until
                return
            self.now = max(self.now, moment)
            while self._events and self._events[0][0] <= self.now:
                heapq.heappop(self._events)[2]()

    def run_until(self, true: Callable[[], bool], ms: float) -> bool:
        """Lets time pass until `true`; False when it is over before."""
        until = self.now + ms
        while not true():
            moment = self._settle()
            if true():
                return True
            if moment > until:
                self.now = until
                return bool(true())
            self.now = max(self.now, moment)
            while self._events and self._events[0][0] <= self.now:
                heapq.heappop(self._events)[2]()
        return True

    def _settle(self) -> float:
        """Everybody does what is due now; the moment at which something is due again."""
        for _ in range(2_000):
            if not self.camera.turn():
                break
            if self._pump_wanted:
                self._pump()
        else:
            raise AssertionError("the camera never rests")
        if self._pump_wanted or (self._pump_at is not None and self.now >= self._pump_at):
            self._pump()
            return self.now
        ack = self.page.tick(self.now)
        if ack is not None:
            due = self.up.offer(len(ack) + OVERHEAD_BYTES, self.now)
            if due is not None:
                self.at(due, lambda: self.camera.ack(ack))
            return self.now
        sources, camera_at = self.camera.awaited()
        if any(source.pending() for source in sources):
            return self.now
        moments = [self._pump_at, camera_at, self.page.due(), self._events[0][0] if self._events else None]
        return max(self.now + 0.01, min((moment for moment in moments if moment is not None), default=float("inf")))

    def _pump(self) -> None:
        self._pump_wanted = False
        again = self.outbox.pump(int(self.now), self)
        self._pump_at = None if again is None else int(self.now) + again

    def close(self) -> None:
        self.camera.shut()

    # judging
    def equal(self) -> bool:
        """Whether the page shows the screen to the bit."""
        size = self.screen.pixels.shape[:2]
        return self.page.pixels.shape[:2] == size and bool(
            self.page.known.all() and (self.page.pixels == self.screen.pixels[..., 2::-1]).all()
        )


MakeWorld = Callable[..., World]
