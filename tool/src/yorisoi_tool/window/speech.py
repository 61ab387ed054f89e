"""Reading the number aloud with the system's own speech, when there is one. The words are always shown as well."""

import shutil
import subprocess
from collections.abc import Callable

from yorisoi_tool.window.digits import grouped

KANA = dict(
    zip("0123456789", ("ゼロ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"), strict=True)
)
ENGLISH = dict(
    zip("0123456789", ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), strict=True)
)

# The text goes in by standard input: an argument would show the number to every program on this computer.
PROGRAMS = (
    ("espeak-ng", ("-v", "{language}", "-s", "110", "--stdin")),
    ("espeak", ("-v", "{language}", "-s", "110", "--stdin")),
    ("spd-say", ("-l", "{language}", "-r", "-40", "-e")),
)


TOGETHER = "\u2060"  # between two letters that must not be parted


def spoken(digits: str, language: str) -> list[str]:
    """The number as it is said, one line for each group of 3-4-4."""
    names, gap = (KANA, "・") if language == "ja" else (ENGLISH, " ")
    return [gap.join(names[digit] for digit in group) for group in grouped(digits)]


def in_one_line(digits: str, language: str) -> str:
    """The words as one reads a telephone number out. A line that is too short breaks between the groups only."""
    groups = [TOGETHER.join(group.replace(" ", "\u00a0")) for group in spoken(digits, language)]
    return (" の " if language == "ja" else " – ").join(groups)


def program(find: Callable[[str], str | None] = shutil.which) -> tuple[str, tuple[str, ...]] | None:
    """The first speaking program of this system, or None."""
    for name, arguments in PROGRAMS:
        path = find(name)
        if path is not None:
            return path, arguments
    return None


class Speech:
    """At most one voice at a time; `hush` ends it."""

    def __init__(self, find: Callable[[str], str | None] = shutil.which) -> None:
        self._program = program(find)
        self._running: subprocess.Popen[bytes] | None = None

    def read(self, digits: str, language: str) -> bool:
        """Says the number, slowly. Answers whether a voice was found."""
        self.hush()
        if self._program is None or not digits:
            return False
        path, arguments = self._program
        try:
            self._running = subprocess.Popen(
                [path, *(argument.format(language=language) for argument in arguments)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            assert self._running.stdin is not None
            self._running.stdin.write((".\n".join(spoken(digits, language)) + "\n").encode())
            self._running.stdin.close()
        except OSError:
            self.hush()
            return False
        return True

    def hush(self) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        if running.poll() is None:
            running.terminate()
        running.wait()
