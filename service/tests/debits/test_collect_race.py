"""Many at once, on either database: one month has one file, one answer is booked once, no charge is in the files of two
months written together."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(200)


def test_one_month_has_one_file_one_answer_and_each_charge_one_debit_in_them(database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("collect_race.py"))],
        env={
            **{name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
            "YORISOI_DATABASE_URL": database,
        },
        capture_output=True,
        text=True,
        timeout=160,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    assert json.loads(done.stdout) == {
        "files": 1,
        "runs": 1,
        "items": 6,
        "mandates": ["0"] * 6,
        "taken": ["again", "again", "again", "taken"],
        "answers": 1,
        "states": ["carried", *["paid"] * 5],
        "trail": [1, 1],
        "times": [1],
        "fault": None,
        "vendor": database.partition(":")[0],
    }
