"""What is handed out: the wheels hold their own package and nothing made for tests, practice or journeys."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RELEASED = ("protocol", "service", "tool")


def names_in_wheel(part: str, folder: Path) -> list[str]:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT / part,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.mark.parametrize("part", RELEASED)
def test_wheel_holds_its_package_and_nothing_else(part: str, tmp_path: Path) -> None:
    names = names_in_wheel(part, tmp_path)
    tops = {name.split("/")[0] for name in names}
    assert tops == {f"yorisoi_{part}", f"yorisoi_{part}-0.1.0.dist-info"}


@pytest.mark.parametrize("part", RELEASED)
def test_wheel_holds_nothing_made_for_tests_or_practice(part: str, tmp_path: Path) -> None:
    forbidden = {"testing", "tests", "practice", "journeys", "bench", "conftest.py", "yorisoi_practice"}
    found = [name for name in names_in_wheel(part, tmp_path) if forbidden & set(name.split("/"))]
    assert found == []


def test_no_released_package_asks_for_practice() -> None:
    asking = [part for part in RELEASED if "practice" in (ROOT / part / "pyproject.toml").read_text()]
    assert asking == []
