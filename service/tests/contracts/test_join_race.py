"""Two clerks, one line, on either database; and an older release's rows taken over."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS, AT_ONCE = 6, 4
pytestmark = pytest.mark.timeout(200)


def test_of_those_who_join_one_line_at_once_one_does_and_no_contract_outlasts_a_line_closed_meanwhile(
    database: str,
) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("join_race.py")), str(ROUNDS), str(AT_ONCE)],
        env={
            "PATH": os.environ["PATH"],
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
        "taken_over": [True, "C-1", [[True, "request"], [True, ""]]],
        "told": [[[*["AlreadyActive"] * (AT_ONCE - 1), "done"], *["done"] * 4]] * ROUNDS,
        "ends": [[[None], ["2026-11-01"], [None], ["2026-11-01"]]] * ROUNDS,
        "in_order": True,
        "vendor": database.partition(":")[0],
    }
