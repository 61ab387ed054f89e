"""What is kept in the repository is the same wherever it was made: no machine, no mirror, no path of one computer."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
# What a resolver writes when it saw a mirror, a wheel folder or a working copy.
TRACES = re.compile(
    r"https?://|file:|path\s*=|registry\s*=|--index-url|--extra-index-url|--find-links|--trusted-host|@ /|\.\./"
)
# Hosts of package registries, spelled so that this file does not name one whole.
REGISTRIES = re.compile(r"(py" + r"pi\.org|python" + r"hosted\.org|registry\.np" + r"mjs|deb\.deb" + r"ian\.org)")
# Where build machines keep working copies, and where this very copy and its owner live.
MACHINE_PATHS = re.compile(
    r"(?<![\w.])/(work|root|farm|opt/(wheels|pypi))(/|\b)|"
    + "|".join(re.escape(str(path)) for path in (ROOT, Path.home()))
)


def kept_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str | None:
    """The file as text, or None for a picture or another binary file."""
    content = path.read_bytes()
    return None if b"\0" in content else content.decode("utf-8")


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_python_lock_names_no_host_and_no_path(lock: Path) -> None:
    found = [line for line in lock.read_text().splitlines() if TRACES.search(line)]
    assert found == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_every_locked_package_is_held_by_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    unheld = [entry for entry in entries if not re.search(r"==\S+[\s\S]*--hash=sha256:[0-9a-f]{64}", entry)]
    assert entries
    assert unheld == []


def test_run_lock_and_test_lock_agree() -> None:
    """One environment made for the tests also serves ./run, so both must come from one resolution."""

    def pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==.*?) \\$", (ROOT / "requirements" / name).read_text(), re.MULTILINE))

    assert pins("run.lock")
    assert pins("run.lock") <= pins("test.lock")
    assert pins("uv.lock") <= pins("run.lock")


def test_web_lock_names_no_place_a_package_came_from() -> None:
    lock = json.loads((ROOT / "web/package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry or entry.get("link")] == []
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []


def test_web_lock_holds_every_system_s_part() -> None:
    """A registry that lacked a system's binary on the day of locking leaves a lock that `npm ci` refuses elsewhere."""
    packages = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
    locked = {name.rsplit("node_modules/", 1)[-1] for name in packages}
    wanted = {name for entry in packages.values() for name in entry.get("optionalDependencies", {})}
    assert wanted
    assert wanted - locked == set()


def test_no_kept_file_names_a_package_registry() -> None:
    found = [str(path.relative_to(ROOT)) for path in kept_files() if REGISTRIES.search(text_of(path) or "")]
    assert found == []


def test_no_kept_file_names_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in kept_files()
        if path != Path(__file__) and (match := MACHINE_PATHS.search(text_of(path) or ""))
    ]
    assert found == []


def test_no_package_draws_rooms_together_in_its_init() -> None:
    """A re-export would make every import of a package an import of all of it, and borders meaningless."""
    filled = [
        str(path.relative_to(ROOT))
        for path in kept_files()
        if path.name == "__init__.py" and "src" in path.parts and path.read_bytes().strip()
    ]
    assert filled == []
