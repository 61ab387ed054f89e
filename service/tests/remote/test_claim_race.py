"""Several communicators type one pass at the same moment: exactly one of them gets it, on either database."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from yorisoi_service.testing import postgres

ROUNDS, AT_ONCE = 50, 4


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'race.sqlite3'}"
    else:
        with postgres.cluster() as address:
            yield address


@pytest.mark.timeout(400)
def test_exactly_one_of_those_who_claim_at_once_wins(database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("claim_race.py")), str(ROUNDS), str(AT_ONCE)],
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
    found = json.loads(done.stdout)
    assert found["vendor"] == database.partition(":")[0]
    assert found["told"] == [["granted", *["pass_used"] * (AT_ONCE - 1)]] * ROUNDS
    assert found["trail"] is None
