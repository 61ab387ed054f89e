"""What the manual tells the maker of a telephone system to run is run here, against a real service."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from yorisoi_service.front.api.calls import HINTS

ROOT = Path(__file__).parents[4]
MANUAL = (ROOT / "docs/operate/calls.md").read_text()
KEY = "0123456789abcdef" * 4
pytestmark = pytest.mark.timeout(300)


def block(beginning: str) -> str:
    """The one shell block of the manual that begins so."""
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", MANUAL, re.DOTALL)
    (found,) = (each for each in blocks if each.startswith(beginning))
    return found


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What the shell of the manual's reader holds; the service runs."""
    folder = tmp_path_factory.mktemp("service")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {key: value for key, value in os.environ.items() if not key.startswith("YORISOI_")}
    here = own | {
        "YORISOI_DATA": str(folder / "data"),
        "YORISOI_ORIGIN": f"http://localhost:{port}",
        "YORISOI_CALLS_KEY": KEY,
        "DJANGO_SETTINGS_MODULE": "yorisoi_service.config.settings",
    }
    subprocess.run([sys.executable, "-m", "yorisoi_service", "migrate", "--verbosity", "0"], env=here, check=True)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "yorisoi_service", "serve", "--host", "127.0.0.1", "--port", str(port)],
            env=here, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            for _ in range(900):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20).close()
                    break
                except (urllib.error.URLError, OSError):
                    assert process.poll() is None, (folder / "log").read_text()
                    Event().wait(0.1)
            yield here
        finally:
            process.terminate()
            process.wait(60)
        text = (folder / "log").read_text()
        assert "0847" not in text
        assert KEY not in text


def shell(program: str, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", program, "yorisoi-call", *words],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_curl_line_of_the_manual_rings(environment: dict[str, str]) -> None:
    done = shell(block("body="), environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "call_id": "try.1", "event": "new", "state": "ringing", "ticket": None, "note": "",
    }  # fmt: skip


def test_the_script_of_the_manual_tells_all_three_events(environment: dict[str, str]) -> None:
    script = block("#!/bin/sh")
    rung = shell(script, environment, "new", "1795400000.7", '0847";$(touch x)', "mobile")
    assert (rung.returncode, json.loads(rung.stdout)["state"]) == (0, "ringing"), rung.stderr
    nobody = shell(script, environment, "answer", "1795400000.7", "12")
    assert (nobody.returncode != 0, json.loads(nobody.stdout)["code"]) == (True, "unknown_staff")
    over = shell(script, environment, "hangup", "1795400000.7")
    assert json.loads(over.stdout)["state"] == "abandoned"


@pytest.mark.parametrize("words", [(), ("sing",), ("new",), ("new", "7.1", "0847000000"), ("hangup", "7.1", "12")])
def test_the_script_of_the_manual_sends_nothing_but_says_what_it_takes(words: tuple[str, ...]) -> None:
    told = shell(block("#!/bin/sh"), {"PATH": os.environ["PATH"]}, *words)  # no service, no key: nothing can be sent
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("yorisoi-call new CALL_ID NUMBER CHANNEL")


def test_a_wrong_key_is_told_what_to_do(environment: dict[str, str]) -> None:
    done = shell(block("body="), {**environment, "YORISOI_CALLS_KEY": "x" * 40})
    assert json.loads(done.stdout)["code"] == "bad_signature"


def test_the_manual_names_every_code() -> None:
    assert {code for code in {*HINTS, "bad_body", "bad_value"} if f"`{code}`" not in MANUAL} == set()
