"""The acknowledgement of a receiver: what became of the last messages, what is missing, whether a key frame is needed."""

from collections.abc import Mapping

from yorisoi_protocol.frames.fragments import Assembly
from yorisoi_protocol.frames.picture import VIDEO_KIND, Ack, Fate, Missing
from yorisoi_protocol.limits import ACK_WINDOW, MAX_MISSING


def acknowledge(newest: int, fates: Mapping[int, Fate], assembly: Assembly, need_key: bool) -> Ack:
    """The fates of the newest ACK_WINDOW numbers, newest first, and fragments of incomplete video messages."""
    seqs = range(newest, max(0, newest - ACK_WINDOW), -1)
    return Ack(newest, tuple(fates.get(seq, Fate.UNKNOWN) for seq in seqs), need_key, _missing(newest, assembly))


def _missing(newest: int, assembly: Assembly) -> tuple[Missing, ...]:
    """Only what something later has overtaken: the rest may still be on its way. Newest messages first."""
    found: list[Missing] = []
    for seq in reversed(assembly.incomplete()):
        first = assembly.first(seq)
        if first is not None and first[0] != VIDEO_KIND:
            continue  # a tile is never repeated: what it showed is sent again as it looks then
        end = assembly.highest(seq) if seq == newest else None
        found += [Missing(seq, index) for index in assembly.missing(seq) if end is None or index < end]
    return tuple(found[:MAX_MISSING])
