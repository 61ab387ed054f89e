"""The walk through a first month in docs/operate is true: every command works on the demo and says what is written there."""

import os
import re
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from yorisoi_practice.serve import django_command
from yorisoi_service.clock import BUSINESS_ZONE
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.rules.calendar import bank_days_after, debit_date

ROOT = Path(__file__).resolve().parents[2]
WRITTEN_IN = Month(2026, 11)
DEBIT_DAY = 26  # of the second example

pytestmark = pytest.mark.timeout(400)


def of_today(text: str) -> str:
    """The same with the months as somebody would type them today."""
    today = Month.of(datetime.now(BUSINESS_ZONE).date())
    ago = {str(WRITTEN_IN.plus(-months)): str(today.plus(-months)) for months in range(12)}
    return re.sub(r"\d{4}-\d{2}", lambda found: ago[found[0]], text)


def in_time(words: list[str]) -> list[str]:
    """From the debit day on the walk tells to name another one."""
    today = datetime.now(BUSINESS_ZONE).date()
    if words[:2] != ["debits", "export"] or debit_date(Month.parse(words[2]), DEBIT_DAY) > today:
        return words
    return [*words, "--debit-date", bank_days_after(today, 1).isoformat()]


def test_every_command_says_what_is_written(tmp_path: Path) -> None:
    text = (ROOT / "docs/operate/first-month.md").read_text(encoding="utf-8")
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "yorisoi_practice.settings", "YORISOI_DATA": "var"}
    env.pop("YORISOI_PROVIDER_FILE", None)
    said: list[str] = []

    def run(words: str) -> None:
        command = django_command(*in_time(of_today(words).split()))
        done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        said.extend(done.stdout.splitlines())

    (tmp_path / "var").mkdir()
    run("migrate --verbosity 0")
    run("seed_demo")
    promised = []
    for line in re.findall(r"^    (.+)$", text, re.MULTILINE):
        if line.startswith("export "):
            env |= dict(setting.split("=") for setting in line.split()[1:])
            env["YORISOI_PROVIDER_FILE"] = str(ROOT / env["YORISOI_PROVIDER_FILE"])
        elif line.startswith("./run manage "):
            run(line.removeprefix("./run manage "))
        elif not line.startswith("./run"):
            promised.append(of_today(re.split(r", (?:SHA-256|debit date)", line)[0]))
    assert len(promised) > 7
    everything = "\n".join(said)
    assert [line for line in promised if line not in everything] == []
