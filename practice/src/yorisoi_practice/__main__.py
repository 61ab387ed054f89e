"""`./run practice`: a subscriber to practise with.

A desktop of its own with the unmodified tool on it. Where this machine has a display, it opens there as a window and the
person at it answers; otherwise a hand answers (see `hand`), the pass is printed here and shown by the telephone page.

    looking -> desktop -> (own network) -> tool -> (hand) -> until the tool has ended or Ctrl-C
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from yorisoi_practice import network
from yorisoi_practice.desktop import Desktop, DesktopFailed, Size
from yorisoi_practice.network import HERE, Namespace, Place
from yorisoi_practice.processes import Processes, is_alive
from yorisoi_practice.screen import Screen
from yorisoi_practice.telephone import Telephone
from yorisoi_practice.where import last_port, port_number

TELEPHONE_PORT = 8001
SIZE = Size(1280, 860)
CABLES = 16_000
LOOK_EVERY_S = 0.5


class PracticeFailed(Exception):
    """Practice cannot start; the message names the next step."""


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def check_service(port: int) -> None:
    """Raises unless a service answers on this machine."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return
    except (urllib.error.URLError, OSError):
        raise PracticeFailed(
            f"No service answers on port {port}. Start it first, in another terminal: ./run. "
            "Where it serves on another port, name that: ./run practice --port 8100"
        ) from None


def own_network(processes: Processes, port: int) -> Namespace | None:
    """A network for the tool where the machine has none that WebRTC could use; None where it has one."""
    if network.has_address_for_peers():
        return None
    missing = network.missing_for_namespaces()
    if missing:
        raise PracticeFailed(
            "This machine has no network address besides 127.0.0.1, which browsers do not use for a picture. "
            f"Practice can make a network of its own, but lacks: {', '.join(missing)}. "
            "Connect the machine to a network, or provide these and try again."
        )
    namespace = network.make_namespace("practice")
    network.join(None, namespace, os.getpid() % CABLES)
    door = processes.start(
        "door",
        network.door_command(Place(namespace.path, "127.0.0.1", port), Place(HERE, "127.0.0.1", port)),
        pipe=True,
    )
    if door.stdout is None or door.stdout.readline() != "ready\n":
        raise PracticeFailed(f"The door into the practice network did not open. {processes.last_words('door')}")
    return namespace


def let_a_hand_answer(processes: Processes, desktop: Desktop, telephone_port: int, ends: ExitStack) -> None:
    """Starts the hand; whatever it reads out is said here and by the telephone page, from a thread of its own."""
    screen = ends.enter_context(Screen(desktop.outer))
    try:
        telephone = Telephone(telephone_port, screen.picture)
    except OSError as error:
        raise PracticeFailed(
            f"Port {telephone_port}, for the telephone page, is taken; perhaps another practice subscriber is running. "
            "End it, or choose another port: ./run practice --telephone-port 8002"
        ) from error
    ends.callback(telephone.close)
    words = ["-m", "yorisoi_practice.hand", desktop.outer, "answer", "--nested", desktop.inner]
    hand = processes.start("hand", [sys.executable, *words], pipe=True)
    if hand.stdout is None or hand.stdout.readline() != "ready\n":
        raise PracticeFailed(f"The hand did not start. {processes.last_words('hand')}")
    say(f"A hand answers for the subscriber. What it sees and says: http://localhost:{telephone_port}/")
    output = hand.stdout

    def listen() -> None:
        for line in output:
            telephone.said.append(line.strip())
            say(f"The subscriber reads out: {line.strip()}")

    threading.Thread(target=listen, name="listen", daemon=True).start()


def practise(port: int, telephone_port: int, language: str, display: str | None, with_process: int | None) -> int:
    """One practice subscriber from beginning to end; the exit code."""
    check_service(port)
    with ExitStack() as ends:
        folder = Path(tempfile.mkdtemp(prefix="yorisoi-practice-"))
        ends.callback(shutil.rmtree, folder, ignore_errors=True)
        processes = Processes(folder / "logs")
        ends.callback(processes.close)
        namespace = own_network(processes, port)
        if namespace is not None:
            ends.callback(network.remove_namespace, namespace)
        desktop = Desktop(processes, folder / "home", SIZE, outer=display)
        desktop.start()
        desktop.furnish()
        tool = processes.start(
            "tool",
            [sys.executable, "-m", "yorisoi_tool", "--origin", f"http://localhost:{port}", "--language", language],
            env=desktop.env,
            prefix=namespace.prefix if namespace else [],
            cwd=desktop.home,
        )
        if display is None:
            let_a_hand_answer(processes, desktop, telephone_port, ends)
        else:
            say("The subscriber's desktop stands in the window 'Yorisoi practice'. You answer there.")
        code = wait(tool, with_process)
        if code:
            sys.stderr.write(f"{processes.log('tool')}\nThe subscriber's program ended with a fault (code {code}).\n")
        elif tool.poll() is not None:
            say("The subscriber's program has ended and tidied up. For another subscriber: ./run practice")
        return code


def wait(tool: subprocess.Popen[str], with_process: int | None) -> int:
    """Until the tool has ended, the process that started us has, or somebody asks us to."""
    try:
        while tool.poll() is None:
            if with_process is not None and not is_alive(with_process):
                return 0
            time.sleep(LOOK_EVERY_S)
        return tool.returncode
    except KeyboardInterrupt:
        return 0


def stop_on_signal(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    words = argparse.ArgumentParser(prog="./run practice", description="Start a subscriber to practise with.")
    words.add_argument(
        "--port", type=port_number, default=last_port(), help="port of the service on this machine (%(default)s)"
    )
    words.add_argument("--telephone-port", type=port_number, default=TELEPHONE_PORT, help="port of the telephone page")
    words.add_argument("--language", choices=("ja", "en"), default="ja", help="language of the subscriber's program")
    words.add_argument("--headless", action="store_true", help="no window here, even where there is a display")
    words.add_argument("--end-with", type=int, metavar="PID", help="end when this process has ended")
    chosen = words.parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_on_signal)
    display = None if chosen.headless else os.environ.get("DISPLAY") or None
    try:
        return practise(chosen.port, chosen.telephone_port, chosen.language, display, chosen.end_with)
    except (PracticeFailed, DesktopFailed) as failed:
        sys.stderr.write(f"{failed}\n")
        return 3
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
