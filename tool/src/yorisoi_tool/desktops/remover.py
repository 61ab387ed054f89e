"""Takes the program away from the computer it runs on, and looks whether it is gone. From source there is nothing to take."""

import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from yorisoi_protocol.vocabulary import Removal


@dataclass(frozen=True)
class Removed:
    """What is known. `items` are bare names for the receipt, `place` is where a person would look."""

    removal: Removal
    items: tuple[str, ...]
    place: str


class Remover(Protocol):
    frozen: bool

    def remove(self) -> Removed:
        """Removes what belongs to the program. Never raises; a second call looks again."""


class SourceRemover:
    """Run from source: the program wrote no file of its own, so nothing is left to take away."""

    frozen = False

    def remove(self) -> Removed:
        return Removed(Removal.VERIFIED, (), "")


class FrozenRemover:
    """A frozen program on a system where a running file may be unlinked (Linux): the inode lives until the end.

    Removes the executable and the unpacked folder beside it, and the folder around both when nothing else is in it.
    """

    frozen = True

    def __init__(self, executable: Path, unpacked: Path) -> None:
        self._executable = executable.resolve()
        self._unpacked = unpacked.resolve()

    def remove(self) -> Removed:
        folder = self._executable.parent
        with suppress(OSError):
            self._executable.unlink()
        if self._unpacked != folder:
            shutil.rmtree(self._unpacked, ignore_errors=True)
        if self._unpacked.parent == folder:
            with suppress(OSError):
                folder.rmdir()  # only when it is empty: a person's own files stay
        left = [path for path in (self._executable, self._unpacked) if path.exists() and path != folder]
        items = (self._executable.name, self._unpacked.name)
        if left:
            return Removed(Removal.FAILED, items, str(left[0]))
        return Removed(Removal.VERIFIED, items, str(self._executable))


def choose(*, frozen: bool, platform: str) -> Remover | None:
    """The remover for this start; None where removing a running program is not built yet."""
    if not frozen:
        return SourceRemover()
    if platform == "linux":
        return FrozenRemover(Path(sys.executable), Path(getattr(sys, "_MEIPASS", sys.executable)))
    return None
