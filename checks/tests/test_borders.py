"""Each border notices who crosses it: a crossing is planted into a copy of the tree, and the border has to break."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("protocol", "service", "tool", "practice")

# Border -> (module that crosses, what it imports).
CROSSINGS = {
    "house": ("tool/clock.py", "yorisoi_service.clock"),
    "top": ("tool/clock.py", "journeys"),
    "pure-protocol": ("protocol/vocabulary.py", "time"),
    "blind-broker": ("service/front/socket/endpoint.py", "yorisoi_protocol.one_time_pass"),
    "service-light": ("service/desk/queries/tickets.py", "numpy"),
    "tool-light": ("tool/engine/session.py", "django"),
    "qt": ("tool/engine/session.py", "PySide6.QtCore"),
    "system-calls": ("tool/picture/region.py", "ctypes"),
    "transport": ("tool/engine/session.py", "aiortc"),
    "codecs": ("tool/picture/region.py", "av"),
    "service-order": ("service/staff/queries.py", "yorisoi_service.desk.queries.tickets"),
    "remote-is-mechanism": ("service/remote/queries.py", "yorisoi_service.contracts.queries"),
    "noun-order": ("service/contracts/models.py", "yorisoi_service.contracts.services"),
    "pure-rules": ("service/desk/rules/hours.py", "django"),
    "fronts-apart": ("service/front/socket/endpoint.py", "yorisoi_service.front.console"),
    "no-contract-action-in-a-session": ("service/front/socket/endpoint.py", "yorisoi_service.contracts.services"),
    "money-and-help": ("service/remote/queries.py", "yorisoi_service.billing.rules.charge"),
    "hub": ("service/hub/registry.py", "django"),
    "tool-order": ("tool/engine/session.py", "yorisoi_tool.window.bar"),
    "tool-ports": ("tool/engine/session.py", "yorisoi_tool.desktops.x11"),
    "window": ("tool/window/bar.py", "yorisoi_tool.door"),
    "no-tests-in-products": ("service/desk/queries/tickets.py", "pytest"),
}


def contract_names() -> dict[str, str]:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    prefix = "importlinter:contract:"
    return {name.removeprefix(prefix): config[name]["name"] for name in config.sections() if name.startswith(prefix)}


def copy_tree(target: Path) -> None:
    for part in PARTS:
        package = f"yorisoi_{part}"
        shutil.copytree(
            ROOT / part / "src" / package, target / package, ignore=shutil.ignore_patterns("*.pyc", "static")
        )
    shutil.copy(ROOT / ".importlinter", target)


def verdicts(tree: Path) -> dict[str, bool]:
    """Contract name -> kept."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "400", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    lines = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True).stdout.splitlines()
    names = contract_names().values()
    return {
        name: word == "KEPT"
        for name in names
        for line in lines
        for word in ("KEPT", "BROKEN")
        if line.startswith(f"{name} {word}")
    }


def test_every_border_has_a_planted_crossing() -> None:
    assert set(CROSSINGS) == set(contract_names())


def test_every_border_notices_its_crossing(tmp_path: Path) -> None:
    copy_tree(tmp_path)
    for file, imported in CROSSINGS.values():
        part, _, rest = file.partition("/")
        module = tmp_path / f"yorisoi_{part}" / rest
        module.write_text(f"{module.read_text(encoding='utf-8')}\nimport {imported}\n", encoding="utf-8")
    assert verdicts(tmp_path) == dict.fromkeys(contract_names().values(), False)


def test_the_copy_as_it_stands_keeps_every_border(tmp_path: Path) -> None:
    """Otherwise a border that is always broken would look like one that notices."""
    copy_tree(tmp_path)
    assert verdicts(tmp_path) == dict.fromkeys(contract_names().values(), True)
