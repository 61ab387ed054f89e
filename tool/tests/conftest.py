"""One nested desktop for all window tests, and the window as a process on it."""

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from yorisoi_tool.testing.hand import Hand
from yorisoi_tool.testing.stage import Stage

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtGui import QGuiApplication


@pytest.fixture(scope="session")
def qt() -> QGuiApplication:
    application = QGuiApplication.instance() or QGuiApplication(["test"])
    assert isinstance(application, QGuiApplication)
    return application


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        yield stage


@pytest.fixture
def hand(stage: Stage, qt: QGuiApplication) -> Iterator[Hand]:
    """A person at the screen."""
    hand = Hand(stage.outer)
    yield hand
    hand.close()


@pytest.fixture
def program_hand(stage: Stage, qt: QGuiApplication) -> Iterator[Hand]:
    """Another program on the same desktop, for instance the communicator's injected input."""
    hand = Hand(stage.inner)
    yield hand
    hand.close()


class Window:
    """The window process: `show` hands it an event, `said` what was done to it since."""

    def __init__(self, stage: Stage, language: str, *names: str) -> None:
        environment = {**stage.environment(), "PYTHONUNBUFFERED": "1"}
        environment.pop("QT_QPA_PLATFORM", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "yorisoi_tool.testing.window_program", language, *names],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.line(20) == "ready"

    def show(self, name: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()

    def line(self, seconds: float = 5.0) -> str | None:
        """The next thing that was done, or None."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return self.process.stdout.readline().strip() if ready else None

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def window(stage: Stage) -> Iterator[Callable[..., Window]]:
    opened: list[Window] = []

    def show(*names: str, language: str = "ja") -> Window:
        opened.append(Window(stage, language, *names))
        return opened[-1]

    yield show
    for each in opened:
        each.close()
