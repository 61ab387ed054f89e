"""One nested desktop for all window tests, and the window as a process on it."""

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings
from yorisoi_tool.testing.hand import Hand
from yorisoi_tool.testing.stage import Stage

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtGui import QGuiApplication

# No stopwatch: how long an example takes says something about the machine, not about the program.
settings.register_profile("tool", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tool")


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
    hand = Hand(stage.outer, seen_by=stage.inner)
    yield hand
    hand.close()


@pytest.fixture
def program_hand(stage: Stage, qt: QGuiApplication) -> Iterator[Hand]:
    """Another program on the same desktop, for instance the communicator's injected input."""
    hand = Hand(stage.inner)
    yield hand
    hand.close()


class Window:
    """The window process: `show` hands it an event, `line` tells what was done to it since."""

    def __init__(self, stage: Stage) -> None:
        environment = {**stage.environment(), "PYTHONUNBUFFERED": "1"}
        environment.pop("QT_QPA_PLATFORM", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "yorisoi_tool.testing.window_program"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._read = b""

    def start(self, language: str, *names: str) -> None:
        self.show(f"start {language}")
        assert self.line(60) == "ready"
        for name in names:
            self.show(name)

    def stop(self) -> None:
        """Back to nothing on the screen, whatever was done before."""
        if self.process.poll() is None:
            self.show("stop")
            while self.line() not in ("quit", None):
                pass

    def show(self, name: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{name}\n".encode())
        self.process.stdin.flush()

    def heard(self) -> bool:
        """Whether something was done that `line` has not told yet."""
        return self._has_line(0.0)

    def line(self, seconds: float = 20.0) -> str | None:
        """The next thing that was done, or None."""
        if not self._has_line(seconds):
            return None
        line, self._read = self._read.split(b"\n", 1)
        return line.decode()

    def _has_line(self, seconds: float) -> bool:
        assert self.process.stdout is not None
        while b"\n" not in self._read:
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                return False
            self._read += os.read(self.process.stdout.fileno(), 4_096) or b"ended\n"
        return True

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="session")
def window_process(stage: Stage) -> Iterator[Window]:
    window = Window(stage)
    yield window
    window.close()


@pytest.fixture
def window(window_process: Window) -> Iterator[Callable[..., Window]]:
    def show(*names: str, language: str = "ja") -> Window:
        window_process.start(language, *names)
        return window_process

    yield show
    window_process.stop()
