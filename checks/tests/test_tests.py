"""A test that cannot fail tells nothing."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("checks/tests", "protocol/tests", "service/tests", "tool/tests", "practice/tests", "journeys")


def written_tests(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]


def judges(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it asserts, expects an error, or calls a helper whose name says that it does."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"raises", "warns", "fail"} or name.startswith(("assert", "check_", "expect")):
                return True
    return False


def test_every_test_judges_something() -> None:
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("test_*.py"))]
    assert files
    silent = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in files
        for function in written_tests(path)
        if not judges(function)
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
