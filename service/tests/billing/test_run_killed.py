"""A run that is killed at any statement and started again charges each line-month exactly once."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

LINES = 400
# Before the run's own row is there, between two chunks, and at every statement of a chunk that writes: each kill goes
# on where the one before left off.
KILLS = (6, 14, 29, 44, 45, 46, 47, 48, 49, 50, 51)


@pytest.mark.timeout(400)
def test_killed_at_any_statement_the_run_charges_each_line_once(database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("run_killed.py")), str(LINES), *map(str, KILLS)],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
            "YORISOI_DATABASE_URL": database,
        },
        capture_output=True,
        text=True,
        timeout=390,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    told = json.loads(done.stdout)
    rows = [state["entries"] for state in told["killed"]]
    assert [state["killed"] for state in told["killed"]] == [True] * len(KILLS)
    assert all(earlier <= later for earlier, later in pairwise(rows))
    assert rows[0] == 0 < rows[-1] < told["end"]["entries"], "kills before, between and behind chunks"
    for state in (*told["killed"], told["end"]):
        assert state["trail"] is None
        assert state["different"] == state["entries"]
        assert state["proved"] in (None, [True, []])
        assert state["told"] in (None, [state["entries"], state["yen"]])
    # Of every twenty lines fifteen have a contract in July.
    assert told["end"]["state"] == "closed"
    assert told["end"]["proved"] == [True, []], "the digest of a run that was killed so often is that of its entries"
    assert told["end"]["ended"] == 2, "of two at once neither may trip over the other"
    assert told["end"]["entries"] == LINES * 15 // 20
    assert told["end"]["yen"] == told["end"]["alone"]
