"""Cutting a picture message into packets, and putting it together again on the other side."""

from yorisoi_protocol.frames.fields import FrameError
from yorisoi_protocol.frames.picture import FRAGMENT_DATA_BYTES, MAX_MESSAGE_BYTES, Fragment
from yorisoi_protocol.limits import ACK_WINDOW, MAX_ASSEMBLY_BYTES


def split(seq: int, message: bytes) -> list[Fragment]:
    """The fragments of one packed message, in order. Refuses an empty one and one above MAX_MESSAGE_BYTES."""
    if not 0 < len(message) <= MAX_MESSAGE_BYTES:
        raise FrameError(f"a message has 1 to {MAX_MESSAGE_BYTES} bytes")
    pieces = [message[at : at + FRAGMENT_DATA_BYTES] for at in range(0, len(message), FRAGMENT_DATA_BYTES)]
    return [Fragment(seq, index, len(pieces), piece) for index, piece in enumerate(pieces)]


class Assembly:
    """Collects fragments in any order. Holds at most ACK_WINDOW messages and MAX_ASSEMBLY_BYTES; the oldest make room.

    A fragment that contradicts what is already there (another count) is dropped: the first word stands.
    """

    def __init__(self) -> None:
        self._parts: dict[int, dict[int, bytes]] = {}
        self._counts: dict[int, int] = {}
        self._bytes = 0

    def add(self, fragment: Fragment) -> bytes | None:
        """The whole message when this fragment completes it, else None."""
        seq = fragment.seq
        parts = self._parts.setdefault(seq, {})
        if self._counts.setdefault(seq, fragment.count) != fragment.count or fragment.index in parts:
            return None
        parts[fragment.index] = fragment.data
        self._bytes += len(fragment.data)
        if len(parts) == fragment.count:
            self.drop(seq)
            return b"".join(parts[index] for index in range(fragment.count))
        while len(self._parts) > ACK_WINDOW or self._bytes > MAX_ASSEMBLY_BYTES:
            self.drop(min(self._parts))
        return None

    def drop(self, seq: int) -> None:
        """Forgets a message that is no longer wanted."""
        parts = self._parts.pop(seq, {})
        self._counts.pop(seq, None)
        self._bytes -= sum(map(len, parts.values()))

    def incomplete(self) -> list[int]:
        """The numbers of messages that have begun to arrive, oldest first."""
        return sorted(self._parts)

    def missing(self, seq: int) -> list[int]:
        """The indices still to come of a message that has begun to arrive."""
        parts = self._parts.get(seq, {})
        return [index for index in range(self._counts.get(seq, 0)) if index not in parts]

    def highest(self, seq: int) -> int:
        """The highest index that is here of a message that has begun to arrive."""
        return max(self._parts.get(seq, {}), default=-1)

    def first(self, seq: int) -> bytes | None:
        """The first fragment's bytes, if they are here: they tell the kind of a message that is still incomplete."""
        return self._parts.get(seq, {}).get(0)
