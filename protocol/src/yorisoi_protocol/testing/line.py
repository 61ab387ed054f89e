"""The one port of the doubles: an open socket to a broker, and a house that opens them."""

from typing import Protocol

from yorisoi_protocol.broker import Person


class LineLost(Exception):
    """The other end closed the line."""


class Line(Protocol):
    """JSON texts in order, both ways."""

    async def send(self, text: str) -> None:
        """Raises LineLost."""

    async def receive(self) -> str:
        """The next text. Raises LineLost."""

    async def close(self) -> None:
        """Hangs up."""


class House(Protocol):
    """A broker under test: the double below, or the real service."""

    origin: str

    async def subscriber(self) -> Line:
        """A socket on which nothing was said yet."""

    async def communicator(self, person: Person) -> Line:
        """A socket whose Hello was answered with Welcome."""
