"""One practice desktop for all tests that need one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from yorisoi_practice.desktop import Desktop, Size
from yorisoi_practice.processes import Processes


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    started = Processes(tmp_path / "logs")
    yield started
    started.close()


@pytest.fixture
def desktop(processes: Processes, tmp_path: Path) -> Desktop:
    made = Desktop(processes, tmp_path / "home", Size(1000, 700))
    made.start()
    return made
