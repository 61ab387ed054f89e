"""Many clerks at once, on either database: every number once, none left out, and nobody stands in another's way."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

AT_ONCE, EACH = 4, 5
pytestmark = pytest.mark.timeout(200)


def test_numbers_are_given_once_and_without_a_gap(database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("numbers_race.py")), str(AT_ONCE), str(EACH)],
        env={
            **{name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH")},
            "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
            "YORISOI_DATABASE_URL": database,
        },
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    assert json.loads(done.stdout) == {
        "done": AT_ONCE * EACH,
        "numbers": [f"W-2026-{nth:05d}" for nth in range(1, 2 * AT_ONCE * EACH + 1)],
        "altered": [],
        "trail": None,
    }
