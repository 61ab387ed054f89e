"""What the documents name exists, and what needs a reason has one."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"\./run(?: serve)? ?([a-z-]*)")


def wanted_packages() -> set[str]:
    """Names of all direct dependencies, of Python and of the browsers' part."""
    names: set[str] = set()
    for path in (ROOT / "pyproject.toml", *ROOT.glob("*/pyproject.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        asked = list(content.get("project", {}).get("dependencies", []))
        for group in content.get("dependency-groups", {}).values():
            asked += group
        names |= {re.split(r"[^\w.-]", entry, maxsplit=1)[0] for entry in asked}
    package = json.loads((ROOT / "web/package.json").read_text(encoding="utf-8"))
    names |= set(package["dependencies"]) | set(package["devDependencies"])
    return {name for name in names if not name.startswith("yorisoi-")}


def explained_packages() -> set[str]:
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").split("## Looked at and left out")[0]
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    return {name.strip() for cell in cells for name in cell.split(",")} - {"package", "---"}


def test_every_dependency_has_a_reason_and_every_reason_a_dependency() -> None:
    assert explained_packages() == wanted_packages()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    dead = [target for target in LINK.findall(text) if not (document.parent / target).exists()]
    assert dead == []


def test_commands_in_the_documents_exist() -> None:
    usage = subprocess.run([ROOT / "run", "help"], capture_output=True, check=True, text=True).stdout
    known = {word for word in COMMAND.findall(usage) if word} | {"", "help"}
    told = {
        f"{document.relative_to(ROOT)}: {word}"
        for document in DOCUMENTS
        for word in COMMAND.findall(document.read_text(encoding="utf-8"))
        if word not in known
    }
    assert told == set()


def test_places_in_the_documents_exist() -> None:
    """Names of files and folders in backticks, written from the root."""
    place = re.compile(
        r"`((?:protocol|service|tool|web|practice|journeys|providers|deploy|docs|checks|bench|requirements)/[^`*\s<>{}]*)`"
    )
    missing = [
        f"{document.relative_to(ROOT)}: {name}"
        for document in DOCUMENTS
        for name in place.findall(document.read_text(encoding="utf-8"))
        if not stands(name)
    ]
    assert missing == []


def stands(name: str) -> bool:
    """Whether `deploy/proxy` or, in the short form of the documents, `tool/encode/video.py` is there."""
    part, _, rest = name.partition("/")
    return (ROOT / name).exists() or (ROOT / part / "src" / f"yorisoi_{part}" / rest).exists()
