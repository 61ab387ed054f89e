"""Processes that practice, journeys and benchmarks start. Each is ended again by its id, together with what it started.

Nothing here looks a process up by its name: another program of the same name is none of our business.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

ENOUGH_TO_TIDY_UP_S = 5.0
LAST_LINES = 10


def parents() -> dict[int, int]:
    """Every living process and its parent."""
    found: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue  # ended while we looked
            found[int(entry.name)] = int(stat[stat.rindex(")") + 2 :].split()[1])
    return found


def family(roots: Sequence[int]) -> list[int]:
    """These processes and all their living descendants."""
    parent_of = parents()
    members = [pid for pid in roots if pid in parent_of]
    for pid in members:  # grows while it is walked
        members += [child for child, parent in parent_of.items() if parent == pid and child not in members]
    return members


def is_alive(pid: int) -> bool:
    """Whether this process runs; one that ended and was not yet waited for does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat[stat.rindex(")") + 2] not in "ZX"


def end(pids: Sequence[int], timeout_s: float = ENOUGH_TO_TIDY_UP_S) -> None:
    """Asks these processes to end, waits, and ends for good what is left."""
    for number, wait_s in ((signal.SIGTERM, timeout_s), (signal.SIGKILL, 2.0)):
        living = [pid for pid in pids if is_alive(pid)]
        for pid in living:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        until = time.monotonic() + wait_s
        while any(is_alive(pid) for pid in living) and time.monotonic() < until:
            time.sleep(0.02)


class Processes:
    """What one piece of work has started, ended in reverse order by `close`. Output goes to one file for each."""

    def __init__(self, logs: Path, prefix: Sequence[str] = ()) -> None:
        self.logs = logs
        self.prefix = list(prefix)
        self.started: list[subprocess.Popen[str]] = []
        logs.mkdir(parents=True, exist_ok=True)

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        pipe: bool = False,
        prefix: Sequence[str] | None = None,
    ) -> subprocess.Popen[str]:
        """Starts a program in a session of its own. With `pipe` its output is read by the caller, otherwise logged."""
        log: IO[str]
        with (self.logs / f"{name}.log").open("a") as log:
            process = subprocess.Popen(
                [*(self.prefix if prefix is None else prefix), *map(str, command)],
                env={**os.environ, **(env or {})},
                cwd=cwd,
                stdin=subprocess.PIPE if pipe else subprocess.DEVNULL,
                stdout=subprocess.PIPE if pipe else log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def log(self, name: str) -> str:
        """What a program has written so far."""
        path = self.logs / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def last_words(self, name: str) -> str:
        """The end of what a program wrote, for the sentence about its failure: the logs themselves go with the practice."""
        lines = [line for line in self.log(name).splitlines() if line.strip()]
        return "\n".join(["What it said last:", *lines[-LAST_LINES:]]) if lines else "It said nothing."

    def end(self, process: subprocess.Popen[str]) -> None:
        """Ends one program and everything it started."""
        end(family([process.pid]))
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        if process in self.started:
            self.started.remove(process)

    def close(self) -> None:
        for process in reversed(list(self.started)):
            self.end(process)
