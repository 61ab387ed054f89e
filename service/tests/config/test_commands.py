"""The operator's commands as processes: they refuse in sentences and serve only what is ready."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

FILES = Path(__file__).parents[3] / "providers"
pytestmark = pytest.mark.timeout(300)


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "YORISOI_DATA": str(folder / "data"),
        "YORISOI_PROVIDER_FILE": str(FILES / "hidamari-net.toml"),
        **more,
    }


def command(
    folder: Path, *words: str, program: str = "yorisoi_service", **more: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", program, *words],
        env=environment(folder, **more), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def fetch(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.mark.parametrize("program", ["yorisoi_service", "django"])
def test_a_broken_provider_file_is_a_list_of_faults_not_a_stack_trace(tmp_path: Path, program: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_text('[provider]\nname = "x"\n')
    more = {"YORISOI_PROVIDER_FILE": str(file), "DJANGO_SETTINGS_MODULE": "yorisoi_service.config.settings"}
    said = command(tmp_path, "check_config", program=program, **more)
    assert said.returncode != 0
    assert "provider.name: expected a table of languages" in said.stderr
    assert "Traceback" not in said.stderr


def test_check_config_says_what_is_missing_and_exits_so(tmp_path: Path) -> None:
    said = command(tmp_path, "check_config")
    assert said.returncode == 1
    assert "- database: its tables are not up to date. Next step: run the command migrate." in said.stdout
    assert "- audit: the signer never ran." in said.stdout
    assert "hidamari-net.toml" in said.stdout


def test_nothing_is_served_from_an_old_database(tmp_path: Path) -> None:
    said = command(tmp_path, "serve", "--port", "1")
    assert said.returncode != 0
    assert "run the command migrate" in said.stderr


@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(CommandError, match="is no port; one is a whole number from 1 to 65535") as refused:
        call_command("serve", f"--port={port}")
    assert refused.value.returncode == 2


def test_it_serves_on_this_machine_and_ends_when_told(tmp_path: Path) -> None:
    port = free_port()
    here = {"YORISOI_ORIGIN": f"http://localhost:{port}", "YORISOI_VIEWER_ORIGINS": ""}
    assert command(tmp_path, "migrate", "--verbosity", "0", **here).returncode == 0
    said = tmp_path / "said"
    with said.open("wb") as log, subprocess.Popen(
        [sys.executable, "-m", "yorisoi_service", "serve", "--port", str(port)],
        env=environment(tmp_path, **here), stdout=log, stderr=subprocess.STDOUT,
    ) as server:  # fmt: skip
        try:
            end = time.monotonic() + 90
            while True:
                try:
                    alive = fetch(f"http://127.0.0.1:{port}/healthz")
                    break
                except OSError:
                    assert time.monotonic() < end, "the service never answered"
                    assert server.poll() is None, "the service ended early"
                    time.sleep(0.1)
            assert alive == (200, "alive\n")
            assert fetch(f"http://localhost:{port}/readyz") == (200, "ready\n")
            assert fetch(f"http://localhost:{port}/accounts/login/")[0] == 200
            assert "<html" in fetch(f"http://localhost:{port}/viewer/")[1]
            second = command(tmp_path, "serve", "--port", str(free_port()), **here)
            assert second.returncode == 1
            assert "Another process serves from" in second.stderr
            server.send_signal(signal.SIGTERM)
            assert server.wait(60) == -signal.SIGTERM  # lifespan closed first, then the signal's own end
        finally:
            server.kill()
    told = [json.loads(line) for line in said.read_text("utf-8").splitlines()]  # nothing but JSON, whoever says it
    assert [line["path"] for line in told] == ["/accounts/login/", "-"]


def test_due_sessions_can_be_ended_by_hand(tmp_path: Path) -> None:
    assert command(tmp_path, "migrate", "--verbosity", "0").returncode == 0
    said = command(tmp_path, "sessions_due")
    assert (said.returncode, said.stdout) == (0, "")


def test_djangos_own_deployment_check_finds_nothing(tmp_path: Path) -> None:
    said = command(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert said.returncode == 0, said.stderr
