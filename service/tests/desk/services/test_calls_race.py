"""One call told from several sides at once, on either database: one row, one ticket."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = 8
pytestmark = pytest.mark.timeout(400)


def test_a_call_told_from_several_sides_at_once_is_one_call_with_one_ticket(database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("calls_race.py")), str(ROUNDS)],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
            "YORISOI_DATABASE_URL": database,
        },
        capture_output=True,
        text=True,
        timeout=360,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    assert json.loads(done.stdout) == {
        "faults": [],
        "calls": ROUNDS,
        "states": ["answered"],
        "tickets": ROUNDS,
        "of_their_calls": ROUNDS,
        "vendor": database.partition(":")[0],
        "trail": None,
    }
