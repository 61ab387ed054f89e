"""A desktop for tests: an X server inside an X server. What is done on the outer one reaches programs as a real device."""

import os
import subprocess
from dataclasses import dataclass, field
from types import TracebackType

from yorisoi_tool import clock

WIDTH, HEIGHT = 1280, 1024
START_S = 60.0


class StageFailed(Exception):
    """A server did not start; the text holds what it said."""


@dataclass
class Stage:
    """`outer` is where a hand works, `inner` where programs run. Use as a context manager; everything is ended by id."""

    outer: str = ""
    inner: str = ""
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> "Stage":
        try:
            self.outer = self._server(["Xvfb", "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"], {})
            self.inner = self._server(
                ["Xephyr", "-screen", f"{WIDTH}x{HEIGHT}", "-fullscreen", "-no-host-grab", "-nolisten", "tcp"],
                {"DISPLAY": self.outer},
            )
            self._processes.append(self.start("openbox"))
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def environment(self) -> dict[str, str]:
        """What a program needs to appear on the inner server."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WAYLAND", "XDG_SESSION"))}
        return {**kept, "DISPLAY": self.inner}

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A program on the inner server; the caller ends it."""
        return subprocess.Popen(
            command,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _server(self, command: list[str], environment: dict[str, str]) -> str:
        read, write = os.pipe()
        with open(read, "rb", buffering=0) as number:  # noqa: PTH123 (a pipe has no path)
            process = subprocess.Popen(
                [*command, "-displayfd", str(write)],
                env={**os.environ, **environment},
                pass_fds=(write,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            os.close(write)
            self._processes.append(process)
            until, text = clock.now_ms() / 1000 + START_S, b""
            while not text.endswith(b"\n"):
                piece = number.read(16)
                if not piece or clock.now_ms() / 1000 > until:
                    raise StageFailed(f"{command[0]} did not start")
                text += piece
        return f":{int(text)}"
