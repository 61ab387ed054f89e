"""Every question a search asks has an index behind it, on either database."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ASKED = ["C-00100", "C-00", "佐藤", "サ", "1234", "0847", "L-5"]
pytestmark = pytest.mark.timeout(120)


def test_no_search_reads_a_table_or_sorts_one(database: str) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("search_plans.py")), json.dumps(ASKED)],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
            "YORISOI_DATABASE_URL": database,
        },
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    found = json.loads(done.stdout)
    assert found["vendor"] == database.partition(":")[0]
    for text, asked in found["told"].items():
        assert len(asked) >= 6, text
        for sql, plan in asked:
            assert re.search("INDEX|PRIMARY KEY|Index", plan), plan
            assert not re.search(r"Seq Scan|^SCAN", plan, re.MULTILINE), plan
            if "searchkey" in sql:  # the range comes in the order of the index: a page never sorts what it leaves out
                assert not re.search("Sort|TEMP B-TREE", plan), plan
                bounds = "".join(line for line in plan.splitlines() if "Index Cond:" in line or "SEARCH" in line)
                assert re.search("key ?>", bounds), plan
                assert re.search("key ?<", bounds), plan
