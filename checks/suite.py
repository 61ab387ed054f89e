"""Every test of the repository, part after part, closed by one line that counts them all.

Usage: suite.py [PART ...]. With CI set, a skipped test is a failed one: what a part needs, deploy/debian-packages.txt
and the locks install, so nothing has a reason to be skipped there.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

import check

ROOT = check.ROOT
# Above anything measured; it only ends a run that hangs in spite of the time limit of each test.
PART_TIMEOUT_S = 1200


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


def pytest_part(name: str, tests: str) -> Part:
    return Part(name, ".", (sys.executable, "-m", "pytest", "-q", "--durations=5", "--junitxml={report}", tests))


PARTS = (
    pytest_part("repository", "checks/tests"),
    pytest_part("protocol", "protocol/tests"),
    pytest_part("service", "service/tests"),
    pytest_part("tool", "tool/tests"),
    pytest_part("practice", "practice/tests"),
    Part(
        "web",
        "web",
        ("node_modules/.bin/vitest", "run", "--reporter=default", "--reporter=junit", "--outputFile={report}"),
    ),
    pytest_part("browser", "web/tests/browser"),
    pytest_part("journeys", "journeys"),
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


def run(part: Part, folder: Path) -> Count:
    """Run one part to its end; a part that fails without a failed test, or runs no test, counts as one failure."""
    report = folder / f"{part.name}.xml"
    command = [word.format(report=report) if "{report}" in word else word for word in part.command]
    process = subprocess.Popen(command, cwd=ROOT / part.folder, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        code = process.wait(PART_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        print(f"{part.name} had not ended after {PART_TIMEOUT_S} s", flush=True)
        code = -1
    finally:
        end_group(process)
    counted = count(report)
    if (code != 0 and counted.failed == 0) or counted.passed + counted.failed == 0:
        counted += Count(failed=1)
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


def main(names: list[str]) -> int:
    unknown = set(names) - {part.name for part in PARTS}
    if unknown:
        print(f"There is no part {', '.join(sorted(unknown))}. Parts: {' '.join(part.name for part in PARTS)}")
        return 2
    total = Count()
    if not names:
        print("== check", flush=True)
        failed = len(check.failed_steps())
        total += Count(len(check.STEPS) - failed, failed)
    with tempfile.TemporaryDirectory(prefix="yorisoi-tests-") as folder:
        for part in PARTS:
            if names and part.name not in names:
                continue
            print(f"== {part.name}", flush=True)
            started = time.monotonic()
            counted = run(part, Path(folder))
            total += counted
            print(f"-- {part.name}: {counted} in {time.monotonic() - started:.0f} s", flush=True)
    if os.environ.get("CI") and total.skipped:
        print(f"{total.skipped} tests were skipped; with CI set that counts as failing.")
        total = Count(total.passed, total.failed + total.skipped)
    print(total)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
