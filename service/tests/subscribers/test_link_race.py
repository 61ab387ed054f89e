"""Many at once, on either database: one link lets one browser in, and one wish brings one mail."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS, AT_ONCE = 10, 4
pytestmark = pytest.mark.timeout(200)


def test_one_link_lets_one_browser_in_and_one_wish_brings_one_mail(database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("link_race.py")), str(ROUNDS), str(AT_ONCE)],
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
    assert json.loads(done.stdout) == {"got_in": [1] * ROUNDS, "mailed": 8, "to": 8, "trail": None}
