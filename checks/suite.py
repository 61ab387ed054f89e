"""Every test of the repository, two parts at a time, closed by one line that counts them all.

Usage: suite.py [PART ...]. With CI set, a skipped test is a failed one: what a part needs, deploy/debian-packages.txt
and the locks install, so nothing has a reason to be skipped there.

Parts stand in two rows. In one, parts steer a display or are measured in a browser, and wait most of the time; in the other,
parts reckon or turn pages. One of each runs at a time, so that nothing that watches a screen has a second one beside it.
What a part says is shown whole when it ends; a part that was asked for alone is shown as it goes.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
# Above anything measured; it only ends a run that hangs in spite of the time limit of each test.
PART_TIMEOUT_S = 1200
LOOK_EVERY_S = 0.1
CHECK = "check"
SEEING, RECKONING = "seeing", "reckoning"


@dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


@dataclass(frozen=True)
class Part:
    name: str
    folder: str
    command: tuple[str, ...]
    row: str = RECKONING


def pytest_part(name: str, *tests: str, row: str = RECKONING) -> Part:
    command = (sys.executable, "-m", "pytest", "-q", "--durations=5", "--junitxml={report}", *tests)
    return Part(name, ".", command, row)


PARTS = (
    Part(CHECK, ".", (sys.executable, "checks/check.py")),
    pytest_part("tool", "tool/tests", row=SEEING),
    pytest_part("repository", "checks/tests"),
    pytest_part("protocol", "protocol/tests"),
    Part(
        "web",
        "web",
        ("node_modules/.bin/vitest", "run", "--reporter=default", "--reporter=junit", "--outputFile={report}"),
    ),
    pytest_part("service", "service/tests"),
    pytest_part("practice", "practice/tests", row=SEEING),
    pytest_part("browser", "web/tests/browser", row=SEEING),
    pytest_part("journeys", "journeys", "-m", "desktop", row=SEEING),
    pytest_part("pages", "journeys", "-m", "not desktop"),
)


def count(report: Path) -> Count:
    """What a JUnit report says; nothing, when there is none."""
    if not report.exists():
        return Count()
    total = Count()
    # The report was written a moment ago by our own test runner.
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total += Count(tests - failed - skipped, failed, skipped)
    return total


def last_count(said: str) -> Count:
    """What the last line of a part says that writes no report: "8 passed, 0 failed"."""
    found = re.search(r"^(\d+) passed, (\d+) failed\s*\Z", said, re.MULTILINE)
    return Count(int(found[1]), int(found[2])) if found else Count()


class Run:
    """One part at work, in a process group of its own. `aloud`: its words go where ours go."""

    def __init__(self, part: Part, folder: Path, *, aloud: bool) -> None:
        self.part = part
        self.report = folder / f"{part.name}.xml"
        self.words = folder / f"{part.name}.txt"
        command = [word.format(report=self.report) if "{report}" in word else word for word in part.command]
        self.began = time.monotonic()
        print(f"== {part.name}" if aloud else f"   {part.name} begins", flush=True)
        self._aloud = aloud
        with self.words.open("wb") as words:
            said_to: IO[bytes] | None = None if aloud and part.name != CHECK else words
            self.process = subprocess.Popen(
                command,
                cwd=ROOT / part.folder,
                stdin=subprocess.DEVNULL,
                stdout=said_to,
                stderr=None if said_to is None else subprocess.STDOUT,
                start_new_session=True,
            )

    def is_over(self) -> bool:
        """Whether it has ended, or has had all its time."""
        return self.process.poll() is not None or time.monotonic() - self.began > PART_TIMEOUT_S

    def close(self) -> Count:
        """Ends what is left of it, shows what it said, and counts; a part that fails without a failed test, or runs no
        test, counts as one failure."""
        code = self.process.poll()
        end_group(self.process)
        said = self.words.read_text("utf-8", errors="replace")
        heading = [] if self._aloud else [f"== {self.part.name}"]
        print(*heading, *said.splitlines(), sep="\n", flush=True)
        if code is None:
            print(f"{self.part.name} had not ended after {PART_TIMEOUT_S} s", flush=True)
        counted = last_count(said) if self.part.name == CHECK else count(self.report)
        if (code != 0 and counted.failed == 0) or counted.passed + counted.failed == 0:
            counted += Count(failed=1)
        print(f"-- {self.part.name}: {counted} in {time.monotonic() - self.began:.0f} s", flush=True)
        return counted


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End what a part may have left running in its process group."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def run(parts: Sequence[Part], folder: Path) -> dict[str, Count]:
    """Runs these parts, at most one of each row at a time, in their order; what each counted."""
    waiting = list(parts)
    at_work: dict[str, Run] = {}
    counted: dict[str, Count] = {}
    try:
        while waiting or at_work:
            for part in next_parts(waiting, at_work):
                waiting.remove(part)
                at_work[part.row] = Run(part, folder, aloud=len(parts) == 1)
            for row, one in [*at_work.items()]:
                if one.is_over():
                    counted[one.part.name] = one.close()
                    del at_work[row]
            time.sleep(LOOK_EVERY_S)
    finally:
        for one in at_work.values():
            end_group(one.process)
    return counted


def next_parts(waiting: Sequence[Part], busy: Iterable[str]) -> list[Part]:
    """The first waiting part of every row that is not busy."""
    first: dict[str, Part] = {}
    for part in waiting:
        first.setdefault(part.row, part)
    return [part for row, part in first.items() if row not in set(busy)]


def main(names: list[str]) -> int:
    unknown = set(names) - {part.name for part in PARTS}
    if unknown:
        print(f"There is no part {', '.join(sorted(unknown))}. Parts: {' '.join(part.name for part in PARTS)}")
        return 2
    with tempfile.TemporaryDirectory(prefix="yorisoi-tests-") as folder:
        counted = run([part for part in PARTS if not names or part.name in names], Path(folder))
    failing = [name for name, each in counted.items() if each.failed]
    total = sum(counted.values(), Count())
    if failing:
        print(f"Failures in: {' '.join(failing)}")
    if os.environ.get("CI") and total.skipped:
        print(f"{total.skipped} tests were skipped; with CI set that counts as failing.")
        total = Count(total.passed, total.failed + total.skipped)
    print(total)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
