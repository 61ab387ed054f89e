"""Killed in the middle of writing, an import has written nothing; started again, everything once."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from yorisoi_service.testing import postgres

ROWS = 1_000
TABLES = ("subscribers_subscriber", "subscribers_line", "subscribers_searchkey", "contracts_period", "contracts_event")
PEOPLE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import UTC, datetime
from yorisoi_service.staff.services import add_staff
words = {"password": "seven bicycles in the rain", "now": datetime(2026, 11, 20, tzinfo=UTC)}
boss = add_staff(username="kanri", number="1", display_name="K", role="administrator", by=None, **words)
add_staff(username="tanaka", number="2", display_name="T", role="clerk", by=boss, **words)
"""
pytestmark = pytest.mark.timeout(200)
Count = Callable[[str], int]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Count]]:
    if request.param == "sqlite":
        file = tmp_path / "killed.sqlite3"

        def rows(table: str) -> int:
            with sqlite3.connect(file) as open_:
                return int(open_.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

        yield f"sqlite:///{file}", rows
        return
    with postgres.cluster() as address:

        def rows_there(table: str) -> int:
            with psycopg.connect(address) as open_:
                found = open_.execute(f"SELECT count(*) FROM {table}").fetchone()  # type: ignore[arg-type]
                return int(found[0]) if found else -1

        yield address, rows_there


def test_killed_at_any_moment_it_has_written_nothing_and_then_everything_once(
    database: tuple[str, Count], tmp_path: Path
) -> None:
    address, count = database
    # In the middle of writing, and with all rows in but their story and audit row.
    moment = "900 rows written" if address.startswith("sqlite") else "1,000 rows written"
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
        "YORISOI_DATABASE_URL": address,
    }
    subprocess.run([sys.executable, "-c", PEOPLE], env=environment, check=True, timeout=90)
    file = tmp_path / "roster.csv"
    header = "customer_number,name,kana,address,phone,line_number,line_opened_on,contract_start\n"
    file.write_text(
        header + "".join(f"K-{n:05},山田,ヤマダ,町,0847-45-{n:04},F-{n},2015-04-01,2024-06-10\n" for n in range(ROWS)),
        encoding="utf-8",
    )
    command = [
        sys.executable, "-m", "django", "subscribers", "import", str(file), "--by", "tanaka", "--language", "en",
    ]  # fmt: skip

    def state() -> list[int]:
        return [count(table) for table in TABLES]

    audited = count("audit_row")
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        reached = any(moment.encode() in line for line in process.stderr)
        process.send_signal(signal.SIGKILL)
        process.wait(60)
    assert reached
    assert process.returncode == -signal.SIGKILL
    assert state() == [0] * len(TABLES)
    done = subprocess.run(command, env=environment, check=True, timeout=90, capture_output=True, text=True)
    assert done.stdout.endswith("Imported.\n")
    assert state() == [ROWS, ROWS, ROWS * 6, ROWS, ROWS]
    assert count("audit_row") == audited + 1
