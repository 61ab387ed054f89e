"""The practice desktop: a nested X server with a window manager, a few programs and Japanese fonts.

    outer server   the display of the person at this machine, or an Xvfb of our own where there is none
      nested       Xephyr: its pointer and keyboard are whatever the outer server does, by a person or by `hand`
        programs   openbox, a terminal, an editor, and the unmodified tool

So what is pressed on the outer server reaches the tool as a real device, never as XTEST of the server it runs on.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from yorisoi_tool.testing.x_server import is_free

from yorisoi_practice.processes import Processes

FIRST_DISPLAY, LAST_DISPLAY = 100, 199
START_TIMEOUT_S = 60.0
NEEDED = {
    "Xvfb": "xvfb",
    "Xephyr": "xserver-xephyr",
    "openbox": "openbox",
    "xterm": "xterm",
    "mousepad": "mousepad",
    "xsetroot": "x11-xserver-utils",
    "xprop": "x11-utils",
}
WALL = "#4a6a7c"
NARROW_FONT, WIDE_FONT = "DejaVu Sans Mono", "Noto Sans Mono CJK JP"
NO_BLINKING = "[Settings]\ngtk-cursor-blink=false\n"  # a desktop at rest is at rest
LETTER = """\
よりそい 練習用のデスクトップ

これは練習のためのパソコンです。
お客様のパソコンの代わりに、自由に操作してください。

・メールの設定
・無線LANの接続
・プリンターの確認
"""


class DesktopFailed(Exception):
    """The desktop cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class Size:
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


def missing_packages(*, headless: bool) -> list[str]:
    """Debian packages that a practice desktop still needs on this machine."""
    return [
        package
        for program, package in NEEDED.items()
        if shutil.which(program) is None and (headless or program != "Xvfb")
    ]


def as_somebody() -> list[str]:
    """What to put before a program that warns when root runs it: to itself it then looks like an ordinary user's."""
    prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if os.geteuid() != 0 or subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        return []
    return prefix


class Desktop:
    """One practice desktop. `env` is what a program needs to appear on it; `outer` is where a hand works.

    `home` is a folder of its own, so that whatever a program leaves behind is seen.
    """

    def __init__(self, processes: Processes, home: Path, size: Size, outer: str | None = None) -> None:
        self.processes, self.home, self.size = processes, home, size
        self.given = outer
        self.outer = outer or ""
        self.inner = ""
        self.servers: list[subprocess.Popen[str]] = []

    @property
    def env(self) -> Mapping[str, str]:
        return {
            "DISPLAY": self.inner,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_RUNTIME_DIR": str(self.home / ".run"),
            "TMPDIR": str(self.home / "tmp"),
            "LANG": "C.UTF-8",
            "TZ": "JST-9",  # subscribers live in Japan, wherever this machine stands
            "XAUTHORITY": "",
            "WAYLAND_DISPLAY": "",
            "QT_QPA_PLATFORM": "xcb",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "GTK_A11Y": "none",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "GSETTINGS_BACKEND": "memory",
            "PS1": "$ ",
        }

    def start(self) -> None:
        """Starts both servers and the window manager; raises `DesktopFailed` with the next step."""
        lacking = missing_packages(headless=self.given is None)
        if lacking:
            raise DesktopFailed(f"Programs are missing. As root: apt install {' '.join(sorted(lacking))}")
        for folder in (self.home / "tmp", self.home / ".run"):
            folder.mkdir(parents=True, exist_ok=True)
        (self.home / ".run").chmod(0o700)
        toolkit = self.home / ".config/gtk-3.0/settings.ini"
        toolkit.parent.mkdir(parents=True, exist_ok=True)
        toolkit.write_text(NO_BLINKING)
        if self.given is not None and not self._answers(self.given):
            raise DesktopFailed(
                f"The display {self.given} does not answer, so no window can open there. Next step: start it from a "
                "desktop of this machine, or let a hand answer for the subscriber: ./run practice --headless"
            )
        if self.given is None:
            self.outer = self._server("outer", ["Xvfb"], ["-screen", "0", f"{self.size}x24"], {})
        self.inner = self._server(
            "nested",
            ["Xephyr"],
            ["-screen", str(self.size), "-no-host-grab", "-title", "Yorisoi practice"],
            {"DISPLAY": self.outer},
        )
        self.run("wall", "xsetroot", "-solid", WALL).wait()
        self.run("openbox", "openbox")
        self._until(lambda: "_NET_SUPPORTING_WM_CHECK" in self._root_properties(), "the window manager")

    def run(self, name: str, *command: str | Path, cwd: Path | None = None) -> subprocess.Popen[str]:
        """Starts a program on this desktop."""
        return self.processes.start(name, command, env=self.env, cwd=cwd or self.home)

    def furnish(self) -> None:
        """The programs a newcomer finds: a terminal and a letter in an editor."""
        letter = self.home / "練習.txt"
        letter.write_text(LETTER)
        self.terminal("80x14+20+40")
        self.edit(letter)

    def terminal(self, geometry: str, *command: str) -> subprocess.Popen[str]:
        """A terminal window; with a command it runs that instead of a shell."""
        look = [
            "-u8",
            "-fa",
            NARROW_FONT,
            "-fd",
            WIDE_FONT,
            "-fs",
            "12",
            "-bg",
            "#ffffff",
            "-fg",
            "#202020",
            "-geometry",
            geometry,
        ]
        return self.run("terminal", "xterm", *look, "-e", *(command or ("sh",)))

    def edit(self, path: Path) -> subprocess.Popen[str]:
        return self.run("editor", *as_somebody(), "mousepad", "--disable-server", path)

    def class_in_front(self) -> str:
        """The class of the window that has the keyboard, as its program names it; empty when none has."""
        found = re.search(r"_NET_ACTIVE_WINDOW\(WINDOW\): window id # (0x[0-9a-f]+)", self._root_properties())
        if found is None or found[1] == "0x0":
            return ""
        told = self._query(self.inner, "-id", found[1], "WM_CLASS").stdout
        names = re.findall(r'"([^"]*)"', told)
        return names[-1] if names else ""

    def close(self) -> None:
        for server in reversed(self.servers):
            self.processes.end(server)

    def _server(self, name: str, command: list[str], options: list[str], env: Mapping[str, str]) -> str:
        """Starts an X server under the first number that is free, and says which."""
        for number in range(FIRST_DISPLAY, LAST_DISPLAY + 1):
            socket = Path(f"/tmp/.X11-unix/X{number}")
            if not is_free(number):
                continue
            server = self.processes.start(
                f"{name}-server", [*command, f":{number}", *options, "-nolisten", "tcp", "-noreset"], env=env
            )
            until = time.monotonic() + START_TIMEOUT_S
            while server.poll() is None and time.monotonic() < until:
                if socket.exists() and self._answers(f":{number}"):
                    self.servers.append(server)
                    return f":{number}"
                time.sleep(0.03)
            self.processes.end(server)  # somebody else took the number: try the next one
        raise DesktopFailed(
            f"No X server could start (display numbers :{FIRST_DISPLAY} to :{LAST_DISPLAY} were tried). "
            f"{self.processes.last_words(f'{name}-server')}"
        )

    def _answers(self, display: str) -> bool:
        return self._query(display).returncode == 0

    def _root_properties(self) -> str:
        return self._query(self.inner).stdout

    def _query(self, display: str, *window: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xprop", "-display", display, *(window or ("-root",))],
            env={**os.environ, **({} if display == self.given else {"XAUTHORITY": ""})},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def _until(self, ready: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + START_TIMEOUT_S
        while not ready():
            if time.monotonic() > until:
                raise DesktopFailed(f"{what} did not start. {self.processes.last_words('openbox')}")
            time.sleep(0.03)
