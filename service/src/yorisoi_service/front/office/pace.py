"""Work that reports its progress, done for as long as one request may take."""

from collections.abc import Iterator
from contextlib import contextmanager

from yorisoi_service import clock


class OutOfTime(Exception):
    """The time of this request is used up; what was done so far stands."""


class Progress:
    """Called between two steps of the work; raises OutOfTime when the next one shall wait for another request."""

    def __init__(self, seconds: float) -> None:
        self.until = clock.monotonic_s() + seconds

    def __call__(self, rows: int, share: float) -> None:
        if share < 1.0 and clock.monotonic_s() >= self.until:
            raise OutOfTime


@contextmanager
def within(seconds: float) -> Iterator[Progress]:
    """A progress callable that lets the work go on for so many seconds."""
    yield Progress(seconds)
