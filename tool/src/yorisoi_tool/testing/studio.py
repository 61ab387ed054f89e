"""A picture source without pixels: one fragment whenever the test draws, through the same door as the real one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from yorisoi_protocol.vocabulary import Codec

from yorisoi_tool.desktops.ports import Desktop
from yorisoi_tool.engine.show import Cues, Queue, Source, Studio
from yorisoi_tool.transport.port import Link

WIDTH, HEIGHT = 800, 600


@dataclass
class FakeStudio:
    """Source and queue in one. `reads` counts how often the screen was looked at."""

    cues: Cues | None = None
    ready: bool = False
    stopped: bool = False
    reads: int = 0
    acks: list[bytes] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)

    def studio(self, desktop: Desktop) -> Studio:
        def make(cues: Cues) -> tuple[Source, Queue]:
            self.cues = cues
            return self, self

        return make

    def draw(self, fragment: bytes = b"fragment") -> None:
        """Something changes on the screen."""
        if self.cues is not None and self.ready and self.cues.allows():
            self.reads += 1
            self.waiting.append(fragment)
            self.cues.wake()

    def start(self) -> None:
        assert self.cues is not None
        self.cues.layout(1, WIDTH, HEIGHT)

    def new_layout(self, number: int) -> None:
        """The desktop changes its size."""
        assert self.cues is not None
        self.cues.layout(number, WIDTH // 2, HEIGHT // 2)

    def viewer_ready(self, codecs: Sequence[Codec]) -> None:
        self.ready = True
        self.draw()

    def viewer_gone(self) -> None:
        self.ready = False

    def gate_changed(self) -> None:
        self.draw()

    def ack(self, frame: bytes) -> None:
        self.acks.append(frame)

    def stop(self) -> None:
        self.stopped = True
        self.ready = False

    def join(self, timeout: float | None = None) -> None:
        assert self.stopped

    def pump(self, now_ms: int, transport: Link) -> int | None:
        assert self.cues is not None
        while self.waiting and self.cues.allows():
            transport.send_picture(self.waiting.pop(0))
        return None

    def clear(self) -> None:
        self.waiting.clear()
