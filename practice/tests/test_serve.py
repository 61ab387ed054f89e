"""`./run`: what it starts, it ends; what is missing, it names."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from yorisoi_practice.serve import RESTART_AFTER_S, Child, django_command

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")
ENDER = (sys.executable, "-c", "")
DEAF = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ran_to_its_end(child: Child) -> int:
    assert child.process is not None
    return child.process.wait(30)


def test_child_that_ended_is_started_again_but_not_at_once() -> None:
    child = Child(ENDER)
    child.start(0.0)
    ran_to_its_end(child)
    first = child.process
    child.restart_if_ended(RESTART_AFTER_S - 0.1)
    assert child.process is first
    child.restart_if_ended(RESTART_AFTER_S)
    assert child.process is not first
    ran_to_its_end(child)


def test_child_that_runs_is_left_alone() -> None:
    child = Child(SLEEPER)
    child.start(0.0)
    first = child.process
    child.restart_if_ended(1000.0)
    assert child.process is first
    child.stop()
    assert child.code() == -signal.SIGTERM


def test_child_that_does_not_listen_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yorisoi_practice.serve.STOP_TIMEOUT_S", 0.2)
    child = Child(DEAF, stdout=subprocess.PIPE)
    child.start(0.0)
    assert child.process is not None
    assert child.process.stdout is not None
    assert child.process.stdout.readline() == b"deaf\n"
    child.stop()
    child.process.stdout.close()
    assert child.code() == -signal.SIGKILL


def descendants(pid: int) -> set[int]:
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                found.add(int(entry.name))
    return found


@contextmanager
def demo(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("YORISOI_", "DJANGO_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "yorisoi_practice.serve", "--port", str(port)],
        env={**environment, "YORISOI_DATA": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def words_until(process: subprocess.Popen[str], last: str) -> str:
    assert process.stdout is not None
    words = ""
    for line in process.stdout:
        words += line
        if last in line:
            break
    return words


@pytest.mark.timeout(240)
def test_demo_answers_prints_sign_ins_and_leaves_nothing_running(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port) as process:
        words = words_until(process, "Ctrl-C")
        assert f"http://localhost:{port}/" in words
        assert "yamada" in words
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as reply:
            assert reply.status == 200
        rung = subprocess.run(
            django_command("ring"),
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "yorisoi_practice.settings", "YORISOI_DATA": str(tmp_path)},
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        assert rung.stdout.endswith(" ringing\n")
        children = descendants(process.pid)
        assert len(children) == 2
        assert (tmp_path / "demo-sign-ins.txt").stat().st_mode & 0o777 == 0o600
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


@pytest.mark.timeout(240)
def test_signer_that_was_killed_comes_back(tmp_path: Path) -> None:
    with demo(tmp_path, free_port()) as process:
        words_until(process, "Ctrl-C")
        before = descendants(process.pid)
        (signer,) = (pid for pid in before if b"audit_signer" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(signer, signal.SIGKILL)
        give_up = time.monotonic() + 60
        while len(after := descendants(process.pid) - {signer}) < 2:
            assert time.monotonic() < give_up
            time.sleep(0.1)
        assert len(after - before) == 1


def test_taken_port_is_named_with_a_next_step(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "yorisoi_practice.serve", "--port", str(port)],
            env={**os.environ, "YORISOI_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 3
    assert f"./run serve --port {port + 1}" in done.stderr
    assert list(tmp_path.iterdir()) == []
