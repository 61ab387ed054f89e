"""A world for journeys: the real service, real desktops with the real tool, a real Chromium, on networks of their own.

    namespace A                                    namespace B
    service on 127.0.0.1:8000                      localhost:8000 (a door to A's)
    tool, on a practice desktop          cable     Chromium
    10.206.n.1  <------------------- or a home line ------------------->  10.206.n.2

The browser reaches the service as http://localhost:8000, because passkeys and WebCodecs need a secure context and the key
exchange binds the origin. Every process is ended by its id.
"""

import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Page, Playwright
from yorisoi_practice import network, sign_ins
from yorisoi_practice.desktop import Desktop, Size
from yorisoi_practice.network import Namespace, Place
from yorisoi_practice.processes import Processes
from yorisoi_practice.screen import Screen
from yorisoi_practice.serve import django_command, service_command
from yorisoi_practice.telephone import png

from journeys.browser import Browser
from journeys.middleman import Middleman

ROOT = Path(__file__).resolve().parent.parent
ORIGIN = "http://localhost:8000"
PORT = 8000
HIDDEN_PORT = 8700  # the service's own, while somebody stands in front of it
SIZE = Size(1280, 800)
CABLE = 1
START_TIMEOUT_S = 90.0
Found = TypeVar("Found")

# Runs what it is told, one JSON string a line, and answers [what was printed, what went wrong].
CLERK = """
import contextlib, io, json, sys, traceback
import django
django.setup()
from django.db import connection
for line in sys.stdin:
    said, failed = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(said):
            exec(json.loads(line), {})
    except Exception:
        failed = traceback.format_exc()
    connection.close()
    print(json.dumps([said.getvalue(), failed]), flush=True)
"""


def until(look: Callable[[], Found | None], seconds: float, what: str, every_s: float = 0.05) -> Found:
    """Waits until `look` finds something true; AssertionError naming `what` otherwise."""
    give_up = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < give_up, f"after {seconds} s still no {what}"
        time.sleep(every_s)


@dataclass(frozen=True)
class HomeLine:
    """A home line between tool and browser instead of a cable; figures for both ways together where it says so."""

    delay_ms: float = 20.0  # one way
    rate_kbit: float = 2_000.0
    loss: float = 0.01


def provider_text(
    *, opens: str = "00:00:00", closes: str = "23:59:59.999999", networks: str = "allow", source: str = "cable-joy"
) -> str:
    """A provider file of the project, with other hours and this machine's network under a policy of its own."""
    text = (ROOT / "providers" / f"{source}.toml").read_text(encoding="utf-8")
    lines = []
    for line in text.splitlines():
        if line.startswith("opens = "):
            line = f"opens = {opens}"
        if line.startswith("closes = "):
            line = f"closes = {closes}"
        if line.startswith("[[networks.range]]"):
            here = f'name = "ここ"\nranges = ["127.0.0.0/8"]\npolicy = "{networks}"'
            lines += ["[[networks.range]]", *here.splitlines(), ""]
        lines.append(line)
    return "\n".join(lines) + "\n"


class World:
    """Everything one group of journeys needs. `close` ends all of it."""

    def __init__(self, folder: Path, playwright: Playwright | None, *, line: HomeLine | None = None) -> None:
        self.folder = folder
        self.playwright = playwright
        self.ends = ExitStack()
        self.a = self._namespace("a")
        self.b = self._namespace("b")
        self.processes = Processes(folder / "logs")
        self.ends.callback(self.processes.close)
        self.data = folder / "data"
        self.provider_file = folder / "provider.toml"
        self.service: subprocess.Popen[str] | None = None
        self.service_port = PORT
        self._browser: Browser | None = None
        self._clerk: subprocess.Popen[str] | None = None
        self.desktops: list[Desktop] = []
        self.pages: list[Page] = []
        self._tools = 0
        if line is None:
            network.join(self.a, self.b, CABLE)
        else:
            self._home_line(line)
        self._door()

    def close(self) -> None:
        if self._browser is not None:
            self._browser.close()
        self.ends.close()

    # The service

    @property
    def env(self) -> Mapping[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "yorisoi_practice.settings",
            "YORISOI_DATA": str(self.data),
            "YORISOI_PROVIDER_FILE": str(self.provider_file),
            "YORISOI_ORIGIN": ORIGIN,
            "DISPLAY": "",  # whatever this machine has: journeys have desktops of their own
        }

    def furnish(self, prepared: Path, provider: str) -> None:
        """Gives the service its data (a copy of `prepared`) and its provider file."""
        if self.data.exists():
            shutil.rmtree(self.data)
        shutil.copytree(prepared, self.data)
        self.provider_file.write_text(provider, encoding="utf-8")

    def middleman(self) -> Middleman:
        """Puts somebody where the service was: call before the service starts."""
        assert self.service is None
        self.service_port = HIDDEN_PORT
        made = Middleman(self.a, PORT, HIDDEN_PORT)
        self.ends.callback(made.close)
        return made

    def start_service(self) -> None:
        assert self.service is None
        self.service = self.processes.start(
            "service", service_command(self.service_port), env=self.env, prefix=self.a.prefix, cwd=self.folder
        )
        until(self._answers, START_TIMEOUT_S, "service")

    def stop_service(self, *, kill: bool = False) -> None:
        assert self.service is not None
        if kill:
            self.service.kill()
        self.processes.end(self.service)
        self.service = None

    def change_provider(self, provider: str) -> None:
        """Another provider file, read as the service reads one: at a start."""
        self.stop_service()
        if self._clerk is not None:
            self.processes.end(self._clerk)
            self._clerk = None
        self.provider_file.write_text(provider, encoding="utf-8")
        self.start_service()

    def password(self, username: str) -> str:
        return sign_ins.read(self.data / "demo-sign-ins.txt")[username]

    def django(self, code: str) -> str:
        """Runs a few lines in a process of the service's own Django, beside the running service; what they print."""
        if self._clerk is None:
            self._clerk = self.processes.start(
                "clerk", [sys.executable, "-c", CLERK], env=self.env, cwd=self.folder, pipe=True
            )
        assert self._clerk.stdin is not None
        assert self._clerk.stdout is not None
        self._clerk.stdin.write(json.dumps(code) + "\n")
        self._clerk.stdin.flush()
        said, failed = json.loads(self._clerk.stdout.readline())
        assert not failed, failed
        return said.strip()

    # The others

    def desktop(self, size: Size = SIZE) -> Desktop:
        made = Desktop(self.processes, self.folder / f"home-{len(self.desktops)}", size)
        made.start()
        self.desktops.append(made)
        return made

    def start_tool(
        self, desktop: Desktop, *arguments: str, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """The unmodified tool from source on this desktop."""
        self._tools += 1
        return self.processes.start(
            f"tool-{self._tools}",
            [sys.executable, "-m", "yorisoi_tool", *(arguments or ("--origin", ORIGIN, "--language", "ja"))],
            env={**desktop.env, **(env or {})},
            prefix=self.a.prefix,
            cwd=desktop.home,
        )

    def tool_log(self) -> str:
        return self.processes.log(f"tool-{self._tools}")

    @property
    def browser(self) -> Browser:
        if self._browser is None:
            assert self.playwright is not None
            self._browser = Browser(self.playwright, self.folder, self.b)
        return self._browser

    def keep(self, folder: Path) -> None:
        """Writes what stands on every page and desktop, and every log, for whoever looks into a failure."""
        shutil.copytree(self.folder / "logs", folder / "logs")
        for number, desktop in enumerate(self.desktops):
            with Screen(desktop.outer) as screen:
                (folder / f"desktop-{number}.png").write_bytes(png(screen.picture()))
        for number, page in enumerate(self.pages):
            if not page.is_closed():
                page.screenshot(path=folder / f"page-{number}.png")

    # How it is made

    def _namespace(self, word: str) -> Namespace:
        made = network.make_namespace(word)
        self.ends.callback(network.remove_namespace, made)
        return made

    def _home_line(self, line: HomeLine) -> None:
        words = ["--delay-ms", line.delay_ms, "--rate-kbit", line.rate_kbit, "--loss", line.loss]
        started = self.processes.start(
            "line",
            [sys.executable, "-m", "journeys.link", self.a.path, self.b.path, *map(str, words)],
            cwd=ROOT,
            pipe=True,
        )
        assert started.stdout is not None
        assert started.stdout.readline() == "ready\n"
        here, there = network.addresses(CABLE)
        network.plug_in(self.a, here, there)
        network.plug_in(self.b, there, here)

    def _door(self) -> None:
        listen, to = (Place(namespace.path, "127.0.0.1", PORT) for namespace in (self.b, self.a))
        door = self.processes.start("door", network.door_command(listen, to), pipe=True)
        assert door.stdout is not None
        assert door.stdout.readline() == "ready\n"

    def _answers(self) -> bool:
        assert self.service is not None
        assert self.service.poll() is None, self.processes.log("service")
        with network.inside(self.b.path):
            asked = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
            try:
                asked.request("GET", "/healthz")
                return asked.getresponse().status == 200
            except OSError:
                return False
            finally:
                asked.close()


def prepare(folder: Path, source: str = "cable-joy") -> Path:
    """The demo's data under this provider's rules, made once and copied for each world."""
    data = folder / "prepared"
    provider = folder / "prepared.toml"
    provider.write_text(provider_text(source=source), encoding="utf-8")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yorisoi_practice.settings",
        "YORISOI_DATA": str(data),
        "YORISOI_PROVIDER_FILE": str(provider),
        "YORISOI_ORIGIN": ORIGIN,
    }
    for words in (("migrate", "--verbosity", "0"), ("seed_demo",)):
        done = subprocess.run(django_command(*words), env=env, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stderr
    return data
