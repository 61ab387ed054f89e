"""`./run` before anything is installed: what is missing is named, with the line that helps."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The repository on a machine where nothing was installed yet."""
    folder = tmp_path / "bare"
    folder.mkdir()
    shutil.copy(ROOT / "run", folder)
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    (folder / "deploy").mkdir()
    shutil.copy(ROOT / "deploy/debian-packages.txt", folder / "deploy")
    return folder


def program(folder: Path, name: str, script: str) -> Path:
    """A stand-in for a program of the system."""
    folder.mkdir(exist_ok=True)
    made = folder / name
    made.write_text(f"#!/bin/sh\n{script}\n")
    made.chmod(0o755)
    return made


def run(folder: Path, *words: str, first: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    path = os.environ["PATH"] if first is None else f"{first}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **variables}
    return subprocess.run([folder / "run", *words], env=environment, capture_output=True, text=True, timeout=30)


def test_unknown_word_shows_what_there_is() -> None:
    done = run(ROOT, "nonsense")
    assert done.returncode == 2
    assert "./run practice" in done.stderr


def test_audit_knows_only_verify() -> None:
    assert run(ROOT, "audit", "forget").returncode == 2


def test_old_python_is_refused_with_a_next_step(bare: Path, tmp_path: Path) -> None:
    old = program(tmp_path / "bin", "python-old", "exit 1")
    done = run(bare, PYTHON=str(old))
    assert done.returncode == 3
    assert "Python 3.11 or newer" in done.stderr
    assert not (bare / ".venv").exists()


def test_python_without_venv_is_refused_with_a_next_step(bare: Path, tmp_path: Path) -> None:
    lacking = program(tmp_path / "bin", "python-lacking", 'mkdir -p .venv; [ "$1" = -c ]')
    done = run(bare, PYTHON=str(lacking))
    assert done.returncode == 3
    assert "apt-get install python3-venv" in done.stderr
    assert not (bare / ".venv").exists()


def test_without_root_missing_packages_are_one_line_and_exit_3(bare: Path, tmp_path: Path) -> None:
    fakes = tmp_path / "bin"
    program(fakes, "id", "echo 1000")
    program(fakes, "dpkg-query", 'case "$*" in *git*) echo installed ;; *) exit 1 ;; esac')
    done = run(bare, "test", first=fakes)
    lines = [line for line in done.stderr.splitlines() if "apt-get" in line]
    assert done.returncode == 3
    assert len(lines) == 1
    assert lines[0].startswith("sudo apt-get install -y --no-install-recommends ")
    assert " xvfb" in lines[0]
    assert " git" not in lines[0]


def test_ci_runs_the_tests_and_nothing_else() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert lines == ["#!/bin/sh", 'exec "$(dirname "$0")/../run" test']
