"""A test that cannot fail tells nothing."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("checks/tests", "protocol/tests", "service/tests", "tool/tests", "practice/tests", "web/tests", "journeys")
# Calls that judge by themselves.
# A conversation of the shared suite is called `check`.
JUDGING = {"check", "raises", "warns", "fail", "expect", "raise_for_status", "check_call"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions() -> tuple[tuple[Path, Function], ...]:
    """Every function of the tests and of what they share."""
    helpers = (str(path.relative_to(ROOT)) for path in ROOT.glob("*/src/*/testing"))
    files = [path for folder in (*FOLDERS, *helpers) for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(
        (path, node)
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, Function)
    )


def judges(function: Function, judging: set[str]) -> bool:
    """Whether it asserts, raises, or calls something that does."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert | ast.Raise):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in judging:
                return True
    return False


def judging_names() -> set[str]:
    """Names of all helpers that judge, directly or through another helper."""
    known = set(JUDGING)
    while more := {node.name for _, node in functions() if node.name not in known and judges(node, known)}:
        known |= more
    return known


def test_every_test_judges_something() -> None:
    judging = judging_names()
    tests = [(path, node) for path, node in functions() if node.name.startswith("test_")]
    assert len(tests) > 100
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, node in tests
        if not judges(node, judging - {node.name})
    ]
    assert silent == []


def test_no_test_is_switched_off() -> None:
    """What a test needs is installed by the locks and deploy/debian-packages.txt, so none has a reason to skip."""
    marks = ("mark." + "skip", "pytest." + "skip(", "import" + "orskip", "mark." + "xfail")
    switched_off = [
        f"{path.relative_to(ROOT)}: {mark}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for mark in marks
        if mark in path.read_text(encoding="utf-8")
    ]
    assert switched_off == []
