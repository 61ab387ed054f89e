"""What the operator sees: the signer as a process of its own, and the verdict of audit_verify."""

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest


class House:
    """A service's data folder with a database of its own, and its commands as processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copy = folder / "elsewhere" / "checkpoints.jsonl"
        self.copy.parent.mkdir()
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "yorisoi_service.config.settings",
            "YORISOI_DATA": str(folder / "data"),
            "YORISOI_SECRET_KEY": "s" * 60,
            "YORISOI_AUDIT_COPY": str(self.copy),
            "YORISOI_ADMINISTRATOR_PASSWORD": "seven bicycles in the rain",
        }

    def command(self, *words: str, prefix: Sequence[str] = ()) -> "subprocess.CompletedProcess[str]":
        line = [*prefix, sys.executable, "-m", "yorisoi_service", *words]
        return subprocess.run(line, env=self.environment, capture_output=True, text=True, timeout=120, check=False)

    def begin(self, *words: str) -> "subprocess.Popen[str]":
        line = [sys.executable, "-m", "yorisoi_service", *words]
        return subprocess.Popen(line, env=self.environment, stderr=subprocess.PIPE, text=True)

    def tamper(self, statement: str) -> None:
        with sqlite3.connect(self.folder / "data" / "yorisoi.sqlite3") as database:
            database.execute(statement)
        database.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Migrated, with one administrator; made once and copied for every test."""
    house = House(tmp_path_factory.mktemp("template"))
    (house.folder / "data").mkdir()
    assert house.command("migrate", "--verbosity", "0").returncode == 0
    made = house.command("create_administrator", "kanri", "--name", "管理")
    assert made.returncode == 0, made.stderr
    return house


@pytest.fixture
def house(template: House, tmp_path: Path) -> House:
    house = House(tmp_path)
    shutil.copytree(template.folder / "data", tmp_path / "data")
    return house


def test_verify_before_any_signer_names_the_next_step(house: House) -> None:
    said = house.command("audit_verify")
    assert said.returncode != 0
    assert "audit_signer --once" in said.stderr


@pytest.mark.timeout(300)
def test_a_signed_trail_verifies_and_says_that_one_account_holds_it_all(house: House) -> None:
    assert house.command("audit_signer", "--once").returncode == 0
    said = house.command("audit_verify")
    assert said.returncode == 0, said.stderr
    facts, note = said.stdout.splitlines()[:2]
    assert json.loads(facts) == {
        "rows": 2, "head": json.loads(facts)["head"], "last_checkpoint": 1, "unsigned_tail": 0, "compared_with_copy": True
    }  # fmt: skip
    assert "belong to one account" in note


@pytest.mark.timeout(300)
def test_an_altered_row_is_named(house: House) -> None:
    house.command("audit_signer", "--once")
    house.tamper("UPDATE audit_row SET by = 'staff:9' WHERE n = 0")
    said = house.command("audit_verify")
    assert said.returncode != 0
    assert "TAMPERED row 0: its content was altered" in said.stderr


@pytest.mark.timeout(300)
def test_a_key_folder_of_another_account_is_told_and_breaks_nothing(house: House) -> None:
    assert house.command("audit_signer", "--once").returncode == 0
    folder = house.folder / "data" / "audit-keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o711  # whoever verifies passes through to the public key
    folder.chmod(0)
    # Root passes every door, unless it leaves that right behind.
    prefix = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    said = house.command("audit_verify", prefix=prefix)
    assert (said.returncode, "Traceback" in said.stderr) == (1, False)
    assert "audit-signer.public is out of this account's reach. Next step: open the signer's folder" in said.stderr
    said = house.command("check_config", prefix=prefix)
    assert "Traceback" not in said.stderr
    assert "audit: the signer's public key is out of this account's reach" in said.stdout
    folder.chmod(0o700)


@pytest.mark.timeout(300)
def test_an_emptied_copy_is_no_comparison(house: House) -> None:
    house.command("audit_signer", "--once")
    house.copy.write_text("\n")
    said = house.command("audit_verify")
    assert said.returncode == 1
    assert "ends with nothing: there is no checkpoint to compare with" in said.stderr


@pytest.mark.timeout(300)
def test_a_cut_tail_is_found_by_the_copy(house: House) -> None:
    house.command("audit_signer", "--once")
    house.tamper("DELETE FROM audit_row WHERE n = 1")
    house.tamper("UPDATE audit_head SET rows = 1, hash = (SELECT hash FROM audit_row WHERE n = 0)")
    said = house.command("audit_verify")
    assert "TAMPERED row 0: the known checkpoint is not in this trail" in said.stderr
    known = house.copy.read_text().strip()
    assert "TAMPERED" in house.command("audit_verify", "--expect", known).stderr


@pytest.mark.timeout(300)
def test_the_signer_signs_once_more_when_it_is_told_to_end(house: House) -> None:
    signer = house.begin("audit_signer", "--every", "0.2")
    try:
        for _ in range(400):
            if house.copy.exists():
                break
            try:
                signer.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"the signer ended early: {signer.stderr and signer.stderr.read()}")
        signer.send_signal(signal.SIGTERM)
        assert signer.wait(60) == 0
    finally:
        signer.kill()
        signer.wait(30)
        assert signer.stderr is not None
        signer.stderr.close()
    assert len(house.copy.read_text().splitlines()) == 2
    assert house.command("audit_verify").returncode == 0


@pytest.mark.timeout(300)
def test_there_is_only_one_first_administrator(house: House) -> None:
    again = house.command("create_administrator", "other", "--name", "他", "--number", "2")
    assert again.returncode != 0
    assert "There is an administrator already" in again.stderr or "管理者" in again.stderr


def test_a_second_place_that_is_gone_is_said_in_a_sentence(house: House) -> None:
    shutil.rmtree(house.copy.parent)
    failed = house.command("audit_signer", "--once")
    assert failed.returncode == 1
    assert str(house.copy) in failed.stderr
    assert "Next step:" in failed.stderr
    assert "Traceback" not in failed.stderr
