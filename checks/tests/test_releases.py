"""What is handed out: each wheel holds its package, what it needs at run time, and nothing made for tests or practice."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RELEASED = ("protocol", "service", "tool")
# Without these the installed program would be mute, bare or English.
NEEDED = {
    "protocol": {"yorisoi_protocol/py.typed"},
    "service": {
        "yorisoi_service/locale/ja/LC_MESSAGES/django.mo",
        "yorisoi_service/static/web/viewer/index.html",
        "yorisoi_service/static/web/viewer/main.js",
        "yorisoi_service/front/console/templates/",
    },
    "tool": {"yorisoi_tool/locale/ja.po"},
}
FORBIDDEN = {"testing", "tests", "practice", "journeys", "bench", "conftest.py", "yorisoi_practice"}


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Part -> names in its wheel."""
    names = {}
    for part in RELEASED:
        folder = tmp_path_factory.mktemp(part)
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(command, cwd=ROOT / part, check=True, capture_output=True)
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            names[part] = archive.namelist()
    return names


@pytest.mark.parametrize("part", RELEASED)
def test_wheel_holds_its_package_and_nothing_else(wheels: dict[str, list[str]], part: str) -> None:
    tops = {name.split("/")[0] for name in wheels[part]}
    assert tops == {f"yorisoi_{part}", f"yorisoi_{part}-0.1.0.dist-info"}


@pytest.mark.parametrize("part", RELEASED)
def test_wheel_holds_nothing_made_for_tests_or_practice(wheels: dict[str, list[str]], part: str) -> None:
    assert [name for name in wheels[part] if FORBIDDEN & set(name.split("/"))] == []


@pytest.mark.parametrize("part", RELEASED)
def test_wheel_holds_what_the_installed_program_needs(wheels: dict[str, list[str]], part: str) -> None:
    missing = {needed for needed in NEEDED[part] if not any(name.startswith(needed) for name in wheels[part])}
    assert missing == set()


def test_no_released_package_asks_for_practice() -> None:
    asking = [part for part in RELEASED if "practice" in (ROOT / part / "pyproject.toml").read_text()]
    assert asking == []
