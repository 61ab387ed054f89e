"""Many at once, on either database: one pass has one winner, and a busy desk meets no deadlock and no shared nameplate."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROUNDS, AT_ONCE = 50, 4
PEOPLE, EACH = 8, 8
ROUNDS_OF_TWO = 4
pytestmark = pytest.mark.timeout(400)


def run(program: str, database: str, *numbers: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(program)), *map(str, numbers)],
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
    return dict(json.loads(done.stdout))


def test_exactly_one_of_those_who_claim_at_once_wins(database: str) -> None:
    found = run("claim_race.py", database, ROUNDS, AT_ONCE)
    assert found == {
        "told": [["granted", *["pass_used"] * (AT_ONCE - 1)]] * ROUNDS,
        "vendor": database.partition(":")[0],
        "trail": None,
    }


def test_a_busy_desk_meets_no_deadlock_and_no_shared_nameplate(database: str) -> None:
    found = run("busy_desk.py", database, PEOPLE, EACH, ROUNDS_OF_TWO)
    assert set(found["told"]) <= {"closed", "line_busy"}, found["told"]
    assert sum(found["told"].values()) == found["sessions"] == found["different_nameplates"] == PEOPLE * EACH
    assert (found["still_in_use"], found["met"], found["trail"]) == (0, [], None)
