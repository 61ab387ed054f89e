"""Killed in the middle of writing, an import has written nothing; started again, everything once."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROWS = 1_000
TABLES = ("subscribers_subscriber", "subscribers_line", "subscribers_searchkey", "contracts_period", "contracts_event")
PEOPLE = """
import django; django.setup()
from datetime import UTC, datetime
from yorisoi_service.staff.services import add_staff
words = {"password": "seven bicycles in the rain", "now": datetime(2026, 11, 20, tzinfo=UTC)}
boss = add_staff(username="kanri", number="1", display_name="K", role="administrator", by=None, **words)
add_staff(username="tanaka", number="2", display_name="T", role="clerk", by=boss, **words)
"""
pytestmark = pytest.mark.timeout(200)


def rows(address: str, table: str) -> int:
    """How many there are, as another program sees it."""
    asked = f"SELECT count(*) FROM {table}"
    if address.startswith("sqlite"):
        with sqlite3.connect(address.removeprefix("sqlite:///")) as file:
            return int(file.execute(asked).fetchone()[0])
    with psycopg.connect(address) as server:
        found = server.execute(asked).fetchone()  # type: ignore[arg-type]
        return int(found[0]) if found else -1


def test_killed_at_any_moment_it_has_written_nothing_and_then_everything_once(database: str, tmp_path: Path) -> None:
    # In the middle of writing, and with all rows in but their story and audit row.
    moment = "900 rows written" if database.startswith("sqlite") else "1,000 rows written"
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
        "YORISOI_DATABASE_URL": database,
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
        return [rows(database, table) for table in TABLES]

    audited = rows(database, "audit_row")
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
    assert rows(database, "audit_row") == audited + 1
