"""Outcome and closings at the same moment, on either database: one letter, whoever is first."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = 4
pytestmark = pytest.mark.timeout(400)


def test_exactly_one_letter_however_the_ends_meet(database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("visit_race.py")), str(ROUNDS)],
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
        "told": [1] * ROUNDS,
        "last": f"V-2026-{ROUNDS:05d}",
        "vendor": database.partition(":")[0],
        "trail": None,
    }
