"""A transport whose other end stands in the same process: what is sent is heard at once, in order."""

from dataclasses import dataclass, field

from yorisoi_tool.transport.port import Link, Listener, NoPath

OURS = ":".join(["0A"] * 32)
THEIRS = ":".join(["0B"] * 32)


def description(fingerprint: str) -> str:
    """The smallest text that passes for a session description."""
    return f"v=0\r\na=fingerprint:sha-256 {fingerprint}\r\n"


@dataclass
class LoopbackLink:
    """The subscriber's end. The test plays the other one: `open`, `say`, `press`, `cut`; `heard` is what it got."""

    listener: Listener
    shows: str = THEIRS
    answers: bool = True
    words: list[str] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    closed: bool = False
    _open: bool = False

    async def answer(self, offer: str) -> str:
        if not self.answers:
            raise NoPath("not reachable")
        return description(OURS)

    async def candidate(self, candidate: str, mid: str) -> None:
        self.candidates.append(candidate)

    def peer_fingerprint(self) -> str | None:
        return self.shows if self._open else None

    def send_words(self, text: str) -> None:
        if self._open:
            self.words.append(text)

    def send_picture(self, data: bytes) -> None:
        if self._open:
            self.pictures.append(data)

    def buffered(self) -> int:
        return 0

    async def close(self) -> None:
        self.closed = True
        self._open = False

    def open(self) -> None:
        self._open = True
        self.listener.opened()

    def cut(self) -> None:
        self._open = False
        self.listener.lost()


@dataclass
class LoopbackTransport:
    """Hands out links and keeps them for the test."""

    links: list[LoopbackLink] = field(default_factory=list)
    shows: str = THEIRS
    answers: bool = True

    def link(self, listener: Listener) -> Link:
        link = LoopbackLink(listener, self.shows, self.answers)
        self.links.append(link)
        return link
