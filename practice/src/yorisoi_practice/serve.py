"""`./run`: the demo service and, as a process of its own, the signer of the audit trail's checkpoints.

Prepares the database, fills it with the demo's people, starts both, and says where to go. The service's end is the
end of everything; the signer is started again when it dies. Ctrl-C, TERM and a closed terminal end both.

    preparing -> starting -> serving -> ended
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from yorisoi_practice.where import PORT, data, origin_of, port_number, remember

HOST = "127.0.0.1"
START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 15
LOOK_EVERY_S = 0.2
# A signer that cannot live is not started more often than this.
RESTART_AFTER_S = 5.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

PREPARE: tuple[tuple[str, ...], ...] = (("migrate", "--verbosity", "0"), ("seed_demo", "--past"))


def django_command(*words: str) -> list[str]:
    return [sys.executable, "-m", "django", *words]


def service_command(port: int) -> list[str]:
    return django_command("serve", "--host", HOST, "--port", str(port))


class Stopped(Exception):
    """Somebody asked us to end."""


@dataclass
class Child:
    """A program that is kept running, in a session of its own so that Ctrl-C reaches it through us alone."""

    command: Sequence[str]
    stdout: int | None = None
    log: Path | None = None  # where it writes instead of the terminal; begun anew at each start
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)

    def start(self, now: float) -> None:
        if self.log is None:
            self._start(self.stdout, None)
        else:
            with self.log.open("wb") as file:
                self._start(file.fileno(), subprocess.STDOUT)
        self.started_at = now

    def last_words(self) -> str:
        """The end of what it wrote into its log."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])

    def _start(self, stdout: int | None, stderr: int | None) -> None:
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, start_new_session=True
        )

    def code(self) -> int | None:
        return None if self.process is None else self.process.poll()

    def restart_if_ended(self, now: float) -> None:
        if self.code() is not None and now - self.started_at >= RESTART_AFTER_S:
            self.start(now)

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_it_answers(service: Child, port: int) -> None:
    """Returns when /healthz answers; SystemExit with the reason when the service ends or stays silent."""
    give_up = time.monotonic() + START_TIMEOUT_S
    while not answers(port):
        if service.code() is not None:
            raise SystemExit(f"{service.last_words()}\nThe service ended while starting (code {service.code()}).")
        if time.monotonic() > give_up:
            raise SystemExit(f"The service did not answer within {START_TIMEOUT_S} s.")
        time.sleep(LOOK_EVERY_S)


def sign_ins() -> str:
    """What the seeding wrote for the person who starts the demo; empty when somebody took it away."""
    file = data() / "demo-sign-ins.txt"
    return file.read_text(encoding="utf-8").rstrip() if file.exists() else ""


def welcome(origin: str) -> str:
    return f"""
Yorisoi is running with demo data (no real subscribers, no real money).

  Start page        {origin}/
  Desk and viewer   {origin}/viewer/

{sign_ins()}

A subscriber to practise with: ./run practice        Ctrl-C ends the service.
What the service writes stands in {data() / "service.log"}.
"""


def stop_on_signal(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def serve(port: int) -> int:
    service = Child(service_command(port), log=data() / "service.log")  # else its lines push the sign-ins away
    signer = Child(django_command("audit_signer"))
    try:
        for words in PREPARE:
            done = subprocess.run(django_command(*words), stdin=subprocess.DEVNULL, check=False)
            if done.returncode != 0:
                return done.returncode
        now = time.monotonic()
        service.start(now)
        signer.start(now)
        wait_until_it_answers(service, port)
        remember(port)
        print(welcome(origin_of(port)), flush=True)
        while service.code() is None:
            signer.restart_if_ended(time.monotonic())
            time.sleep(LOOK_EVERY_S)
        print(f"{service.last_words()}\nThe service ended (code {service.code()}).", file=sys.stderr)
        return service.code() or 1
    except Stopped:
        return 0
    finally:
        # A second Ctrl-C must not leave the other child behind.
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        signer.stop()
        service.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run", description="Start the demo service.")
    parser.add_argument("--port", type=port_number, default=PORT, help=f"port on {HOST} (default: {PORT})")
    port = parser.parse_args().port
    if not port_is_free(port):
        print(
            f"Port {port} is taken. End what uses it, or choose another: ./run serve --port {port + 1 if port < 65_535 else PORT}",
            file=sys.stderr,
        )
        return 3
    for number in STOP_SIGNALS:
        signal.signal(number, stop_on_signal)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi_practice.settings")
    os.environ.setdefault("YORISOI_ORIGIN", origin_of(port))
    return serve(port)


if __name__ == "__main__":
    sys.exit(main())
