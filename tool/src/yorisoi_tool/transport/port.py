"""What the engine needs from a transport: one link to one viewer with three channels, and a certificate that stays."""

from typing import Protocol


class NoPath(Exception):
    """This offer cannot be answered: it is unusable, or the transport failed."""


class Listener(Protocol):
    """Told by a link, always on the engine's loop."""

    def opened(self) -> None:
        """All three channels are open."""

    def words(self, text: str) -> None: ...
    def input(self, frame: bytes) -> None: ...
    def picture(self, frame: bytes) -> None: ...

    def lost(self) -> None:
        """Nothing arrives on this link any more, for good. Told at most once, and not after `close`."""


class Link(Protocol):
    """One connection to one viewer. Used on the engine's loop only."""

    async def answer(self, offer: str) -> str:
        """The SDP answer to a pinned offer. Raises NoPath."""

    async def candidate(self, candidate: str, mid: str) -> None:
        """One more address of the viewer; an unusable one is ignored."""

    def peer_fingerprint(self) -> str | None:
        """SHA-256 of the certificate that the other side really showed ("AB:CD:..."), None before it did."""

    def send_words(self, text: str) -> None:
        """Queues a message; dropped while the channel is not open."""

    def send_picture(self, data: bytes) -> None:
        """One fragment; dropped while the channel is not open."""

    def buffered(self) -> int:
        """Bytes of all channels that wait inside the transport."""

    async def close(self) -> None:
        """Ends the connection within a second. Idempotent."""


class Transport(Protocol):
    """Makes links that all show the same certificate, so that a re-offer can be told from a stranger's."""

    def link(self, listener: Listener) -> Link: ...
